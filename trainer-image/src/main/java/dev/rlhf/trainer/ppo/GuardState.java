package dev.rlhf.trainer.ppo;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Where guards and validation are; part of each checkpoint, and never rolled back.
 *
 * @param streaks iterations in a row that each guard has counted
 * @param rollbacks of each guard
 * @param warnings of all guards
 * @param rateFactor what rollbacks multiply learning rates by, all together
 * @param klFactor what they multiply the KL coefficient by
 * @param good iteration of the last good checkpoint; null before there is one
 * @param best on held-out prompts; null before any was validated
 * @param acts what guards did, the last ones, oldest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record GuardState(
    List<Integer> streaks,
    List<Integer> rollbacks,
    int warnings,
    double rateFactor,
    double klFactor,
    Long good,
    BestStep best,
    List<GuardAct> acts) {

  private static final int REMEMBERED = 20;

  static GuardState begin(int guards) {
    List<Integer> none = Collections.nCopies(guards, 0);
    return new GuardState(none, none, 0, 1, 1, null, null, List.of());
  }

  GuardState withStreaks(List<Integer> now) {
    return new GuardState(now, rollbacks, warnings, rateFactor, klFactor, good, best, acts);
  }

  GuardState withGood(long step) {
    return new GuardState(streaks, rollbacks, warnings, rateFactor, klFactor, step, best, acts);
  }

  GuardState withBest(BestStep step) {
    return new GuardState(streaks, rollbacks, warnings, rateFactor, klFactor, good, step, acts);
  }

  GuardState warned(GuardAct act) {
    return new GuardState(
        streaks, rollbacks, warnings + 1, rateFactor, klFactor, good, best, with(act));
  }

  GuardState stopped(GuardAct act) {
    return new GuardState(
        streaks, rollbacks, warnings, rateFactor, klFactor, good, best, with(act));
  }

  /** After a rollback of one guard every guard counts anew. */
  GuardState rolledBack(int guard, double rate, double kl, GuardAct act) {
    List<Integer> counted = new ArrayList<>(rollbacks);
    counted.set(guard, counted.get(guard) + 1);
    return new GuardState(
        Collections.nCopies(streaks.size(), 0),
        counted,
        warnings,
        rateFactor * rate,
        klFactor * kl,
        good,
        best,
        with(act));
  }

  private List<GuardAct> with(GuardAct act) {
    List<GuardAct> all = new ArrayList<>(acts);
    all.add(act);
    return all.subList(Math.max(0, all.size() - REMEMBERED), all.size());
  }
}
