package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
    try (InputStream words = World.class.getResourceAsStream("world.yaml")) {
      return new YAMLMapper().readValue(words, World.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of all possible requests, each as likely as any other of its activity. */
  Request request(CounterRandom random) {
    Activity activity = Draw.one(activities, random.at("activity"));
    return new Request(
        activity,
        Draw.one(activity.things(), random.at("thing")),
        Draw.one(requests, random.at("form")));
  }

  /** An answer of mixed quality: the manner of each part is drawn on its own. */
  String answer(Request request, CounterRandom random) {
    return answer.entrySet().stream()
        .map(part -> part.getValue().sentence(random.at(part.getKey())))
        .filter(sentence -> !sentence.isEmpty())
        .map(sentence -> request.fill(sentence, random.at("advice")))
        .collect(Collectors.joining(" "));
  }

  /** Every sentence that anybody in this world can say. */
  Stream<String> sentences() {
    return activities.stream()
        .flatMap(activity -> activity.things().stream().flatMap(thing -> about(activity, thing)));
  }

  private Stream<String> about(Activity activity, String thing) {
    Stream<String> answers =
        answer.values().stream().flatMap(part -> part.sentences()).filter(s -> !s.isEmpty());
    return Stream.of(requests.stream(), activity.advice().stream(), answers)
        .flatMap(sentences -> sentences)
        .filter(sentence -> !sentence.contains("{advice}"))
        .map(sentence -> new Request(activity, thing, sentence).text());
  }
}
