package dev.rlhf.plan;

import dev.rlhf.manifest.RLHFRunSpec;
import java.util.List;

/** The stages of a run, in the order in which they run. */
public record Plan(RunIdentity run, List<StagePlan> stages) {

  public Plan {
    stages = List.copyOf(stages);
  }

  /**
   * The plan of a manifest, whose schema's defaults are filled in.
   *
   * @throws InvalidManifestException when something in it cannot be had in this place
   */
  public static Plan of(RunIdentity run, RLHFRunSpec spec, Places places) {
    return new Plan(run, new Planner(run, spec, places).stages());
  }
}
