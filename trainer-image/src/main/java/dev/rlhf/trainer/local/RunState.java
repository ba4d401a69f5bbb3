package dev.rlhf.trainer.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.Documents;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which run a folder holds.
 *
 * @param run its name, and a UID that is made once
 * @param spec of its manifest, with defaults
 */
record RunState(RunIdentity run, ObjectNode spec) {

  /** A run that begins now. */
  static RunState begin(ManifestFile manifest) {
    return new RunState(
        new RunIdentity(manifest.name(), UUID.randomUUID().toString()), spec(manifest));
  }

  /** The run that the file names; empty where there is no such file. */
  static Optional<RunState> read(Path file) throws IOException {
    return Files.exists(file)
        ? Optional.of(Documents.read(Files.readAllBytes(file), RunState.class))
        : Optional.empty();
  }

  void write(Path file) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temporary, Documents.json(this));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * @throws InvalidInputException naming what in a manifest differs from this run's
   */
  void checkUnchanged(ManifestFile manifest, Path folder) {
    if (!manifest.name().equals(run.name())) {
      throw new InvalidInputException(
          "%s holds the run '%s': write --out with another folder for '%s'"
              .formatted(folder, run.name(), manifest.name()));
    }
    List<String> changed = ChangedFields.between(spec, spec(manifest));
    if (!changed.isEmpty()) {
      throw new InvalidInputException(
          "the manifest is not the one that %s was begun with: %s; undo that to go on, or write --fresh to begin a new run beside it"
              .formatted(folder, String.join(", ", changed)));
    }
  }

  private static ObjectNode spec(ManifestFile manifest) {
    return (ObjectNode) manifest.fields().get("spec");
  }
}
