package dev.rlhf.trainer.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rlhf.manifest.Precision;
import dev.rlhf.plan.LoraSettings;
import dev.rlhf.trainer.model.Adaptation;
import dev.rlhf.trainer.model.AdapterBase;
import dev.rlhf.trainer.model.HuggingFaceFolder;
import dev.rlhf.trainer.tensor.CounterRandom;
import dev.rlhf.trainer.tensor.TorchRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four models of PPO where policy and critic learn by adapters. */
class PpoModelsTest {

  private static final String HEAD = "score.weight";

  @TempDir private Path root;
  private final NDManager manager = TorchRuntime.manager();
  private HuggingFaceFolder sft;
  private HuggingFaceFolder rm;
  private PpoModels models;

  @BeforeEach
  void load() throws IOException {
    PpoFixture fixture = PpoFixture.in(root);
    sft = HuggingFaceFolder.open(fixture.sftModel());
    rm = HuggingFaceFolder.open(fixture.rewardModel());
    models = PpoModels.loadAdapted(sft, rm, fresh(sft), fresh(rm), Precision.FP32, manager);
  }

  @AfterEach
  void close() {
    models.close();
    manager.close();
  }

  private static Adaptation fresh(HuggingFaceFolder folder) {
    return Adaptation.of(
        new LoraSettings(2, 4, List.of("all-linear")),
        Precision.FP32,
        new AdapterBase(folder.path(), "digest"),
        CounterRandom.of(1),
        Optional.empty());
  }

  @Test
  void theReferenceIsThePolicysBaseAndTheRewardModelTheCritics() {
    Map<String, NDArray> policy = models.policy().weights();
    models
        .reference()
        .weights()
        .forEach((name, weight) -> assertThat(policy.get(name)).as(name).isSameAs(weight));
    Map<String, NDArray> critic = models.critic().weights();
    models
        .reward()
        .parameters()
        .forEach(
            (name, weight) ->
                assertThat(critic.get(name) == weight).as(name).isEqualTo(!name.equals(HEAD)));
  }

  @Test
  void onlyAdaptersAndTheCriticsHeadLearn() {
    assertThat(models.policy().learnt().keySet()).allMatch(name -> name.contains(".lora_"));
    assertThat(models.policy().learnt().values()).noneMatch(NDArray::hasGradient);
    assertThat(models.critic().learnt())
        .hasSize(models.policy().learnt().size() + 1)
        .containsKey(HEAD);
    assertThat(models.reference().parameters().values()).noneMatch(NDArray::hasGradient);
    assertThat(models.reward().parameters().values()).noneMatch(NDArray::hasGradient);
  }

  @Test
  void goingBackRestoresWhatHasLearnt() throws IOException {
    models.save(sft, rm, root.resolve("kept"));
    Map<String, NDArray> policy = models.policy().learnt();
    NDArray head = models.critic().learnt().get(HEAD);
    float[] before = head.toFloatArray();
    policy.values().forEach(tensor -> tensor.addi(1));
    head.addi(1);

    models.goBack(root.resolve("kept"), manager);

    assertThat(head.toFloatArray()).isEqualTo(before);
    policy.forEach(
        (name, tensor) -> {
          if (name.endsWith(".lora_B.weight")) {
            assertThat(tensor.abs().max().getFloat()).as(name).isZero();
          }
        });
    assertThat(models.reward().parameters().get(HEAD).toFloatArray()).isEqualTo(before);
  }
}
