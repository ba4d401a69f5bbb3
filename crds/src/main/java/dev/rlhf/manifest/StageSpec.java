package dev.rlhf.manifest;

/** What every stage of a manifest may say of its pods. */
public sealed interface StageSpec permits SftStage, RewardModelStage, PpoStage, Evaluation {
  /** What its pod asks for instead of the template's; null where it says nothing. */
  Resources resources();

  /** What its process computes on; null where its resources tell. */
  Device device();

  /** What its pod has beyond the template's; null where it says nothing. */
  PodTemplate podTemplate();

  /** For how long its pods may be on a node; null where it says nothing. */
  Integer activeDeadlineSeconds();
}
