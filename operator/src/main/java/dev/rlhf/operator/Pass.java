package dev.rlhf.operator;

import dev.rlhf.manifest.RLHFRun;
import dev.rlhf.operator.act.Findings;
import dev.rlhf.operator.act.Performer;
import dev.rlhf.operator.act.RecentView;
import dev.rlhf.operator.act.RejectedException;
import dev.rlhf.operator.decide.Decision;
import dev.rlhf.operator.decide.ExpiryDecision;
import dev.rlhf.operator.decide.RunDecision;
import dev.rlhf.operator.objects.TrainerPods;
import dev.rlhf.operator.observe.Observer;
import dev.rlhf.operator.observe.View;
import dev.rlhf.plan.InvalidManifestException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Observe, decide and act, until nothing is to be done for a run. */
public final class Pass {
  /** When to look anew after a deed; the pause keeps two operators from racing in circles. */
  public static final Duration SOON = Duration.ofMillis(50);

  /** More deeds than lie between any two events. */
  private static final int ENOUGH = 20;

  private final Performer performer;
  private final TrainerPods pods;
  private final Clock clock;

  public Pass(Performer performer, TrainerPods pods, Clock clock) {
    this.performer = performer;
    this.pods = pods;
    this.clock = clock;
  }

  /**
   * Does what is to be done for a run.
   *
   * <p>It is decided on the caches first, which costs nothing and mostly says that all is well. If
   * they ask for a deed, it is decided on what the API server says now, where that may be another
   * thing; and on nothing else once the API server contradicts. Nor are they believed where a run
   * waits for what they never hear of.
   *
   * @return when to come again, if nothing happens before
   */
  public Optional<Duration> over(View cached, View live) {
    if (decide(cached, Map.of()) instanceof Decision.Rest rest && !rest.untold()) {
      return rest.wake();
    }
    var recent = new Turn(new RecentView(cached, live));
    return recent.take() ? recent.wake : over(live);
  }

  private Optional<Duration> over(View live) {
    var turn = new Turn(live);
    return turn.take() ? turn.wake : Optional.of(SOON);
  }

  /**
   * What is decided on one look at the world.
   *
   * @param answers what the API server has said to what it was shown
   */
  private Decision decide(View view, Map<Decision, Optional<String>> answers) {
    Optional<RLHFRun> run = view.run();
    if (run.isEmpty()) {
      return new Decision.Rest(Optional.empty());
    }
    Instant now = clock.instant();
    if (RunDecision.isOver(run.get())) {
      return ExpiryDecision.of(run.get(), now);
    }
    try {
      return RunDecision.of(Observer.observe(run.get(), view, now), pods, answers);
    } catch (InvalidManifestException e) {
      return RunDecision.of(run.get(), e, now);
    }
  }

  /**
   * One deed after the other, each decided on what the one before has left behind.
   *
   * <p>A status is the log that deeds are done by, so it is written before any that cannot be done
   * twice, and at the end; not before those that only prepare, and so that it is seldom written.
   */
  private final class Turn {
    private final Findings found;
    private final Map<Decision, Optional<String>> answers = new HashMap<>();
    private final List<Decision.WriteStatus> unwritten = new ArrayList<>();
    private Optional<Duration> wake = Optional.of(SOON);
    private RLHFRun written;

    Turn(View view) {
      found = new Findings(view);
    }

    /** Goes on until all rests; false when the world has moved on meanwhile. */
    boolean take() {
      for (int deeds = 0; deeds < ENOUGH; deeds++) {
        Decision decision = decide(found, answers);
        if (decision instanceof Decision.Rest rest) {
          wake = rest.wake();
          return unwritten.isEmpty() || write();
        }
        if (decision instanceof Decision.WriteStatus status) {
          unwritten.add(status);
          found.add(status.written());
        } else if (unwritten.isEmpty() || decision.isPreparation()) {
          if (!act(decision)) {
            return false;
          }
        } else if (!write()) {
          return false;
        }
      }
      return unwritten.isEmpty() || write();
    }

    private boolean write() {
      Optional<RLHFRun> now = performer.write(unwritten);
      now.ifPresent(found::add);
      written = now.orElse(null);
      unwritten.clear();
      return now.isPresent();
    }

    /** What the API server refuses is said of its stage, and does not keep another one waiting. */
    private boolean act(Decision decision) {
      try {
        Optional<HasMetadata> now =
            decision instanceof Decision.CreateJob job
                ? performer.perform(job, written)
                : performer.perform(decision);
        if (decision instanceof Decision.TryJob) {
          answers.put(decision, Optional.empty());
        } else {
          now.ifPresent(found::add);
        }
        return now.isPresent();
      } catch (RejectedException e) {
        answers.put(decision, Optional.of(e.getMessage()));
        return true;
      }
    }
  }
}
