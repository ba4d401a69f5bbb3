package dev.rlhf.trainer.demo;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What people in the demo's world have written, without the marks of a dialogue: requests and
 * answers of mixed quality, as rows of text.
 */
final class DemoPretraining {
  static final int ROWS = 4096;

  private DemoPretraining() {}

  /** Writes JSON lines; a pure function of the seed. */
  static void write(long seed, Path file) throws IOException {
    World world = World.load();
    List<Request> requests = world.requests(Split.TRAINING);
    CounterRandom random = CounterRandom.of(seed).at("pretraining");
    JsonRows.write(
        file, ROWS, row -> JsonRows.row().put("text", text(world, requests, random.at(row))));
  }

  private static String text(World world, List<Request> requests, CounterRandom random) {
    Request request = Draw.one(requests, random.at("request"));
    return request.text() + " " + world.answer(request, random.at("answer"));
  }
}
