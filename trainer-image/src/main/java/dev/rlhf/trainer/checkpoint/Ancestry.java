package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.Finding.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verifies a checkpoint and follows its parents by their digests, wherever they lie now. */
public final class Ancestry {
  private static final String MODEL = "model";

  private final CheckpointIndex index;
  private final Map<String, Finding> known = new HashMap<>();

  /** The same for what adapters stand on, which must be there. */
  private final Map<String, Finding> knownBases = new HashMap<>();

  /** Looks for parents in an index, and where the checkpoint's own configuration says. */
  public Ancestry(CheckpointIndex index) {
    this.index = index;
  }

  /** Reads a checkpoint, and nothing of what it descends from. */
  public static Finding alone(String role, Path folder) {
    try {
      return Finding.whole(role, Verification.of(folder), List.of());
    } catch (DamagedCheckpointException e) {
      return Finding.of(role, State.DAMAGED, e.getMessage(), folder.toString(), null);
    }
  }

  /** Reads a checkpoint and all that it descends from. */
  public Finding of(String role, Path folder) throws IOException {
    try {
      Checkpoint checkpoint = Verification.of(folder);
      List<Finding> parents = new ArrayList<>();
      for (Map.Entry<String, String> parent : checkpoint.manifest().parents().entrySet()) {
        parents.add(parent(parent.getKey(), parent.getValue(), checkpoint));
      }
      return Finding.whole(role, checkpoint, parents);
    } catch (DamagedCheckpointException e) {
      return Finding.of(role, State.DAMAGED, e.getMessage(), folder.toString(), null);
    }
  }

  private Finding parent(String role, String digest, Checkpoint child) throws IOException {
    boolean needed = child.isAdapter() && !isMade(role, child.config());
    Map<String, Finding> found = needed ? knownBases : known;
    if (!found.containsKey(digest)) {
      found.put(digest, find(role, digest, child.config(), needed));
    }
    return found.get(digest);
  }

  private Finding find(String role, String digest, Optional<StageConfig> child, boolean needed)
      throws IOException {
    Checkpoint indexed = index.byDigest().get(digest);
    if (indexed != null) {
      return of(role, indexed.folder());
    }
    Optional<Path> told = child.flatMap(config -> path(role, config)).filter(Files::isDirectory);
    if (told.isPresent() && Files.exists(told.get().resolve(CheckpointLayout.MANIFEST))) {
      Path folder = told.get();
      return Digest.of(folder.resolve(CheckpointLayout.MANIFEST)).equals(digest)
          ? of(role, folder)
          : notFound(role, digest);
    }
    if (told.isPresent() && ModelDigest.of(told.get()).equals(digest)) {
      return Finding.of(role, State.WHOLE, null, told.get().toString(), digest);
    }
    return !needed && child.filter(config -> isReady(role, config)).isPresent()
        ? elsewhere(role, digest, child.orElseThrow())
        : notFound(role, digest);
  }

  private static Finding notFound(String role, String digest) {
    return Finding.of(
        role,
        State.NOT_FOUND,
        "no checkpoint with this digest is there: name the folder that holds it with --in",
        null,
        digest);
  }

  private static Finding elsewhere(String role, String digest, StageConfig child) {
    String from = role.equals(MODEL) ? child.model().uri() : path(role, child).toString();
    return Finding.of(
        role,
        State.MODEL_ELSEWHERE,
        "the model that was taken from %s is not there, or is another one now".formatted(from),
        null,
        digest);
  }

  /** Of demo://, which whoever needs it makes from its seed. */
  private static boolean isMade(String role, Optional<StageConfig> child) {
    return role.equals(MODEL) && child.filter(config -> config.model().path() == null).isPresent();
  }

  /** A model that no stage has made has no digest in stage.yaml. */
  private static boolean isReady(String role, StageConfig child) {
    return role.equals(MODEL)
        || named(role, child).filter(parent -> parent.digest() == null).isPresent();
  }

  private static Optional<Path> path(String role, StageConfig child) {
    return role.equals(MODEL)
        ? Optional.ofNullable(child.model()).map(Input::path).map(Path::of)
        : named(role, child).map(Parent::path).map(Path::of);
  }

  private static Optional<Parent> named(String role, StageConfig child) {
    return child.parents().entrySet().stream()
        .filter(parent -> parent.getKey().id().equals(role))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
