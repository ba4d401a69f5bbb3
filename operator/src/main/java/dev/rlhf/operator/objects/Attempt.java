package dev.rlhf.operator.objects;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.StageConfig;

/**
 * One try at a stage.
 *
 * @param config what the stage's process is told
 * @param configMap that holds it
 * @param configDigest of what is in there
 * @param number from 1
 */
public record Attempt(
    RLHFRun run, StageConfig config, String configMap, String configDigest, int number) {
  /** The name of the attempt's Job, or of a Job that is there for it. */
  public String job(Role role) {
    String name = run.getMetadata().getName();
    return switch (role) {
      case TRAINER -> Names.job(name, config.stage(), number);
      case VERIFIER -> Names.verifyJob(name, config.stage(), number);
      case RESULT -> Names.resultJob(name, config.stage(), number);
    };
  }
}
