package dev.rlhf.trainer.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every sentence of an answer that the world knows, and what it is to whom. */
final class KnownSentences {
  private static final String POLITE = "polite";

  /**
   * One meaning of a sentence.
   *
   * @param activity that it is said of; null where it fits any
   * @param thing that it is said of; null where it fits any
   */
  private record Meaning(SentenceKind kind, Activity activity, String thing) {
    boolean fits(Request request) {
      return activity == null
          || activity.equals(request.activity()) && thing.equals(request.thing());
    }
  }

  private final Map<String, List<Meaning>> meanings = new HashMap<>();

  KnownSentences(World world) {
    for (Activity activity : world.activities()) {
      for (String thing : activity.things()) {
        Request request = new Request(activity, thing, "");
        world.answer().forEach((name, part) -> add(name, part, request));
        activity
            .help()
            .forEach(
                sentence -> add(request.about(sentence), SentenceKind.HELPFUL, activity, thing));
      }
    }
  }

  private void add(String partName, AnswerPart part, Request request) {
    part.manners()
        .forEach(
            (mannerName, manner) ->
                manner.sentences().stream()
                    .filter(World::isSaid)
                    .forEach(sentence -> add(sentence, kind(partName, mannerName), request)));
  }

  private void add(String sentence, SentenceKind kind, Request request) {
    boolean general = !sentence.contains("{thing}");
    add(
        request.about(sentence),
        kind,
        general ? null : request.activity(),
        general ? null : request.thing());
  }

  private void add(String text, SentenceKind kind, Activity activity, String thing) {
    meanings.computeIfAbsent(text, t -> new ArrayList<>()).add(new Meaning(kind, activity, thing));
  }

  private static SentenceKind kind(String part, String manner) {
    return SentenceKind.valueOf((manner.equals(POLITE) ? part : manner).toUpperCase(Locale.ROOT));
  }

  /** What a sentence is to the one who asked. */
  SentenceKind kind(Request request, String sentence) {
    List<Meaning> found = meanings.getOrDefault(sentence, List.of());
    if (found.isEmpty()) {
      return SentenceKind.BROKEN;
    }
    return found.stream()
        .filter(meaning -> meaning.fits(request))
        .findFirst()
        .map(Meaning::kind)
        .orElse(SentenceKind.ASTRAY);
  }
}
