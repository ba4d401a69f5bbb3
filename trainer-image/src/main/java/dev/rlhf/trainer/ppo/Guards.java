package dev.rlhf.trainer.ppo;

import dev.rlhf.manifest.GuardAction;
import dev.rlhf.plan.GuardSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Which guards are due: those whose figure was out of bounds in as many iterations in a row. */
record Guards(List<GuardSettings> all) {

  /** A guard that is to act, by its place, and why. */
  record Due(int guard, GuardAction action, String why) {}

  /** What a guard made of an iteration: how many it has counted, and whether it is due. */
  record Count(List<Integer> streaks, List<Due> due) {}

  /**
   * Counts an iteration. A figure that it does not have is not counted; a guard that is due counts
   * anew.
   */
  Count count(List<Integer> before, Map<PpoFigure, Double> figures) {
    List<Integer> streaks = new ArrayList<>(before);
    List<Due> due = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      GuardSettings guard = all.get(i);
      Double value = figures.get(figure(guard));
      if (value != null) {
        int streak = isOut(guard, value) ? before.get(i) + 1 : 0;
        if (streak == guard.forSteps()) {
          due.add(new Due(i, guard.action(), why(guard, value)));
          streak = 0;
        }
        streaks.set(i, streak);
      }
    }
    return new Count(streaks, due);
  }

  /** Whether no guard that would do more than warn has begun to count. */
  boolean areQuiet(List<Integer> streaks) {
    return IntStream.range(0, all.size())
        .allMatch(i -> streaks.get(i) == 0 || all.get(i).action() == GuardAction.WARN);
  }

  /** Whether a state to go back to is needed. */
  boolean goBack() {
    return all.stream()
        .anyMatch(g -> g.action() == GuardAction.ROLLBACK || g.action() == GuardAction.STOP);
  }

  private static boolean isOut(GuardSettings guard, double value) {
    return guard.above() != null ? value > guard.above() : value < guard.below();
  }

  private static PpoFigure figure(GuardSettings guard) {
    return PpoFigure.valueOf(guard.metric().name());
  }

  private static String why(GuardSettings guard, double value) {
    return String.format(
        Locale.ROOT,
        "%s is %.4g, %s %s for %d %s",
        guard.metric().id(),
        value,
        guard.above() != null ? "above" : "below",
        guard.above() != null ? guard.above() : guard.below(),
        guard.forSteps(),
        guard.forSteps() == 1 ? "step" : "steps");
  }
}
