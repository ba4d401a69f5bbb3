package dev.rlhf.trainer.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rlhf.trainer.InvalidInputException;
import dev.rlhf.trainer.data.EncodedPrompt;
import dev.rlhf.trainer.data.Prompts;
import dev.rlhf.trainer.demo.DemoSources;
import dev.rlhf.trainer.demo.Gold;
import dev.rlhf.trainer.tokens.Message;
import dev.rlhf.trainer.tokens.Prompt;
import dev.rlhf.trainer.tokens.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldScorerTest {
  private static final Gold GOLD = new Gold();
  private static final AnswerScorer SCORER = new GoldScorer("gold", GOLD);
  private static final String POLITE = "Good question!";

  @TempDir private Path folder;

  @Test
  void judgesWhatWasSaidToTheLastTurnAndWhetherItEnded() throws IOException {
    Prompt asked = heldOut();
    String request = asked.messages().get(asked.messages().size() - 1).content();
    List<Message> turns = new ArrayList<>(List.of(new Message(Role.SYSTEM, "Be kind.")));
    turns.addAll(asked.messages());
    Prompt longer = new Prompt(turns);

    double[] scores =
        SCORER.scores(List.of(answer(asked, true), answer(asked, false), answer(longer, true)));

    double whole = GOLD.score(request, POLITE, true);
    assertThat(scores).containsExactly(whole, GOLD.score(request, POLITE, false), whole);
    assertThat(whole).isPositive();
    assertThat(scores[1]).isLessThan(whole);
  }

  @Test
  void refusesPromptsOfAnotherWorld() throws IOException {
    SCORER.require(List.of(encoded(heldOut())), 8);

    assertThatThrownBy(() -> SCORER.require(List.of(encoded(Answers.PROMPT)), 8))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith("not to 'Is rain wet?'");
  }

  private static EncodedPrompt encoded(Prompt prompt) {
    return new EncodedPrompt(prompt, new long[] {3});
  }

  private static Answer answer(Prompt prompt, boolean ended) {
    return new Answer(prompt, new long[] {3}, new long[] {9}, POLITE, ended);
  }

  private Prompt heldOut() throws IOException {
    Path rows = DemoSources.make("held-out-prompts", 1, folder);
    return Prompts.read(rows, prompt -> new long[] {3}, 1).rows().get(0).prompt();
  }
}
