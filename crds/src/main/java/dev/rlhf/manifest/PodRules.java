package dev.rlhf.manifest;

/** What the schema says of a stage's pod, beside the template that is of them all. */
final class PodRules {
  static final String RESOURCES =
      "CPU, memory and GPUs of this stage's pod, instead of the template's.";
  static final String DEVICE =
      "What the stage computes on, instead of the template's device: cpu or cuda.";
  static final String POD_TEMPLATE = "What this stage's pod has beyond the template's podTemplate.";

  private PodRules() {}
}
