package dev.rlhf.trainer.demo;

/** What a sentence of an answer is worth to the one who asked. */
enum SentenceKind {
  /** A polite beginning. */
  OPENING,
  /** A polite end. */
  CLOSING,
  /** Helps with what was asked. */
  HELPFUL,
  RUDE,
  EVASIVE,
  /** Speaks of something else; good advice on another matter, too. */
  ASTRAY,
  /** Nothing that anybody in this world would say. */
  BROKEN
}
