package dev.rlhf.e2e.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.contract.CheckpointManifest;
import dev.rlhf.contract.Documents;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A pod that holds a run's volume, so that its user can copy checkpoints from it. */
public final class VolumeReader implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final PodResource pod;

  VolumeReader(KubernetesClient client, String podYaml) {
    pod = client.pods().resource(Serialization.unmarshal(podYaml, Pod.class));
    pod.create();
    await("the reading pod runs")
        .atMost(PATIENCE)
        .until(() -> pod.get().getStatus().getPhase().equals("Running"));
  }

  /**
   * Copies a checkpoint, which is its manifest and every file that it names.
   *
   * @param path of the checkpoint, from the volume's root
   */
  public void copies(String path, Path target) {
    try {
      for (String name : manifest(path, target).files().keySet()) {
        copy(path, name, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a checkpoint says of itself. */
  public CheckpointManifest manifest(String path, Path scratch) {
    try {
      byte[] manifest = Files.readAllBytes(copy(path, CheckpointLayout.MANIFEST, scratch));
      return Documents.read(manifest, CheckpointManifest.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path copy(String path, String name, Path target) throws IOException {
    Path file = target.resolve(name);
    Files.createDirectories(file.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        ExecWatch cat = pod.writingOutput(out).exec("cat", "/checkpoints/" + path + "/" + name)) {
      assertThat(cat.exitCode().join()).as(name).isZero();
    }
    return file;
  }

  @Override
  public void close() {
    pod.delete();
  }
}
