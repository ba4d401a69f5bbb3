package dev.rlhf.trainer.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rlhf.plan.Stage;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was found of a checkpoint, or of what one started from.
 *
 * @param role in what started from it; {@code checkpoint} for the one that was asked for
 * @param message why it is not whole, for people
 * @param folder where it lies
 * @param digest that it has, or should have
 * @param parents what it started from, as far as that was asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
    String role,
    State state,
    String message,
    String folder,
    String digest,
    Stage stage,
    Long step,
    Long totalSteps,
    List<Finding> parents) {

  /** How a checkpoint or a model was found. */
  public enum State {
    /** Every file is what its manifest, or its digest, says. */
    WHOLE,
    /** It is there, but not what it should be. */
    DAMAGED,
    /** A checkpoint that lies nowhere where it was looked for. */
    NOT_FOUND,
    /** A model that no stage has made, and that lies no more where it was taken from. */
    MODEL_ELSEWHERE
  }

  static Finding whole(String role, Checkpoint checkpoint, List<Finding> parents) {
    return new Finding(
        role,
        State.WHOLE,
        null,
        checkpoint.folder().toString(),
        checkpoint.digest(),
        checkpoint.manifest().stage(),
        checkpoint.manifest().step(),
        checkpoint.manifest().totalSteps(),
        parents);
  }

  static Finding of(String role, State state, String message, String folder, String digest) {
    return new Finding(role, state, message, folder, digest, null, null, null, List.of());
  }

  /** This one and all that it descends from. */
  public Stream<Finding> all() {
    return Stream.concat(Stream.of(this), parents.stream().flatMap(Finding::all));
  }
}
