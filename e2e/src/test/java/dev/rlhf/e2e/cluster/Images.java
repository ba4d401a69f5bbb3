package dev.rlhf.e2e.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/** Our images, built from what Maven left in the modules' target folders. */
final class Images {
  static final String OPERATOR = "rlhf-operator";
  static final String TRAINER = "rlhf-trainer";
  static final String TAG = "e2e";

  private final Settings settings;
  private final KindCluster cluster;

  Images(Settings settings, KindCluster cluster) {
    this.settings = settings;
    this.cluster = cluster;
  }

  void bringToCluster() {
    build(OPERATOR, "operator", "quarkus-app/quarkus-run.jar");
    build(TRAINER, "trainer-image", "rlhf-trainer.jar");
    if (!Command.run("docker", "images", "-q", settings.prometheusImage()).isBlank()) {
      cluster.load(settings.prometheusImage());
    }
  }

  private void build(String image, String module, String artifact) {
    Path folder = Settings.REPOSITORY.resolve(module);
    Path jar = folder.resolve("target").resolve(artifact);
    if (!Files.exists(jar)) {
      throw new IllegalStateException(jar + " is missing: run ./mvnw verify -Pe2e at the root");
    }
    String tagged = image + ":" + TAG;
    String base = "BASE_IMAGE=" + settings.baseImage();
    Command.run("docker", "build", "--build-arg", base, "--tag", tagged, folder.toString());
    cluster.load(tagged);
  }
}
