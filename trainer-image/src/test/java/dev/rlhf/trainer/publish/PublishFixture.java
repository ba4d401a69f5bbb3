package dev.rlhf.trainer.publish;

import dev.rlhf.contract.CheckpointLayout;
import dev.rlhf.plan.Input;
import dev.rlhf.plan.Parent;
import dev.rlhf.plan.PublishConfig;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Services;
import dev.rlhf.plan.Stage;
import dev.rlhf.plan.StageConfig;
import dev.rlhf.trainer.checkpoint.Checkpoint;
import dev.rlhf.trainer.checkpoint.SmallestStage;
import dev.rlhf.trainer.checkpoint.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A run whose final model is published; it waits for nothing, and says how long it would have. */
final class PublishFixture {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
  private static final int PART_BYTES = 1 << 20;

  private final Path root;
  private final RunIdentity run;
  private final String store;
  private final byte[] weights = new byte[2 * PART_BYTES + 17];
  private final Checkpoint checkpoint;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Duration> waits = new ArrayList<>();
  private String uri = "s3://team/aligned/chat";

  PublishFixture(Path root, String store, int seed) throws IOException {
    this.root = root;
    this.store = store;
    this.run = new RunIdentity("run", "12345678-000" + seed);
    new Random(seed).nextBytes(weights);
    this.checkpoint = write();
  }

  private Checkpoint write() throws IOException {
    StageConfig config =
        SmallestStage.config(run, root.toString(), new Input("file://model", "/model"), Map.of());
    Path attempt =
        Files.createDirectories(new CheckpointLayout(root).attempt(run, Stage.SFT, 1, "pod"));
    var provenance = SmallestStage.provenance(config, "pod", Map.of("model", "0".repeat(64)));
    return new Written(attempt, provenance, 1)
        .write(
            1,
            1,
            folder -> {
              Files.write(folder.resolve("model.safetensors"), weights);
              Files.writeString(folder.resolve("config.json"), "{}");
              Files.writeString(
                  Files.createDirectory(folder.resolve("trainer")).resolve("moments"), "1");
            });
  }

  byte[] weights() {
    return weights;
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  List<Duration> waits() {
    return waits;
  }

  PublishFixture with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  PublishFixture to(String other) {
    uri = other;
    return this;
  }

  void run() throws IOException {
    var model = new Parent(checkpoint.folder().toString(), checkpoint.digest());
    var services = new Services(Services.HUGGING_FACE, store, Services.REGION, null, null);
    run(PublishConfig.toStore(run, root.toString(), model, uri, services));
  }

  /** Publishes to a folder of a volume. */
  void run(Path target) throws IOException {
    var model = new Parent(checkpoint.folder().toString(), checkpoint.digest());
    run(
        PublishConfig.toFolder(
            run, root.toString(), model, target.toString(), "pvc://models/chat"));
  }

  private void run(PublishConfig config) throws IOException {
    new Publication(config, environment::get, CLOCK, waits::add, PART_BYTES).run();
  }

  /** Now, as far as publishing knows. */
  static Instant now() {
    return CLOCK.instant();
  }

  RunIdentity identity() {
    return run;
  }
}
