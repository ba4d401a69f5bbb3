package dev.rlhf.operator.report;

import dev.rlhf.manifest.GpuSeconds;
import dev.rlhf.manifest.StageStatus;
import dev.rlhf.manifest.StageUsage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What metrics tell of GPUs: not what is yet to be decided, since a counter never falls. */
enum GpuUse {
  ALLOCATED("allocated", GpuSeconds::allocated),
  PRODUCTIVE("productive", GpuSeconds::productive),
  LOST("lost", GpuSeconds::lost),
  QUEUED("queued", GpuSeconds::queued);

  private final String id;
  private final Function<GpuSeconds, Long> seconds;

  GpuUse(String id, Function<GpuSeconds, Long> seconds) {
    this.id = id;
    this.seconds = seconds;
  }

  /** The value of the metrics' label. */
  String id() {
    return id;
  }

  /** What a stage has used by now. */
  static Map<GpuUse, Long> of(StageStatus stage) {
    GpuSeconds used =
        Optional.ofNullable(stage.usage()).map(StageUsage::gpuSeconds).orElse(GpuSeconds.NONE);
    Map<GpuUse, Long> uses = new EnumMap<>(GpuUse.class);
    for (GpuUse use : values()) {
      uses.put(use, use.seconds.apply(used));
    }
    return uses;
  }
}
