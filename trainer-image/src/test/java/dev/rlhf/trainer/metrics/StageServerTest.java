package dev.rlhf.trainer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.contract.Documents;
import dev.rlhf.contract.Progress;
import dev.rlhf.manifest.CheckpointRef;
import dev.rlhf.plan.RunIdentity;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.sft.SftFigure;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageServerTest {
  private static final CheckpointRef CHECKPOINT = new CheckpointRef("p", "d".repeat(64), 2L);

  private Instant now = Instant.EPOCH;
  private final InstantSource times = () -> now;
  private final Clock clock = times.withZone(ZoneOffset.UTC);
  private final StageMonitor monitor = new StageMonitor(clock);
  private final StageMetrics metrics =
      new StageMetrics(new RunIdentity("fern", "0f1e2d3c-4b5a"), Stage.SFT);

  private void pass(double seconds) {
    now = now.plus(Duration.ofMillis(Math.round(1000 * seconds)));
  }

  private static String get(StageServer server, String path) throws Exception {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
        .body();
  }

  private void step(long number, double seconds) {
    pass(seconds);
    Map<SftFigure, Double> figures = Map.of(SftFigure.LOSS, 1.0 / number);
    monitor.stepped(number, figures);
    metrics.stepped(number, 100, figures);
  }

  @Test
  void progressTellsPaceAndWhatIsLeft() throws Exception {
    monitor.training(10);
    step(1, 1);
    step(2, 2);
    monitor.saving();
    pass(60);
    monitor.saved(CHECKPOINT, 4.0);
    monitor.saved(CHECKPOINT, 3.0);
    monitor.goesOn();
    step(3, 3);
    pass(0.5);

    try (StageServer server = new StageServer(0, metrics, monitor)) {
      Progress progress =
          Documents.read(get(server, "/progress").getBytes(StandardCharsets.UTF_8), Progress.class);

      assertThat(progress)
          .isEqualTo(
              new Progress(
                  Progress.Phase.TRAINING,
                  3,
                  10,
                  0.5,
                  14L,
                  2.0,
                  0.5,
                  4.0,
                  CHECKPOINT,
                  Map.of("loss", 1.0 / 3)));
    }
  }

  @Test
  void metricsHaveTheRunAndTheStage() throws Exception {
    metrics.planned(0, 10);
    step(1, 1);
    step(2, 1);
    metrics.saved(2, 0.3);

    try (StageServer server = new StageServer(0, metrics, monitor)) {
      assertThat(get(server, "/healthz")).isEqualTo("ok\n");
      assertThat(get(server, "/metrics").lines())
          .contains(
              "rlhf_stage_step{run=\"fern\",stage=\"sft\"} 2.0",
              "rlhf_stage_steps_planned{run=\"fern\",stage=\"sft\"} 10.0",
              "rlhf_stage_tokens_total{run=\"fern\",stage=\"sft\"} 200.0",
              "rlhf_sft_loss{run=\"fern\",stage=\"sft\"} 0.5",
              "rlhf_checkpoint_step{run=\"fern\",stage=\"sft\"} 2.0",
              "rlhf_checkpoint_save_seconds_count{run=\"fern\",stage=\"sft\"} 1")
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"));
    }
  }

  @Test
  void aDistributionIsAHistogramOfAllThatWasSeen() throws Exception {
    Distribution rewards = new Distribution("rlhf_ppo_x", "Of answers.", List.of(-1.0, 0.0, 2.0));
    metrics.observed(rewards, -3, -1, 0.5);
    metrics.observed(rewards, 1, 5);

    try (StageServer server = new StageServer(0, metrics, monitor)) {
      String of = "{run=\"fern\",stage=\"sft\",le=\"%s\"} %d";
      assertThat(get(server, "/metrics").lines())
          .contains("# TYPE rlhf_ppo_x histogram")
          .filteredOn(line -> line.startsWith("rlhf_ppo_x_"))
          .containsExactly(
              "rlhf_ppo_x_bucket" + of.formatted("-1.0", 2),
              "rlhf_ppo_x_bucket" + of.formatted("0.0", 2),
              "rlhf_ppo_x_bucket" + of.formatted("2.0", 4),
              "rlhf_ppo_x_bucket" + of.formatted("+Inf", 5),
              "rlhf_ppo_x_count{run=\"fern\",stage=\"sft\"} 5",
              "rlhf_ppo_x_sum{run=\"fern\",stage=\"sft\"} 2.5");
    }
  }

  /** Native histograms have no text; Prometheus asks for protocol buffers where it reads them. */
  @Test
  void whoeverReadsNativeHistogramsGetsThem() throws Exception {
    String protobuf = "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily";
    Distribution rewards = new Distribution("rlhf_ppo_x", "Of answers.", List.of(0.0));
    metrics.observed(rewards, -3, -1, 0.5);

    try (StageServer server = new StageServer(0, metrics, monitor)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://localhost:%d/metrics".formatted(server.port())))
              .header("Accept", protobuf + "; encoding=delimited")
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith(protobuf));
      assertThat(answer.body()).contains("rlhf_ppo_x");
    }
    HistogramSnapshot snapshot =
        (HistogramSnapshot) metrics.registry().scrape("rlhf_ppo_x"::equals).get(0);
    HistogramSnapshot.HistogramDataPointSnapshot all = snapshot.getDataPoints().get(0);
    assertThat(all.getNativeBucketsForNegativeValues().size()).isEqualTo(2);
    assertThat(all.getNativeBucketsForPositiveValues().size()).isEqualTo(1);
  }

  @Test
  void figuresOfAnEarlierAttemptAreTakenOverUpToItsCheckpoint(@TempDir Path folder)
      throws IOException {
    Path earlier = folder.resolve("earlier");
    Files.writeString(earlier, "{\"step\":1,\"loss\":3.0}\n{\"step\":2,\"loss\":2.0}\n{\"st");
    Path figures = folder.resolve("figures.jsonl");

    try (FiguresFile file = new FiguresFile(figures)) {
      file.copy(earlier, 1);
      file.add(2, Map.of(SftFigure.LOSS, 2.5));
    }

    assertThat(Files.readAllLines(figures))
        .map(new ObjectMapper()::readTree)
        .map(row -> row.get("step") + ": " + row.get("loss"))
        .containsExactly("1: 3.0", "2: 2.5");
  }
}
