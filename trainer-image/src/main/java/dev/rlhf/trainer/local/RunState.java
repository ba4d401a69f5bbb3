package dev.rlhf.trainer.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.contract.Documents;
import dev.rlhf.manifest.Changeable;
import dev.rlhf.manifest.FieldChange;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.checkpoint.DurableFiles;
import dev.rlhf.trainer.local.manifest.ManifestFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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

  /**
   * The run that the file names; empty where there is no such file.
   *
   * @throws InvalidInputException when it cannot be understood, as after a disk lost it
   */
  static Optional<RunState> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      return Optional.of(Documents.read(bytes, RunState.class));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "%s, which says which run its folder holds, cannot be understood (%s): put a copy of it back to go on, or move it away to begin a new run beside the earlier one"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  /** It is on the disk before the run begins: without it nobody could go on with the run. */
  void write(Path file) throws IOException {
    DurableFiles.write(file, Documents.json(this).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The same run with a manifest that may say something else by now.
   *
   * @param done stages that have ended: what they did cannot change any more
   * @throws InvalidInputException naming what differs that the run cannot go on with
   */
  RunState goOnWith(ManifestFile manifest, Path folder, Set<Stage> done) {
    if (!manifest.name().equals(run.name())) {
      throw new InvalidInputException(
          "%s holds the run '%s': write --out with another folder for '%s'"
              .formatted(folder, run.name(), manifest.name()));
    }
    List<FieldChange> refused =
        changes(manifest).stream()
            .filter(change -> !change.isAllowed() || isOf(done, change))
            .toList();
    if (!refused.isEmpty()) {
      throw new InvalidInputException(
          "the manifest is not the one that %s was begun with: %s; undo that to go on, or write --fresh to begin a new run beside it"
              .formatted(folder, sentence(refused, done)));
    }
    return new RunState(run, spec(manifest));
  }

  /** What a manifest says otherwise. */
  List<FieldChange> changes(ManifestFile manifest) {
    return FieldChange.between(List.of(), spec, spec(manifest));
  }

  private static String sentence(List<FieldChange> refused, Set<Stage> done) {
    return refused.stream()
        .map(change -> change + (isOf(done, change) ? ", though that stage is done" : ""))
        .collect(Collectors.joining(", "));
  }

  /** Whether it is a setting that one of these stages was done with. */
  private static boolean isOf(Set<Stage> done, FieldChange change) {
    String path = String.join(".", change.path()) + ".";
    return done.stream()
        .map(Stage::specPath)
        .anyMatch(
            part ->
                Changeable.settings(part).stream()
                    .anyMatch(name -> path.startsWith(part + "." + name + ".")));
  }

  private static ObjectNode spec(ManifestFile manifest) {
    return (ObjectNode) manifest.fields().get("spec");
  }
}
