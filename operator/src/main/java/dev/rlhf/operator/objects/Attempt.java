package dev.rlhf.operator.objects;

import dev.rlhf.manifest.AttemptIntent;
import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.manifest.RLHFRunStatus;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.plan.Names;
import dev.rlhf.plan.StageConfig;
import java.util.List;
import java.util.Optional;

/**
 * One try at a stage.
 *
 * @param config what the manifest has the stage's process told by now: an earlier revision has the
 *     same inputs and parents, and other settings
 * @param configMap that holds what it is told
 * @param intent what was decided
 */
public record Attempt(RLHFRun run, StageConfig config, String configMap, AttemptIntent intent) {
  /** From 1. */
  public int number() {
    return intent.attempt();
  }

  /** The digest of what is in the config map. */
  public String configDigest() {
    return intent.configDigest();
  }

  /** The name of the attempt's Job, or of a Job that is there for it. */
  public String job(Role role) {
    String name = run.getMetadata().getName();
    return switch (role) {
      case TRAINER -> Names.job(name, config.stage(), number());
      case VERIFIER -> Names.verifyJob(name, config.stage(), number());
      case RESULT -> Names.resultJob(name, config.stage(), number());
    };
  }

  /** What was recorded of the attempt's stage; empty where nothing was. */
  Optional<StageStatus> recorded() {
    return Optional.ofNullable(run.getStatus()).map(RLHFRunStatus::stages).stream()
        .flatMap(List::stream)
        .filter(stage -> stage.name().equals(config.stage().id()))
        .findFirst();
  }
}
