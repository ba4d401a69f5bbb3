package dev.rlhf.operator;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.act.Performer;
import dev.rlhf.operator.act.RejectedException;
import dev.rlhf.operator.decide.Decision;
import dev.rlhf.operator.decide.RunDecision;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.Observer;
import dev.rlhf.operator.observe.View;
import dev.rlhf.plan.InvalidManifestException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
    if (decide(cached) instanceof Decision.Rest rest) {
      return rest.wake();
    }
    Optional<RLHFRun> run = live.run();
    return run.isEmpty() ? Optional.empty() : perform(run.get(), decide(run.get(), live));
  }

  private Optional<Duration> perform(RLHFRun run, Decision decision) {
    if (decision instanceof Decision.Rest rest) {
      return rest.wake();
    }
    try {
      performer.perform(decision);
      return Optional.of(SOON);
    } catch (RejectedException e) {
      Decision said = RunDecision.rejected(run, e.getMessage(), clock.instant());
      performer.perform(said);
      return Optional.of(RunDecision.LOOK_AGAIN);
    }
  }

  private Decision decide(View view) {
    return view.run()
        .map(run -> decide(run, view))
        .orElseGet(() -> new Decision.Rest(Optional.empty()));
  }

  private Decision decide(RLHFRun run, View view) {
    Instant now = clock.instant();
    if (RunDecision.isOver(run)) {
      return new Decision.Rest(Optional.empty());
    }
    try {
      return RunDecision.of(Observer.observe(run, view, now), pods);
    } catch (InvalidManifestException e) {
      return RunDecision.of(run, e, now);
    }
  }
}
