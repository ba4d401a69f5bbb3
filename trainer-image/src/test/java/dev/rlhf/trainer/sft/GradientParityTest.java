package dev.rlhf.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.trainer.model.Activations;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every weight of every family learns what it learns in PyTorch, see e2e/interop/fixtures.py. */
class GradientParityTest {

  private static final Path ROOT = Path.of("src/test/resources/parity");

  static Stream<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(ROOT)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.equals("text"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theNormOfEachGradientIsTheReferences(String name) throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(ROOT.resolve(name).resolve("expected.json").toFile());
    List<long[]> rows =
        expected.get("rows").valueStream().map(row -> longs(row.get("tokens"))).toList();
    Map<String, Double> norms;
    try (NDManager manager = TorchRuntime.manager();
        Transformer model = HuggingFaceFolder.open(ROOT.resolve(name)).load(manager)) {
      norms = norms(gradients(model, rows));
    }

    assertNorms(norms, expected.get("gradient_norms"));
  }

  static void assertNorms(Map<String, Double> norms, JsonNode reference) {
    assertThat(norms).hasSize(reference.size());
    reference
        .properties()
        .forEach(
            norm ->
                assertThat(norms.get(norm.getKey()))
                    .as(norm.getKey())
                    .isCloseTo(
                        norm.getValue().asDouble(),
                        within(1e-5 + 1e-3 * norm.getValue().asDouble())));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void recomputedActivationsGiveTheSameBits(String name) throws IOException {
    List<long[]> rows =
        new ObjectMapper()
            .readTree(ROOT.resolve(name).resolve("expected.json").toFile())
            .get("rows")
            .valueStream()
            .map(row -> longs(row.get("tokens")))
            .toList();
    try (NDManager manager = TorchRuntime.manager();
        Transformer model = HuggingFaceFolder.open(ROOT.resolve(name)).load(manager)) {
      assertSameBits(model, rows);
    }
  }

  static void assertSameBits(Transformer model, List<long[]> rows) {
    Map<String, NDArray> kept = gradients(model, rows, Activations.KEPT);
    Map<String, NDArray> recomputed = gradients(model, rows, Activations.RECOMPUTED);

    assertThat(norms(kept).values()).allMatch(norm -> norm > 0);
    kept.forEach(
        (name, gradient) ->
            assertThat(recomputed.get(name).toFloatArray())
                .as(name)
                .containsExactly(gradient.toFloatArray()));
  }

  /** Of the mean over all tokens from each row's second on, the rows side by side. */
  static Map<String, NDArray> gradients(Transformer model, List<long[]> rows) {
    return gradients(model, rows, Activations.KEPT);
  }

  private static Map<String, NDArray> gradients(
      Transformer model, List<long[]> rows, Activations activations) {
    int width = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
    long[] ids = new long[rows.size() * width];
    LongStream.Builder positions = LongStream.builder();
    LongStream.Builder targets = LongStream.builder();
    for (int row = 0; row < rows.size(); row++) {
      long[] tokens = rows.get(row);
      System.arraycopy(tokens, 0, ids, row * width, tokens.length);
      for (int t = 1; t < tokens.length; t++) {
        positions.add((long) row * width + t - 1);
        targets.add(tokens[t]);
      }
    }
    long[] learnt = targets.build().toArray();
    NDManager manager = model.manager();
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    model
        .learnt()
        .forEach((name, p) -> gradients.put(name, manager.zeros(p.getShape(), DataType.FLOAT32)));
    model
        .compile(activations, new SftLoss())
        .callWithGradients(
            "sft_gradients",
            manager,
            model.weights(),
            gradients,
            manager.create(ids, new Shape(rows.size(), width)),
            manager.create(positions.build().toArray()),
            manager.create(learnt),
            1.0 / learnt.length);
    return gradients;
  }

  static Map<String, Double> norms(Map<String, NDArray> gradients) {
    Map<String, Double> norms = new LinkedHashMap<>();
    gradients.forEach(
        (name, gradient) -> {
          double squares = 0;
          for (float element : gradient.toFloatArray()) {
            squares += (double) element * element;
          }
          norms.put(name, Math.sqrt(squares));
        });
    return norms;
  }

  private static long[] longs(JsonNode array) {
    return array.valueStream().mapToLong(JsonNode::asLong).toArray();
  }
}
