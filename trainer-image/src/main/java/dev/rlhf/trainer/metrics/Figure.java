package dev.rlhf.trainer.metrics;

import dev.rlhf.plan.Stage;

/** A number that a stage tells at every step: in {@code figures.jsonl}, progress and metrics. */
public interface Figure {
  /** The name in {@code figures.jsonl} and in progress. */
  String id();

  /** Which stage tells it. */
  Stage stage();

  /** What it says, with its unit. */
  String help();

  /** The name of the Prometheus gauge. */
  default String metric() {
    return "rlhf_" + stage().id() + "_" + id();
  }
}
