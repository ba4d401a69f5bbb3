package dev.rlhf.operator;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.act.Performer;
import dev.rlhf.operator.act.RejectedException;
import dev.rlhf.operator.decide.Decision;
import dev.rlhf.operator.decide.ExpiryDecision;
import dev.rlhf.operator.decide.RunDecision;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.Observation;
import dev.rlhf.operator.observe.Observer;
import dev.rlhf.operator.observe.View;
import dev.rlhf.plan.InvalidManifestException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Once through observe, decide and act. */
public final class Pass {
  /** After a deed, all is looked at anew; the pause keeps two operators from racing in circles. */
  public static final Duration SOON = Duration.ofMillis(50);

  private final Performer performer;
  private final TrainerPods pods;
  private final Clock clock;

  public Pass(Performer performer, TrainerPods pods, Clock clock) {
    this.performer = performer;
    this.pods = pods;
    this.clock = clock;
  }

  /**
   * Does the next thing for a run, if there is one.
   *
   * <p>It is decided twice: on the caches, which costs nothing and mostly says that all is well;
   * and, if they ask for a deed, on the API server, which is what counts.
   *
   * @return when to come again, if nothing happens before
   */
  public Optional<Duration> over(View cached, View live) {
    if (decisions(cached).apply(Map.of()) instanceof Decision.Rest rest) {
      return rest.wake();
    }
    return perform(decisions(live), new HashMap<>());
  }

  /** What the API server refuses is said of its stage, and does not keep another one waiting. */
  private Optional<Duration> perform(
      Function<Map<Decision, Optional<String>>, Decision> decisions,
      Map<Decision, Optional<String>> answers) {
    Decision decision = decisions.apply(answers);
    if (decision instanceof Decision.Rest rest) {
      return rest.wake();
    }
    try {
      performer.perform(decision);
      if (!(decision instanceof Decision.TryJob)) {
        return Optional.of(SOON);
      }
      answers.put(decision, Optional.empty());
    } catch (RejectedException e) {
      if (decision instanceof Decision.WriteStatus) {
        throw e;
      }
      answers.put(decision, Optional.of(e.getMessage()));
    }
    return perform(decisions, answers);
  }

  /** What is decided on one look at the world, by what the API server says to it. */
  private Function<Map<Decision, Optional<String>>, Decision> decisions(View view) {
    Optional<RLHFRun> run = view.run();
    if (run.isEmpty()) {
      return answers -> new Decision.Rest(Optional.empty());
    }
    Instant now = clock.instant();
    if (RunDecision.isOver(run.get())) {
      return answers -> ExpiryDecision.of(run.get(), now);
    }
    try {
      Observation observation = Observer.observe(run.get(), view, now);
      return answers -> RunDecision.of(observation, pods, answers);
    } catch (InvalidManifestException e) {
      return answers -> RunDecision.of(run.get(), e, now);
    }
  }
}
