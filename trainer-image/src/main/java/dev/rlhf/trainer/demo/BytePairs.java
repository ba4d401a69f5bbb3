package dev.rlhf.trainer.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Learns the merges of a byte-level byte-pair encoding.
 *
 * @see <a href="https://arxiv.org/abs/1508.07909">Sennrich, Haddow and Birch 2016, algorithm 1</a>
 */
final class BytePairs {
  /** How the ByteLevel pre-tokenizer of Hugging Face's tokenizers parts words, which is GPT-2's. */
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** Two symbols that stand side by side and become one. */
  record Pair(String left, String right) {
    String merged() {
      return left + right;
    }
  }

  /** A word as symbols, and how often the corpus has it. */
  private record Word(List<String> symbols, long count) {

    Stream<Pair> pairs() {
      return Stream.iterate(1, i -> i < symbols.size(), i -> i + 1)
          .map(i -> new Pair(symbols.get(i - 1), symbols.get(i)));
    }

    Word merge(Pair pair) {
      List<String> merged = new ArrayList<>();
      for (int i = 0; i < symbols.size(); i++) {
        boolean here =
            i + 1 < symbols.size()
                && symbols.get(i).equals(pair.left())
                && symbols.get(i + 1).equals(pair.right());
        merged.add(here ? pair.merged() : symbols.get(i));
        i += here ? 1 : 0;
      }
      return new Word(merged, count);
    }
  }

  private BytePairs() {}

  /** At most that many merges, the most frequent pair first; fewer when the words are used up. */
  static List<Pair> learn(Stream<String> corpus, int limit) {
    List<Word> words = words(corpus);
    List<Pair> merges = new ArrayList<>();
    Optional<Pair> next = mostFrequent(words);
    while (merges.size() < limit && next.isPresent()) {
      Pair pair = next.get();
      merges.add(pair);
      words = words.stream().map(word -> word.merge(pair)).toList();
      next = mostFrequent(words);
    }
    return merges;
  }

  private static List<Word> words(Stream<String> corpus) {
    Map<String, Long> counts =
        corpus
            .flatMap(text -> WORD.matcher(text).results().map(MatchResult::group))
            .collect(Collectors.groupingBy(w -> w, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(word -> new Word(ByteAlphabet.spell(word.getKey()), word.getValue()))
        .toList();
  }

  private static Optional<Pair> mostFrequent(List<Word> words) {
    Map<Pair, Long> counts =
        words.stream()
            .flatMap(word -> word.pairs().map(pair -> Map.entry(pair, word.count())))
            .collect(Collectors.groupingBy(Map.Entry::getKey, sum()));
    Comparator<Map.Entry<Pair, Long>> order = Map.Entry.<Pair, Long>comparingByValue().reversed();
    return counts.entrySet().stream()
        .min(order.thenComparing(e -> e.getKey().left()).thenComparing(e -> e.getKey().right()))
        .map(Map.Entry::getKey);
  }

  private static Collector<Map.Entry<Pair, Long>, ?, Long> sum() {
    return Collectors.summingLong(Map.Entry::getValue);
  }
}
