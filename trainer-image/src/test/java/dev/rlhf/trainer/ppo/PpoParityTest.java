package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One update on recorded rollouts equals a plain PyTorch implementation's in every figure, see
 * e2e/interop/ppo_reference.py.
 */
class PpoParityTest {

  private static final double TOLERANCE = 1e-4;
  private static final Path CASES = Path.of("src/test/resources/ppo");

  private final NDManager manager = TorchRuntime.manager();

  @AfterEach
  void close() {
    manager.close();
  }

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("case.json")))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsPyTorch(Path folder) throws IOException {
    JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());

    RecordedUpdate update = new RecordedUpdate(folder, manager);

    assertThat(update.figures().keySet().stream().map(PpoFigure::id).toList())
        .containsExactlyInAnyOrderElementsOf(
            expected.path("figures").propertyStream().map(Map.Entry::getKey).toList());
    update
        .figures()
        .forEach((figure, value) -> assertClose(value, expected.path("figures"), figure.id()));
    assertThat(update.moments().count()).isEqualTo(expected.path("moments").path("count").asLong());
    assertClose(update.moments().mean(), expected.path("moments"), "mean");
    assertClose(update.moments().deviation(), expected.path("moments"), "deviation");
    assertClose(update.nextKlCoefficient(), expected, "kl_coefficient");
    assertClose(update.logProbs(), expected.path("log_probs"));
    assertClose(update.values(), expected.path("values"));
  }

  private static void assertClose(double actual, JsonNode expected, String name) {
    double wanted = expected.path(name).asDouble();
    assertThat(actual)
        .as(name)
        .isCloseTo(wanted, within(TOLERANCE * Math.max(1, Math.abs(wanted))));
  }

  private static void assertClose(List<float[]> actual, JsonNode expected) {
    for (int row = 0; row < actual.size(); row++) {
      assertThat(actual.get(row)).hasSize(expected.path(row).size());
      for (int t = 0; t < actual.get(row).length; t++) {
        assertThat((double) actual.get(row)[t])
            .as("row %d, token %d", row, t)
            .isCloseTo(expected.path(row).path(t).asDouble(), within(TOLERANCE));
      }
    }
  }
}
