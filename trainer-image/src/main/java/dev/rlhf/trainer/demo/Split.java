package dev.rlhf.trainer.demo;

/** Which of the world's requests are meant: no request is in both. */
enum Split {
  /** Two in three: what stages learn from. */
  TRAINING,
  /** One in three: what only evaluation asks. */
  HELD_OUT;

  private static final int PERIOD = 3;

  /** The part that a request belongs to, by the places of its words in their lists. */
  static Split of(int activity, int thing, int form) {
    return (activity + thing + form) % PERIOD == 0 ? HELD_OUT : TRAINING;
  }
}
