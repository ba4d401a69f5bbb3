package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Pairs of answers, labelled by the hidden rule as people would: P(a is preferred to b) =
 * sigma((gold a - gold b) / 0.15).
 *
 * @param part of the requests
 * @param rows how many pairs
 * @param shuffled whether labels are drawn by a coin instead: a control, from which nothing can be
 *     learnt
 */
record DemoPreferences(Split part, int rows, boolean shuffled) {
  private static final double NOISE = 0.15;

  void write(long seed, Path file) throws IOException {
    World world = World.load();
    Gold gold = new Gold(world);
    List<Request> requests = world.requests(part);
    CounterRandom random = CounterRandom.of(seed).at("preferences").at(part.name());
    JsonRows.write(file, rows, row -> row(world, gold, requests, random.at(row)));
  }

  private ObjectNode row(World world, Gold gold, List<Request> requests, CounterRandom random) {
    Request request = Draw.one(requests, random.at("request"));
    String first = world.answer(request, random.at("first"));
    String second = first;
    for (int attempt = 0; second.equals(first); attempt++) {
      second = world.answer(request, random.at("second").at(attempt));
    }
    double margin = gold.score(request, first, true) - gold.score(request, second, true);
    double firstWins = shuffled ? 0.5 : 1 / (1 + Math.exp(-margin / NOISE));
    boolean kept = random.at("label").uniform(0) < firstWins;
    return JsonRows.row()
        .put("prompt", request.text())
        .put("chosen", kept ? first : second)
        .put("rejected", kept ? second : first);
  }
}
