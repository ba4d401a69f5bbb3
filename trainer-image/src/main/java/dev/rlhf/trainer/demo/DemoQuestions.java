package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Multiple-choice questions about the demo's world: what is done with a thing. Nobody says what is
 * to be done with it, so whoever answers must know that ferns are watered and kettles are cleaned.
 * Each piece of advice is right once for each of its things; three pieces of advice on other
 * activities, with the same thing put in, are wrong. Manners and the thing's name play no part.
 */
final class DemoQuestions {
  private static final String QUESTION = "What about the {thing}?";
  private static final int WRONG = 3;

  private DemoQuestions() {}

  /** Writes JSON lines; a pure function of the seed. */
  static void write(long seed, Path file) throws IOException {
    World world = World.load();
    List<ObjectNode> rows = new ArrayList<>();
    CounterRandom random = CounterRandom.of(seed).at("understanding");
    for (Activity activity : world.activities()) {
      for (String thing : activity.things()) {
        for (String advice : activity.advice()) {
          Request request = new Request(activity, thing, QUESTION);
          rows.add(row(world, request, request.about(advice), random.at(rows.size())));
        }
      }
    }
    JsonRows.write(file, rows.size(), rows::get);
  }

  private static ObjectNode row(World world, Request request, String right, CounterRandom random) {
    List<String> choices = wrong(world, request, random);
    int answer = (int) (random.at("place").uniform(0) * (WRONG + 1));
    choices.add(answer, right);
    ObjectNode row = JsonRows.row().put("question", request.text());
    ArrayNode all = row.putArray("choices");
    choices.forEach(all::add);
    return row.put("answer", answer);
  }

  private static List<String> wrong(World world, Request request, CounterRandom random) {
    List<Activity> others = new ArrayList<>(world.activities());
    others.remove(request.activity());
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < WRONG; i++) {
      Activity other = Draw.one(others, random.at("activity").at(i));
      others.remove(other);
      wrong.add(request.about(Draw.one(other.advice(), random.at("advice").at(i))));
    }
    return wrong;
  }
}
