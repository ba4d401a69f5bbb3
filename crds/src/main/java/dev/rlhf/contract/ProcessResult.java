package dev.rlhf.contract;

/** How a pod's process ended: what its termination message holds. */
public sealed interface ProcessResult permits StageResult, FetchResult, PublishResult {

  /** How it ended; its number is the process's. */
  ExitCode outcome();

  /** One sentence for people. */
  String message();
}
