package dev.rlhf.trainer.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BytePairsTest {

  /** "ug" is met 3 times, then "hug" twice, then all pairs once: the first in order. */
  @Test
  void theMostFrequentPairIsMergedFirst() {
    assertThat(BytePairs.learn(Stream.of("hug", "pug", "hugs", "bun"), 3))
        .containsExactly(
            new BytePairs.Pair("u", "g"),
            new BytePairs.Pair("h", "ug"),
            new BytePairs.Pair("b", "u"));
  }

  @Test
  void mergesStayWithinWords() {
    assertThat(BytePairs.learn(Stream.of("a b a b"), 10))
        .containsExactly(new BytePairs.Pair("Ġ", "b"), new BytePairs.Pair("Ġ", "a"));
  }

  @Test
  void aPairThatOverlapsItselfIsMergedFromTheLeft() {
    assertThat(BytePairs.learn(Stream.of("aaa"), 2))
        .containsExactly(new BytePairs.Pair("a", "a"), new BytePairs.Pair("aa", "a"));
  }
}
