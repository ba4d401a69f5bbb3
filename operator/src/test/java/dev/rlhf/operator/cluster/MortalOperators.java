package dev.rlhf.operator.cluster;

/** Operators of which each is killed after its first write, and the next one goes on. */
record MortalOperators(Cluster cluster, TestClock clock, History history) {
  private static final String RUN = "quick";

  /**
   * Reconciles until all rests.
   *
   * @return how many have died
   */
  int settle() {
    for (int deaths = 0; ; deaths++) {
      try {
        new Operator(cluster, clock, new Faults(1)).settle(RUN);
        history.look();
        return deaths;
      } catch (Faults.Killed e) {
        history.look();
      }
    }
  }
}
