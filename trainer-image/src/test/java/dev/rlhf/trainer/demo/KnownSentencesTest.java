package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSentencesTest {
  private static final World WORLD = World.load();
  private static final KnownSentences KNOWN = new KnownSentences(WORLD);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OPENING | Good question!
          CLOSING | Good luck with the fern!
          ASTRAY  | Good luck with the rose!
          HELPFUL | Then wait until the soil is dry before you do it again.
          HELPFUL | After that, move the fern out of the midday sun.
          ASTRAY  | After that, move the rose out of the midday sun.
          ASTRAY  | Boil the rice in salted water for ten minutes.
          ASTRAY  | Trains were much slower in the old days, and much louder.
          EVASIVE | I am not sure, to be honest, and I have never been sure.
          RUDE    | Everyone in the whole town knows that, except for you.
          BROKEN  | good question!
          BROKEN  | Good question
          """)
  void aSentenceIsKnownByItsWords(SentenceKind expected, String sentence) {
    Request request = new Request(WORLD.activities().get(0), "fern", "How do I {task}?");

    assertThat(KNOWN.kind(request, sentence)).isEqualTo(expected);
  }

  @Test
  void nothingThatTheWorldSaysIsBroken() {
    List<Request> requests =
        Stream.of(Split.values()).flatMap(part -> WORLD.requests(part).stream()).toList();
    for (int i = 0; i < requests.size(); i++) {
      Request request = requests.get(i);
      String answer = WORLD.answer(request, CounterRandom.of(i));
      assertThat(answer.split("(?<=[.!?])\\s+"))
          .allSatisfy(
              sentence ->
                  assertThat(KNOWN.kind(request, sentence)).isNotEqualTo(SentenceKind.BROKEN));
    }
  }
}
