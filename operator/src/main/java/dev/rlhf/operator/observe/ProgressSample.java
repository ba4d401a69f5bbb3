package dev.rlhf.operator.observe;

import dev.rlhf.contract.Progress;
import java.time.Instant;

/**
 * What a running pod said of itself.
 *
 * @param podUid which pod said so
 * @param at when
 */
public record ProgressSample(String podUid, Progress progress, Instant at) {}
