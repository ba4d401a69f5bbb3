package dev.rlhf.trainer.checkpoint;

import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.CheckpointManifest.Change;
import dev.rlhf.manifest.FieldChange;
import dev.rlhf.plan.ConfigChanges;
import dev.rlhf.trainer.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether an attempt may go on from a checkpoint, and with what it differs from it. */
public record Succession(Provenance attempt, Checkpoint checkpoint) {

  /**
   * The provenance of what the attempt will write, which names every changed setting.
   *
   * @throws InvalidInputException naming what else differs: then nothing may be taken over
   */
  public Provenance provenance() {
    List<String> refused = new ArrayList<>();
    CheckpointManifest before = checkpoint.manifest();
    refused.addAll(differences("parents.", before.parents(), attempt.parents()));
    refused.addAll(differences("data.", before.data(), attempt.data()));
    ConfigChanges changes = changes();
    changes.refused().forEach(change -> refused.add(change.toString()));
    if (!refused.isEmpty()) {
      throw refusal(String.join(", ", refused));
    }
    return attempt.withChanges(behind(before, changes));
  }

  /** Whether nothing has changed that a final checkpoint would not be final with. */
  public boolean keepsTheEnd() {
    return changes().keepTheEnd();
  }

  private ConfigChanges changes() {
    if (checkpoint.manifest().configDigest().equals(attempt.configDigest())) {
      return new ConfigChanges(List.of());
    }
    return checkpoint
        .config()
        .map(config -> ConfigChanges.between(config, attempt.config()))
        .orElseThrow(() -> refusal("its configuration is another one, and it does not hold it"));
  }

  private List<Change> behind(CheckpointManifest before, ConfigChanges changes) {
    List<Change> all = new ArrayList<>(before.changes());
    if (!changes.fields().isEmpty()) {
      List<String> fields = changes.fields().stream().map(FieldChange::toString).toList();
      all.add(new Change(before.step(), attempt.attempt(), fields));
    }
    return all;
  }

  private static List<String> differences(
      String place, Map<String, String> before, Map<String, String> now) {
    Map<String, String> names = new TreeMap<>(before);
    names.putAll(now);
    return new TreeSet<>(names.keySet())
        .stream()
            .filter(name -> !Objects.equals(before.get(name), now.get(name)))
            .map(
                name ->
                    "%s%s had digest %s and has %s"
                        .formatted(place, name, before.get(name), now.get(name)))
            .toList();
  }

  private InvalidInputException refusal(String why) {
    Path folder = checkpoint.folder();
    Path attempts = folder.getParent().getParent();
    return new InvalidInputException(
        "%s cannot be gone on from: %s; bring back what it was made with, or begin a new run, or move %s away to train the stage anew"
            .formatted(folder, why, attempts));
  }
}
