package dev.rlhf.trainer.generate;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.bench.BenchCase;
import dev.rlhf.trainer.bench.Workload;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.model.Transformer;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Continuations of a batch of prompts, sampled from the whole distribution; none ends early. */
public final class GenerationWorkload implements Workload {

  private final Transformer model;
  private final Generator generator;
  private final List<long[]> prompts;
  private final SamplingSettings settings;

  public GenerationWorkload(BenchCase given, int rows, NDManager manager) throws IOException {
    model = HuggingFaceFolder.open(given.model()).load(manager);
    generator = new Generator(model, Set.of());
    prompts = given.ids("prompts").subList(0, rows);
    settings = new SamplingSettings(given.number("new_tokens"), 1, 1, 1, 1);
  }

  @Override
  public void run() {
    generator.generate(prompts, settings);
  }

  @Override
  public void close() {
    model.close();
  }
}
