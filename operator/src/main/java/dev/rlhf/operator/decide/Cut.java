package dev.rlhf.operator.decide;

import dev.rlhf.operator.observe.EndReason;

/**
 * That the operator ends an attempt by itself, or lets none begin.
 *
 * @param words for people
 */
record Cut(EndReason reason, String words) {}
