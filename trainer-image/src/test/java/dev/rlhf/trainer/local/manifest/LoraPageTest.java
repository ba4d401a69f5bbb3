package dev.rlhf.trainer.local.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.manifest.Lora;
import dev.rlhf.manifest.Stages;
import dev.rlhf.trainer.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of docs/lora.md is what an API server would accept as a run's stages. */
class LoraPageTest {
  @TempDir Path folder;

  @Test
  void itsStagesLearnAdapters() throws IOException {
    String sample = new Page("lora.md").sample("yaml").indent(2);

    Stages read = new SampleManifest(folder).spec(sample).stages();

    assertThat(read.sft().lora()).isEqualTo(new Lora(16, 32.0, null));
    assertThat(read.rewardModel().lora())
        .isEqualTo(new Lora(null, null, List.of("q_proj", "v_proj")));
    assertThat(read.ppo().lora()).isEqualTo(new Lora(null, null, null));
  }
}
