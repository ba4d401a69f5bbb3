package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Dialogues of the demo's world, as rows of messages. */
final class Demonstrations {
  static final int ROWS = 4096;

  private Demonstrations() {}

  /** Writes JSON lines; a pure function of the seed. */
  static void write(long seed, Path file) throws IOException {
    World world = World.load();
    List<Request> requests = world.requests(Split.TRAINING);
    CounterRandom random = CounterRandom.of(seed).at("demonstrations");
    JsonRows.write(file, ROWS, row -> row(world, requests, random.at(row)));
  }

  private static ObjectNode row(World world, List<Request> requests, CounterRandom random) {
    Request request = Draw.one(requests, random.at("request"));
    ObjectNode row = JsonRows.row();
    row.putArray("messages")
        .add(message("user", request.text()))
        .add(message("assistant", world.answer(request, random.at("answer"))));
    return row;
  }

  private static ObjectNode message(String role, String content) {
    return JsonRows.row().put("role", role).put("content", content);
  }
}
