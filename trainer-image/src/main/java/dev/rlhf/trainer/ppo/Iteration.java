package dev.rlhf.trainer.ppo;

import java.util.List;
import java.util.Map;

/** An iteration that is over: its answers and its figures. */
record Iteration(List<Experience> experiences, Map<PpoFigure, Double> figures) {}
