package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.manifest.ChatFormat;
import dev.rlhf.trainer.data.EncodedQuestion;
import dev.rlhf.trainer.data.HeldOutTexts;
import dev.rlhf.trainer.data.Questions;
import dev.rlhf.trainer.generate.Scorer;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.DialogueEncoder;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plain transformers implementation says: e2e/interop/eval_fixture.py. */
class CostParityTest {
  static final Path RESOURCES = Path.of("src/test/resources/eval");
  private static final double TOLERANCE = 2e-4;

  private final NDManager manager = TorchRuntime.manager();
  private Tokenizer tokenizer;
  private Scorer model;
  private JsonNode expected;

  @BeforeEach
  void open() throws IOException {
    tokenizer = SftFixture.tokenizer();
    model = new Scorer(HuggingFaceFolder.open(SftFixture.MODEL).load(manager));
    expected = new ObjectMapper().readTree(RESOURCES.resolve("expected.json").toFile());
  }

  @AfterEach
  void close() {
    tokenizer.close();
    manager.close();
  }

  @ParameterizedTest
  @EnumSource
  void choicesAreAsLikelyAndTheSameOnesAreTaken(ChatFormat format) throws IOException {
    DialogueEncoder encoder =
        DialogueEncoder.of(SftFixture.MODEL, tokenizer, format, Integer.MAX_VALUE);
    List<EncodedQuestion> questions =
        Questions.read(RESOURCES.resolve("questions.jsonl"), encoder::encode, 256).rows();
    JsonNode reference =
        expected.get(format == ChatFormat.TOKENIZER ? "tokenizer" : "human-assistant");

    List<double[]> logProbs = ChoiceAnswers.logProbs(questions, model);

    for (int row = 0; row < questions.size(); row++) {
      assertThat(logProbs.get(row))
          .containsExactly(numbers(reference.get("logProbs").get(row)), within(TOLERANCE));
    }
    ChoiceAnswers answers = ChoiceAnswers.of(questions, model);
    assertThat(answers.bySum()).containsExactly(ones(reference.get("bySum")));
    assertThat(answers.byLength()).containsExactly(ones(reference.get("byLength")));
  }

  @Test
  void textsAreAsLikelyWindowByWindow() throws IOException {
    List<long[]> texts =
        HeldOutTexts.read(RESOURCES.resolve("texts.jsonl"), tokenizer::encode).rows();

    TextLogProbs found = TextLogProbs.ofWindows(texts, model, expected.get("window").asInt());

    JsonNode reference = expected.get("texts");
    assertThat(found.negated()).containsExactly(numbers(reference.get("losses")), within(1e-3));
    for (int text = 0; text < texts.size(); text++) {
      assertThat(found.tokens()[text]).isEqualTo(reference.get("tokens").get(text).asInt());
    }
    assertThat(found.allTokens()).isGreaterThan(10 * texts.size());
  }

  private static double[] numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static double[] ones(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .mapToDouble(right -> right.asBoolean() ? 1 : 0)
        .toArray();
  }
}
