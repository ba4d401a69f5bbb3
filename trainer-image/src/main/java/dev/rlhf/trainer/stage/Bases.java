package dev.rlhf.trainer.stage;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.Digest;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.DamagedCheckpointException;
import dev.rlhf.trainer.checkpoint.ModelDigest;
import dev.rlhf.trainer.checkpoint.Verification;
import dev.rlhf.trainer.model.AdapterBase;
import dev.rlhf.trainer.model.BaseModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what adapters stand on by its digest: among folders that are known, and where an adapter
 * says that it was. What has been verified once is not read again.
 */
public final class Bases implements BaseModels {

  /** A folder that may be wanted; finding it may mean making it. */
  @FunctionalInterface
  private interface Known {
    Path folder() throws IOException;
  }

  private final Map<String, Path> verified = new HashMap<>();
  private final List<Known> known = new ArrayList<>();
  private final String advice;

  private Bases(String advice) {
    this.advice = advice;
  }

  /** What a stage can find: the model that the run starts from, made where it is demo://. */
  public static Bases of(StageContext stage, Inputs inputs) {
    return of(stage.config(), inputs);
  }

  static Bases of(StageConfig config, Inputs inputs) {
    Bases bases = new Bases("bring it back, or train the stage that made the adapter again");
    bases.known.add(() -> inputs.resolve(config.model(), config.seed()));
    return bases;
  }

  /** Where adapters say that their bases were, and nowhere else. */
  public static Bases asStated() {
    return new Bases("bring it back, or name a merged folder as ./rlhf merge writes it");
  }

  /** What a verb can find: folders that its user names. */
  public static Bases in(List<Path> folders) {
    Bases bases = new Bases("bring it back, or name the folder that holds it with --base");
    folders.forEach(folder -> bases.known.add(() -> folder));
    return bases;
  }

  /** Adds a checkpoint that is verified already. */
  public Bases with(VerifiedParent parent) {
    verified.put(parent.digest(), parent.folder());
    return this;
  }

  @Override
  public Path find(AdapterBase base, Path adapter) throws IOException {
    Path found = verified.get(base.digest());
    if (found == null) {
      found = search(base, adapter);
      verified.put(base.digest(), found);
    }
    return found;
  }

  private Path search(AdapterBase base, Path adapter) throws IOException {
    List<Known> places = new ArrayList<>();
    places.add(base::path);
    places.addAll(known);
    for (Known place : places) {
      Path folder = place.folder();
      if (Files.isDirectory(folder) && holds(folder, base.digest())) {
        return folder;
      }
    }
    throw new InvalidInputException(
        "%s holds an adapter whose base, with digest %s, was %s and is not there, or is another model now: %s"
            .formatted(adapter, base.digest(), base.path(), advice));
  }

  private static boolean holds(Path folder, String digest) throws IOException {
    Path manifest = folder.resolve(CheckpointLayout.MANIFEST);
    if (Files.isRegularFile(manifest) && Digest.of(manifest).equals(digest)) {
      try {
        Verification.of(folder);
        return true;
      } catch (DamagedCheckpointException e) {
        throw new InvalidInputException(
            "%s, the base of an adapter, is damaged (%s): bring it back whole"
                .formatted(folder, e.getMessage()),
            e);
      }
    }
    return ModelDigest.of(folder).equals(digest);
  }
}
