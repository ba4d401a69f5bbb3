package dev.rlhf.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rlhf.plan.OptimizerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What both sides of a benchmark compute on, as e2e/bench/run wrote it: models, ids, sizes. */
public record BenchCase(JsonNode json) {

  public static BenchCase read(Path file) throws IOException {
    return new BenchCase(new ObjectMapper().readTree(file.toFile()));
  }

  /** The folder of the language model. */
  public Path model() {
    return Path.of(json.get("model").asText());
  }

  /** The folder of the reward model. */
  public Path reward() {
    return Path.of(json.get("reward").asText());
  }

  /** An empty folder to write to. */
  public Path scratch() {
    return Path.of(json.get("scratch").asText());
  }

  public int number(String name) {
    return json.get(name).intValue();
  }

  public double learningRate() {
    return json.get("learning_rate").doubleValue();
  }

  /** Of every optimizer: the same constants for both sides. */
  public OptimizerSettings optimizer() {
    return new OptimizerSettings(0, 1, 0.01, 0.9, 0.999, 1e-8, 1);
  }

  /** Lists of token ids. */
  public List<long[]> ids(String name) {
    List<long[]> lists = new ArrayList<>();
    for (JsonNode list : json.get(name)) {
      lists.add(
          StreamSupport.stream(list.spliterator(), false).mapToLong(JsonNode::longValue).toArray());
    }
    return lists;
  }
}
