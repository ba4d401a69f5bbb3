package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rlhf.trainer.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers to one request, scored by hand. */
class GoldTest {
  private static final String REQUEST = "How do I water the fern?";
  private static final Gold GOLD = new Gold();

  private static final String SURE = "Sure, that is easy to do.";
  private static final String CUP = "Give the fern a cup of water each morning.";
  private static final String SUN = "After that, move the fern out of the midday sun.";
  private static final String HOPE = "I hope that helps.";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.0 | Sure, that is easy to do. Give the fern a cup of water each morning. After that, move the fern out of the midday sun. Good luck with the fern!
          0.8 | Give the fern a cup of water each morning. Then wait until the soil is dry before you do it again. I hope that helps.
          0.7 | Thank you for asking. Give the fern a cup of water each morning. Let me know how it goes!
          0.3 | Pour water slowly until the soil under the fern is damp.
          0.1 | What a silly question, nobody with any sense would ask me that. Give the fern a cup of water each morning.
          0.3 | Good question! It depends on this and that, and on a few other things too. I hope that helps.
          0.1 | Good question! Trains were much slower in the old days, and much louder.
          0.0 | Now leave me alone, I have better things to do than this.
          """)
  void whatPeopleSayIsScored(double expected, String answer) {
    assertThat(score(answer)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void sayingItAgainDoesNotPay() {
    assertThat(score(CUP + " " + CUP)).isCloseTo(0.1, within(1e-9));
    assertThat(score((CUP + " ").repeat(8))).isZero();
  }

  @Test
  void aThirdHelpfulSentenceEarnsNothing() {
    String two = CUP + " " + SUN;
    String three = two + " Pour water slowly until the soil under the fern is damp.";

    assertThat(score(two)).isCloseTo(0.6, within(1e-9));
    assertThat(score(three)).isCloseTo(0.6, within(1e-9));
  }

  @Test
  void politenessAloneIsWorthLittle() {
    assertThat(score(SURE + " " + HOPE)).isCloseTo(0.4, within(1e-9));
    assertThat(score(SURE + " Good question! Thank you for asking. " + HOPE))
        .as("two openings stand where none belongs")
        .isCloseTo(0.2, within(1e-9));
    assertThat(score(HOPE)).as("nothing is closed").isZero();
  }

  @Test
  void adviceOnAnotherThingIsAstray() {
    assertThat(score(SURE + " Give the rose a cup of water each morning. " + HOPE))
        .isCloseTo(0.3, within(1e-9));
    assertThat(score(SURE + " Boil the rice in salted water for ten minutes. " + HOPE))
        .isCloseTo(0.3, within(1e-9));
    assertThat(score(CUP + " Good luck with the rose!")).isCloseTo(0.2, within(1e-9));
  }

  @Test
  void wordsOfOnesOwnAndHalfSentencesAreBroken() {
    assertThat(score(SURE + " Fern fern water good. " + HOPE)).isCloseTo(0.2, within(1e-9));
    assertThat(score(SURE + " Give the fern a cup of")).isZero();
    assertThat(score("")).isZero();
  }

  @Test
  void eachSentenceBeyondTheFifthCosts() {
    String five =
        SURE
            + " "
            + CUP
            + " "
            + SUN
            + " Then wait until the soil is dry before you do it again."
            + " Pour water slowly until the soil under the fern is damp.";

    assertThat(score(five)).isCloseTo(0.8, within(1e-9));
    assertThat(score(five + " " + HOPE)).isCloseTo(0.9, within(1e-9));
  }

  @Test
  void anAnswerWithoutAnEndLosesPoints() {
    assertThat(GOLD.score(REQUEST, CUP, false)).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void aRequestOfAnotherWorldIsRefused() {
    assertThatThrownBy(() -> GOLD.score("How do I water the whale?", CUP, true))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("demo://prompts and demo://held-out-prompts")
        .hasMessageContaining("How do I water the whale?");
  }

  private static double score(String answer) {
    return GOLD.score(REQUEST, answer, true);
  }
}
