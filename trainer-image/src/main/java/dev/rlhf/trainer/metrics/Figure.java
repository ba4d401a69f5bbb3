package dev.rlhf.trainer.metrics;

/** A number that a stage tells at every step: in {@code figures.jsonl}, progress and metrics. */
public interface Figure {
  /** The name in {@code figures.jsonl} and in progress. */
  String id();

  /** The name of the Prometheus gauge. */
  String metric();

  /** What it says, with its unit. */
  String help();
}
