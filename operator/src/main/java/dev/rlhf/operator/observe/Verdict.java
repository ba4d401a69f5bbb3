package dev.rlhf.operator.observe;

/**
 * What is to be said of a run as a whole.
 *
 * @param message for people; where somebody has to act, it says how
 */
public record Verdict(Reason reason, String message) {}
