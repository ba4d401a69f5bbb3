package dev.rlhf.trainer.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.SpecialTokens;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same figures as Hugging Face transformers, on folders that it wrote. */
class TransformersParityTest {

  private static final int NEW_TOKENS = 12;
  private static final double PENALTY = 1.3;

  private final NDManager manager = TorchRuntime.manager();

  static Stream<ParityCase> cases() throws IOException {
    return ParityCase.all();
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logProbabilitiesAreEqual(ParityCase fixture) throws IOException {
    List<float[]> scores = new Scorer(load(fixture)).score(fixture.tokens());

    for (int i = 0; i < scores.size(); i++) {
      double[] expected = fixture.rows().get(i).logProbs();
      for (int t = 0; t < expected.length; t++) {
        assertThat((double) scores.get(i)[t])
            .as("row %d, token %d", i, t)
            .isCloseTo(expected[t], within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void greedyContinuationsAreEqual(ParityCase fixture) throws IOException {
    assertThat(continuations(fixture, 1))
        .containsExactlyElementsOf(fixture.rows().stream().map(ParityCase.Row::greedy).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void continuationsWithARepetitionPenaltyAreEqual(ParityCase fixture) throws IOException {
    assertThat(continuations(fixture, PENALTY))
        .containsExactlyElementsOf(fixture.rows().stream().map(ParityCase.Row::penalised).toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aFolderThatWeWroteReadsBackEqual(ParityCase fixture, @TempDir Path target)
      throws IOException {
    HuggingFaceFolder folder = HuggingFaceFolder.open(fixture.folder());
    Transformer model = folder.load(manager);
    folder.write(model, target);
    HuggingFaceFolder written = HuggingFaceFolder.open(target);

    assertThat((Object) written.config().decoder()).isEqualTo(folder.config().decoder());
    Map<String, NDArray> again = written.load(manager).parameters();
    assertThat(again.keySet()).containsExactlyElementsOf(model.parameters().keySet());
    model
        .parameters()
        .forEach(
            (name, weight) ->
                assertThat(again.get(name).toFloatArray()).isEqualTo(weight.toFloatArray()));
  }

  @Test
  void textIsTokenizedAndDecodedAlike() throws IOException {
    ParityCase fixture = ParityCase.named("text");
    int vocabulary = HuggingFaceFolder.open(fixture.folder()).config().vocabSize();
    try (Tokenizer tokenizer = Tokenizer.open(fixture.folder(), vocabulary)) {
      for (ParityCase.Row row : fixture.rows()) {
        assertThat(tokenizer.encode(row.text())).containsExactly(row.tokens());
        assertThat(tokenizer.decode(row.greedy())).isEqualTo(row.answer());
      }
    }
  }

  @Test
  void theTokenizerIsCarriedOverByteByByte(@TempDir Path target) throws IOException {
    ParityCase fixture = ParityCase.named("text");
    HuggingFaceFolder folder = HuggingFaceFolder.open(fixture.folder());
    folder.write(folder.load(manager), target);

    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      assertThat(Files.mismatch(fixture.folder().resolve(name), target.resolve(name)))
          .isEqualTo(-1);
    }
  }

  private Transformer load(ParityCase fixture) throws IOException {
    return HuggingFaceFolder.open(fixture.folder()).load(manager);
  }

  private List<long[]> continuations(ParityCase fixture, double penalty) throws IOException {
    Generator generator =
        new Generator(load(fixture), SpecialTokens.read(fixture.folder()).endOfSequence());
    return generator.generate(fixture.tokens(), new SamplingSettings(NEW_TOKENS, 0, 1, penalty, 0));
  }
}
