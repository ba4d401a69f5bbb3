package dev.rlhf.contract;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code manifest.json} says of a checkpoint; the SHA-256 of that file is the checkpoint's
 * digest.
 *
 * @param step optimizer steps that went into it
 * @param totalSteps steps of the stage in all; the checkpoint is final when both are equal
 * @param attempt number of the attempt that wrote it
 * @param pod UID of the pod that wrote it
 * @param parents digests of what the stage started from, by role ({@code model} for SFT)
 * @param configDigest SHA-256 of {@code stage.yaml}
 * @param data digests of what the stage learnt from, by name
 * @param threads of the numeric library
 * @param cpu model of the processor: results are equal to the byte on the same one only
 * @param versions of the libraries that compute
 * @param changes of the configuration on the way here, the earliest first
 * @param files every other file below the folder, by relative path
 */
@JsonPropertyOrder({"version", "run", "stage", "step", "totalSteps", "attempt", "pod"})
public record CheckpointManifest(
    int version,
    RunIdentity run,
    Stage stage,
    long step,
    long totalSteps,
    int attempt,
    String pod,
    Map<String, String> parents,
    String configDigest,
    Map<String, String> data,
    int threads,
    String cpu,
    Map<String, String> versions,
    List<Change> changes,
    Map<String, FileEntry> files) {

  /** The version that this code reads and writes. */
  public static final int VERSION = 1;

  /**
   * An attempt that went on with other settings than the one before it.
   *
   * @param step that it went on from
   * @param fields each as {@code spec.seed was 1 and is 2}
   */
  public record Change(long step, int attempt, List<String> fields) {}

  /** Size and content of a file. */
  public record FileEntry(long bytes, String sha256) {
    public FileEntry {
      present("sha256", sha256);
    }

    /** Whether a file is there and whole: all of it is read where its size is right. */
    public boolean isOf(Path file) throws IOException {
      return Files.isRegularFile(file)
          && Files.size(file) == bytes
          && Digest.of(file).equals(sha256);
    }
  }

  public CheckpointManifest {
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "version %d of manifest.json is not known, only %d".formatted(version, VERSION));
    }
    present("run", run);
    present("stage", stage);
    present("configDigest", configDigest);
    parents = sorted("parents", parents);
    data = sorted("data", data);
    versions = sorted("versions", versions);
    changes = changes == null ? List.of() : List.copyOf(changes);
    files = sorted("files", files);
  }

  private static <T> Map<String, T> sorted(String field, Map<String, T> map) {
    present(field, map);
    map.forEach((name, value) -> present(field + "." + name, value));
    return new TreeMap<>(map);
  }

  private static void present(String field, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("%s is missing in manifest.json".formatted(field));
    }
  }

  /** Whether the stage ends with this checkpoint. */
  @JsonIgnore
  public boolean isFinal() {
    return step == totalSteps;
  }
}
