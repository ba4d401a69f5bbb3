package dev.rlhf.trainer.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Dialogues of the demo's world, as rows of messages. */
final class Demonstrations {
  static final int ROWS = 4096;

  private static final ObjectMapper JSON = new ObjectMapper();

  private Demonstrations() {}

  /** Writes JSON lines; a pure function of the seed. */
  static void write(long seed, Path file) throws IOException {
    World world = World.load();
    CounterRandom random = CounterRandom.of(seed).at("demonstrations");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int row = 0; row < ROWS; row++) {
        out.write(row(world, random.at(row)));
        out.write('\n');
      }
    }
  }

  private static String row(World world, CounterRandom random) throws IOException {
    Request request = world.request(random.at("request"));
    ObjectNode row = JSON.createObjectNode();
    row.putArray("messages")
        .add(message("user", request.text()))
        .add(message("assistant", world.answer(request, random.at("answer"))));
    return JSON.writeValueAsString(row);
  }

  private static ObjectNode message(String role, String content) {
    return JSON.createObjectNode().put("role", role).put("content", content);
  }
}
