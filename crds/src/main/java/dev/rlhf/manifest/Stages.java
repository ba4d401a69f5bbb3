package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/** The stages to run. */
@ValidationRule(
    value = "!has(self.ppo) || has(self.rewardModel)",
    message =
        "stages.ppo needs a reward model: write stages.rewardModel, with settings to train one or with"
            + " checkpoint.uri to name a ready one")
public record Stages(
    @JsonPropertyDescription("Supervised fine-tuning: the model learns to imitate demonstrations.")
        @Required
        SftStage sft,
    @JsonPropertyDescription("The reward model: learns from pairs which answer is the better one.")
        RewardModelStage rewardModel,
    @JsonPropertyDescription("PPO-max: the model learns to earn reward, and stays close to SFT.")
        PpoStage ppo) {}
