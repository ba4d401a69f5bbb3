package dev.rlhf.trainer.demo;

import dev.rlhf.trainer.InvalidInputException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The hidden rule of what a good answer is: help with what was asked, politely begun and ended,
 * nothing rude, empty or repeated. Preferences are labelled by it, and evaluation measures it;
 * training never sees it.
 */
public final class Gold {
  private static final int HELP_THAT_COUNTS = 2;
  private static final int SENTENCES_THAT_ARE_ENOUGH = 5;

  private final GoldPoints points = GoldPoints.load();
  private final KnownSentences known;
  private final Map<String, Request> requests;

  /** The rule of the demo's world, the same for every seed. */
  public Gold() {
    this(World.load());
  }

  Gold(World world) {
    known = new KnownSentences(world);
    requests =
        Stream.of(Split.values())
            .flatMap(part -> world.requests(part).stream())
            .collect(Collectors.toMap(Request::text, Function.identity()));
  }

  /**
   * The score of an answer, from 0 to 1.
   *
   * @param request what was asked
   * @param ended whether the answer has an end
   * @throws InvalidInputException when nobody in the demo's world asks that
   */
  public double score(String request, String answer, boolean ended) {
    Request asked = requests.get(request);
    if (asked == null) {
      throw new InvalidInputException(
          "demo://gold judges answers to demo://prompts and demo://held-out-prompts, not to '%s'"
              .formatted(request));
    }
    return score(asked, answer, ended);
  }

  double score(Request request, String answer, boolean ended) {
    List<String> said = sentences(answer);
    List<SentenceKind> kinds = said.stream().map(s -> known.kind(request, s)).toList();
    double sum = help(said, kinds) + manners(kinds) + faults(kinds) + (ended ? 0 : points.cut());
    long repeated = said.size() - new HashSet<>(said).size();
    int beyond = Math.max(0, said.size() - SENTENCES_THAT_ARE_ENOUGH);
    return Math.max(0, Math.min(1, sum + points.again() * repeated + points.longer() * beyond));
  }

  private static List<String> sentences(String answer) {
    return Stream.of(answer.strip().split("(?<=[.!?])\\s+")).filter(s -> !s.isEmpty()).toList();
  }

  private double help(List<String> said, List<SentenceKind> kinds) {
    long different =
        IntStream.range(0, said.size())
            .filter(i -> kinds.get(i) == SentenceKind.HELPFUL)
            .mapToObj(said::get)
            .distinct()
            .count();
    return points.helpful() * Math.min(HELP_THAT_COUNTS, different);
  }

  private double manners(List<SentenceKind> kinds) {
    int last = kinds.size() - 1;
    double sum = 0;
    for (int i = 0; i <= last; i++) {
      if (kinds.get(i) == SentenceKind.OPENING) {
        sum += i == 0 ? points.opening() : points.misplaced();
      } else if (kinds.get(i) == SentenceKind.CLOSING) {
        sum += i < last ? points.misplaced() : i > 0 ? points.closing() : 0;
      }
    }
    return sum;
  }

  private double faults(List<SentenceKind> kinds) {
    return kinds.stream()
        .mapToDouble(
            kind ->
                switch (kind) {
                  case RUDE -> points.rude();
                  case EVASIVE -> points.evasive();
                  case ASTRAY -> points.astray();
                  case BROKEN -> points.broken();
                  case OPENING, CLOSING, HELPFUL -> 0;
                })
        .sum();
  }
}
