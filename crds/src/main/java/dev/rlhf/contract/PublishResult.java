package dev.rlhf.contract;

/**
 * How publishing ended: the termination message of its pod.
 *
 * @param outcome how it ended
 * @param message one sentence for people; what to do, where the outcome is not {@code DONE}
 * @param checkpoint digest of the checkpoint that was to be published
 */
public record PublishResult(ExitCode outcome, String message, String checkpoint)
    implements ProcessResult {}
