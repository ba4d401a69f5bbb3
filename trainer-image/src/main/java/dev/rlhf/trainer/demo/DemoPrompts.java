package dev.rlhf.trainer.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** All requests of one part, as rows of prompts; the same for every seed. */
record DemoPrompts(Split part) {

  void write(long seed, Path file) throws IOException {
    List<Request> requests = World.load().requests(part);
    JsonRows.write(
        file, requests.size(), row -> JsonRows.row().put("prompt", requests.get(row).text()));
  }
}
