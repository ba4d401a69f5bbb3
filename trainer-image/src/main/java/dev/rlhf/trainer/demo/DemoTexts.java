package dev.rlhf.trainer.demo;

import dev.rlhf.trainer.tensor.CounterRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What people in the demo's world say, as plain texts: each held-out request and an answer of mixed
 * quality to it, as the chat template of {@code demo://model} writes them.
 */
final class DemoTexts {
  private DemoTexts() {}

  /** Writes JSON lines; a pure function of the seed. */
  static void write(long seed, Path file) throws IOException {
    World world = World.load();
    List<Request> requests = world.requests(Split.HELD_OUT);
    CounterRandom random = CounterRandom.of(seed).at("texts");
    JsonRows.write(
        file,
        requests.size(),
        row ->
            JsonRows.row()
                .put(
                    "text",
                    text(requests.get(row), world.answer(requests.get(row), random.at(row)))));
  }

  private static String text(Request request, String answer) {
    return "<|user|>" + request.text() + "<|assistant|>" + answer + DemoTokenizer.END;
  }
}
