package dev.rlhf.trainer.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.Device;
import dev.rlhf.manifest.Precision;
import dev.rlhf.manifest.RLHFRunSpec;
import dev.rlhf.manifest.Stages;
import dev.rlhf.plan.ManifestStage;
import dev.rlhf.plan.PpoSettings;
import dev.rlhf.plan.RmSettings;
import dev.rlhf.plan.SftSettings;
import dev.rlhf.plan.Stage;
import dev.rlhf.trainer.Page;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of docs/gpu.md are what an API server would accept as parts of a run's spec. */
class GpuPageTest {
  @TempDir Path folder;

  @Test
  void itsDevicesAreThoseOfItsStages() throws IOException {
    String more = "\n    sft: {}\n    rewardModel: {}";
    RLHFRunSpec spec =
        new SampleManifest(folder)
            .spec(new Page("gpu.md").sample("yaml").replace("  stages:", "  stages:" + more));

    assertThat(ManifestStage.device(spec, Stage.SFT)).contains(Device.CPU);
    assertThat(ManifestStage.device(spec, Stage.PPO)).contains(Device.CUDA);
  }

  @Test
  void itsPrecisionsAreThoseOfItsStages() throws IOException {
    Stages stages =
        new SampleManifest(folder).spec(new Page("precision.md").sample("yaml").indent(2)).stages();

    assertThat(SftSettings.of(stages.sft()).precision()).isEqualTo(Precision.BF16);
    assertThat(RmSettings.of(stages.rewardModel()).precision()).isEqualTo(Precision.FP32);
    assertThat(PpoSettings.of(stages.ppo()).precision()).isEqualTo(Precision.BF16);
  }
}
