package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A part of an answer, such as its opening.
 *
 * @param manners in which it may be said, by name
 */
record AnswerPart(Map<String, Manner> manners) {

  /**
   * A way to say it.
   *
   * @param weight how often it is drawn, relative to the part's other manners
   * @param sentences any of which says it; an empty one says nothing
   */
  record Manner(int weight, List<String> sentences) {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  AnswerPart {}

  String sentence(CounterRandom random) {
    int total = manners.values().stream().mapToInt(Manner::weight).sum();
    double left = random.at("manner").uniform(0) * total;
    for (Manner manner : manners.values()) {
      left -= manner.weight();
      if (left < 0) {
        return Draw.one(manner.sentences(), random.at("sentence"));
      }
    }
    throw new IllegalStateException("a uniform number is less than 1");
  }

  Stream<String> sentences() {
    return manners.values().stream().flatMap(manner -> manner.sentences().stream());
  }
}
