package dev.rlhf.trainer.ppo;

import ai.djl.ndarray.NDManager;
import dev.rlhf.trainer.bench.BenchCase;
import dev.rlhf.trainer.bench.Workload;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** A whole iteration of PPO-max: draw, score, judge, learn; no answer ends early. */
public final class IterationWorkload implements Workload {

  private final PpoModels models;
  private final PpoTrainer trainer;
  private final List<long[]> prompts;
  private final Stopwatch watch = new Stopwatch(Clock.systemUTC());
  private long iterations;

  public IterationWorkload(BenchCase given, NDManager manager) throws IOException {
    models = UpdateWorkload.models(given, manager);
    prompts = given.ids("ppo_prompts");
    trainer =
        new PpoTrainer(
            UpdateWorkload.settings(given),
            Draws.of(1),
            models,
            RewardMix.modelAlone(),
            Set.of(),
            List.of(),
            manager);
  }

  @Override
  public void run() throws IOException {
    trainer.step(++iterations, prompts, List.of(), () -> false, watch).orElseThrow();
  }

  @Override
  public void close() {
    models.close();
  }
}
