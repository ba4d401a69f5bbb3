package dev.rlhf.plan;

/** How a run comes by the checkpoint of one of its stages. */
public sealed interface StagePlan {
  /** The stage. */
  Stage stage();

  /** The stage is trained. */
  record Train(StageConfig config) implements StagePlan {
    @Override
    public Stage stage() {
      return config.stage();
    }
  }

  /** A ready checkpoint takes the stage's place. */
  record Given(Stage stage, Input checkpoint) implements StagePlan {}
}
