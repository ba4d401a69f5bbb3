package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;

/** What the stages learn from: JSON lines, plain or gzipped. */
public record Data(
    @JsonPropertyDescription(
            "Dialogues to imitate, for SFT: rows of messages, of prompt and completion, or of chosen"
                + " (HH-RLHF).")
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source demonstrations,
    @JsonPropertyDescription(
            "Pairs of answers, for the reward model: rows of chosen and rejected, as HH-RLHF strings or"
                + " as messages.")
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source preferences,
    @JsonPropertyDescription(
            "Prompts to answer, for PPO: rows of prompt, or of messages that end with the user's.")
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source prompts,
    @JsonPropertyDescription(
            "Texts such as the model was pre-trained on, for stages.ppo.ptxCoefficient: rows of text.")
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source pretraining,
    @JsonPropertyDescription(
            "Multiple-choice questions, for evaluation: rows of question, choices and answer, the place"
                + " of the right choice from 0. SFT and PPO answer them, which shows what PPO costs.")
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source understanding) {}
