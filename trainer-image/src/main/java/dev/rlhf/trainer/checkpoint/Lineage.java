package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.AttemptStart;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that a stage's latest attempt descends from, over all attempts. Those that cannot
 * be used are passed over with a line in the log, and stay where they are: they may be all that is
 * left.
 *
 * @param folder of the stage
 * @param passedOver is told of each that is passed over
 */
public record Lineage(
    Path folder, RunIdentity run, Stage stage, BiConsumer<Path, Flaw> passedOver) {
  private static final Logger LOG = LoggerFactory.getLogger(Lineage.class);

  /**
   * Says what the latest attempt begins with, which cuts off what others write from now on.
   *
   * @param unusable what it has passed over, which nobody will look at any more: without a word on
   *     it a later attempt would take it for a whole one that was cut off, and delete it
   */
  public void begin(
      Path attempt, Provenance provenance, Optional<Checkpoint> from, Set<Path> unusable)
      throws IOException {
    AttemptFolder.begin(
        attempt,
        new AttemptStart(
            provenance.attempt(),
            provenance.pod(),
            from.map(
                    base ->
                        new AttemptStart.Base(
                            base.folder().getParent().getFileName().toString(),
                            base.manifest().step(),
                            base.digest()))
                .orElse(null),
            unusable.stream().map(path -> folder.relativize(path).toString()).sorted().toList()));
  }

  /** The checkpoint with most steps whose every file verifies. */
  public Optional<Checkpoint> newest() throws IOException {
    return newest(true, 0);
  }

  /**
   * The same, of the attempts since one with which the stage began anew.
   *
   * @param first that attempt's number
   */
  public Optional<Checkpoint> newestSince(int first) throws IOException {
    return newest(true, first);
  }

  /** The checkpoint with most steps by its manifest alone: its files are not read. */
  public Optional<Checkpoint> newestUnread() throws IOException {
    return newest(false, 0);
  }

  private Optional<Checkpoint> newest(boolean verified, int first) throws IOException {
    List<Descent.Candidate> candidates =
        Descent.of(folder).stream().filter(candidate -> candidate.attempt() >= first).toList();
    for (Descent.Candidate candidate : candidates) {
      try {
        Checkpoint checkpoint = own(candidate);
        if (verified) {
          Verification.verify(checkpoint);
        }
        return Optional.of(checkpoint);
      } catch (DamagedCheckpointException e) {
        LOG.warn("passed over {}: {}", candidate.folder(), e.getMessage());
        passedOver.accept(candidate.folder(), e.flaw());
      }
    }
    return Optional.empty();
  }

  private Checkpoint own(Descent.Candidate candidate) throws DamagedCheckpointException {
    Checkpoint said = ManifestFile.read(candidate.folder());
    if (!said.manifest().run().equals(run) || said.manifest().stage() != stage) {
      throw new DamagedCheckpointException(
          Flaw.FOREIGN,
          "it is of stage %s of run %s"
              .formatted(said.manifest().stage().id(), said.manifest().run().folder()));
    }
    if (said.manifest().step() != candidate.step()) {
      throw new DamagedCheckpointException(
          "its manifest is of step %d".formatted(said.manifest().step()));
    }
    return said;
  }
}
