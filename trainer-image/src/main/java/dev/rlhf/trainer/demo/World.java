package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The small world that the demo's people live in; {@code world.yaml} has the words.
 *
 * @param requests forms of a request, with {@code {task}} in them
 * @param answer the parts of an answer by name, in order
 */
record World(List<String> requests, Map<String, AnswerPart> answer, List<Activity> activities) {

  static World load() {
    return load("world.yaml", World.class);
  }

  /** Reads a file of this package's resources. */
  static <T> T load(String file, Class<T> type) {
    try (InputStream words = World.class.getResourceAsStream(file)) {
      return new YAMLMapper().readValue(words, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All requests of one part, in a fixed order. */
  List<Request> requests(Split part) {
    List<Request> all = new ArrayList<>();
    for (int i = 0; i < activities.size(); i++) {
      Activity activity = activities.get(i);
      for (int j = 0; j < activity.things().size(); j++) {
        for (int k = 0; k < requests.size(); k++) {
          if (Split.of(i, j, k) == part) {
            all.add(new Request(activity, activity.things().get(j), requests.get(k)));
          }
        }
      }
    }
    return all;
  }

  /** An answer of mixed quality: the manner of each part is drawn on its own. */
  String answer(Request request, CounterRandom random) {
    return answer.entrySet().stream()
        .map(part -> sentence(part.getValue(), request, random.at(part.getKey())))
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String sentence(AnswerPart part, Request request, CounterRandom random) {
    return request.fill(part.sentence(random), random.at("help"));
  }

  /** Every sentence that anybody in this world can say. */
  Stream<String> sentences() {
    return activities.stream()
        .flatMap(activity -> activity.things().stream().flatMap(thing -> about(activity, thing)));
  }

  private Stream<String> about(Activity activity, String thing) {
    Stream<String> answers =
        answer.values().stream().flatMap(part -> part.sentences()).filter(World::isSaid);
    return Stream.of(requests.stream(), activity.help(), answers)
        .flatMap(sentences -> sentences)
        .map(sentence -> new Request(activity, thing, sentence).text());
  }

  /** Whether a part's sentence is one, and not empty or the place of an activity's own. */
  static boolean isSaid(String sentence) {
    return !sentence.isEmpty()
        && !sentence.contains("{advice}")
        && !sentence.contains("{afterwards}");
  }
}
