package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlhf.trainer.metrics.StageServer;
import dev.rlhf.trainer.stage.StageContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole stage leaves for Prometheus. */
class PpoMetricsTest {
  private static final int ITERATIONS = 6;
  private static final int ANSWERS = 6;
  private static final String HISTOGRAM = RewardSpread.HISTOGRAM.metric();

  @TempDir Path root;

  @Test
  void everyAnswersRewardIsInTheHistogram() throws Exception {
    PpoFixture fixture = PpoFixture.in(root);
    StageContext stage = fixture.context(fixture.config(PpoFixture.settings()));
    Files.createDirectories(stage.folder());

    assertThat(new Ppo().run(stage)).isTrue();

    Map<String, Double> scraped = scraped(stage);
    assertThat(scraped).containsEntry("_count", (double) ITERATIONS * ANSWERS);
    assertThat(scraped).containsEntry("_bucket le=+Inf", (double) ITERATIONS * ANSWERS);
    double sum = sum(fixture, row -> ANSWERS * row.path("reward").asDouble());
    assertThat(scraped.get("_sum")).isCloseTo(sum, within(1e-6));
    for (double bound : RewardSpread.HISTOGRAM.bounds()) {
      double least = sum(fixture, row -> row.path("reward_max").asDouble() <= bound ? ANSWERS : 0);
      double most = sum(fixture, row -> row.path("reward_min").asDouble() > bound ? 0 : ANSWERS);
      assertThat(scraped.get("_bucket le=" + bound)).as("up to %s", bound).isBetween(least, most);
    }
  }

  private static double sum(PpoFixture fixture, ToDoubleFunction<JsonNode> number)
      throws IOException {
    return fixture.figures(1).stream().mapToDouble(number).sum();
  }

  /** By what follows the metric's name, and the bucket's bound. */
  private static Map<String, Double> scraped(StageContext stage) throws Exception {
    try (StageServer server = new StageServer(0, stage.metrics(), stage.monitor())) {
      URI uri = URI.create("http://localhost:%d/metrics".formatted(server.port()));
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(HISTOGRAM + "_"))
          .map(line -> line.substring(HISTOGRAM.length()))
          .map(line -> line.replaceAll("[{].*?(?:,le=\"(.*?)\")?[}]", " le=$1"))
          .map(line -> line.replace(" le= ", " "))
          .collect(
              Collectors.toMap(
                  line -> line.substring(0, line.lastIndexOf(' ')),
                  line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }
  }
}
