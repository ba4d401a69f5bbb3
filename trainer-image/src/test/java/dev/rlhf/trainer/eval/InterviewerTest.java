package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.rlhf.plan.EvalSettings;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import dev.rlhf.trainer.sft.SftFixture;
import dev.rlhf.trainer.tensor.TorchRuntime;
import dev.rlhf.trainer.tokens.Tokenizer;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InterviewerTest {
  private static final EvalSettings SETTINGS = new EvalSettings(9, 6, 0.8, 1, 1, List.of());
  private static final EncodedPrompt PROMPT =
      new EncodedPrompt(Answers.PROMPT, new long[] {40, 41, 42});

  @Test
  void anAnswerEndsWhereTheModelEndsItOrAtTheBound() throws IOException {
    // Every fifth id ends an answer, so that some of these end before the bound.
    Set<Long> end = LongStream.range(0, 60).map(id -> 5 * id).boxed().collect(Collectors.toSet());
    try (NDManager manager = TorchRuntime.manager();
        Transformer model = HuggingFaceFolder.open(SftFixture.MODEL).load(manager);
        Tokenizer tokenizer = SftFixture.tokenizer()) {
      List<EncodedPrompt> prompts = IntStream.range(0, 60).mapToObj(i -> PROMPT).toList();

      List<Answer> answers =
          new Interviewer(prompts, SETTINGS, tokenizer, end, 1).ask(model, () -> false);

      assertThat(answers).hasSize(60).extracting(Answer::ended).contains(true, false);
      for (Answer answer : answers) {
        long[] ids = answer.ids();
        assertThat(answer.ended()).isEqualTo(ids[ids.length - 1] % 5 == 0);
        assertThat(answer.ended() || ids.length == 6).isTrue();
        assertThat(answer.text()).isEqualTo(tokenizer.decode(ids).strip());
        assertThat(answer.sequence()).startsWith(40, 41, 42).endsWith(ids);
      }
    }
  }

  @Test
  void everyModelIsAskedWithTheSameDraws() throws IOException {
    try (NDManager manager = TorchRuntime.manager();
        Transformer model = HuggingFaceFolder.open(SftFixture.MODEL).load(manager);
        Transformer twin = HuggingFaceFolder.open(SftFixture.MODEL).load(manager);
        Tokenizer tokenizer = SftFixture.tokenizer()) {
      List<EncodedPrompt> prompts = List.of(PROMPT, PROMPT);
      Interviewer interviewer = new Interviewer(prompts, SETTINGS, tokenizer, Set.of(2L), 1);

      List<Answer> one = interviewer.ask(model, () -> false);

      assertThat(interviewer.ask(twin, () -> false))
          .usingRecursiveFieldByFieldElementComparator()
          .isEqualTo(one);
      assertThat(one.get(0).ids())
          .as("each prompt has draws of its own")
          .isNotEqualTo(one.get(1).ids());
    }
  }
}
