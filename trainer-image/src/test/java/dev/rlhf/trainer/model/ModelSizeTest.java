package dev.rlhf.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rlhf.plan.LoraSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand, for the models of the parity fixtures. */
class ModelSizeTest {

  private static ModelSize of(String folder) throws IOException {
    return HuggingFaceFolder.open(Path.of("src/test/resources").resolve(folder)).config().size();
  }

  @Test
  void llama() throws IOException {
    ModelSize size = of("sft/model");
    // Embedding 300 * 24; two layers of 24 * (24 + 12 + 12 + 24) + 3 * 24 * 40 + 2 * 24; a norm.
    assertThat(size.parameters()).isEqualTo(7200 + 2 * (1728 + 2880 + 48) + 24);
    assertThat(size.head()).isEqualTo(7200);
    assertThat(size.tied()).isTrue();
    // Queries are two heads of 12.
    assertThat(size.kept(Activations.KEPT)).isEqualTo(2 * (6 * 24 + 5 * 24 + 2 + 4 * 40) + 3 * 24);
    assertThat(size.cached()).isEqualTo(2 * 2 * 12);
  }

  @Test
  void ofAnAdapterTwoMapsOfEachLayer() throws IOException {
    ModelConfig config = HuggingFaceFolder.open(Path.of("src/test/resources/sft/model")).config();
    // Two layers: rank 4 beside q (24 to 24) and v (24 to 12).
    assertThat(config.size(new LoraSettings(4, 8, List.of("q_proj", "v_proj"))).learnt())
        .isEqualTo(2 * 4 * (24 + 24 + 24 + 12));
    assertThat(config.size(null)).isEqualTo(config.size());
  }

  @Test
  void gptNeoX() throws IOException {
    ModelSize size = of("parity/gpt-neox");
    assertThat(size.kept(Activations.KEPT)).isEqualTo(2 * (10 * 16 + 2 + 2 * 24) + 3 * 16);
    ModelSize serial = of("parity/gpt-neox-serial");
    assertThat(serial.kept(Activations.KEPT)).isEqualTo(2 * (11 * 16 + 4 + 5 * 24) + 3 * 16);
  }

  @Test
  void gpt2() throws IOException {
    ModelSize size = of("parity/gpt2");
    assertThat(size.kept(Activations.KEPT)).isEqualTo(2 * (9 * 16 + 4 + 5 * 24) + 3 * 16);
  }
}
