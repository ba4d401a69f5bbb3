package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the stages learn from: JSON lines, plain or gzipped. */
public record Data(
    @JsonPropertyDescription(
            "Dialogues to imitate, for SFT: rows of messages, of prompt and completion, or of chosen"
                + " (HH-RLHF).")
        Source demonstrations,
    @JsonPropertyDescription(
            "Pairs of answers, for the reward model: rows of chosen and rejected, as HH-RLHF strings or"
                + " as messages.")
        Source preferences,
    @JsonPropertyDescription(
            "Prompts to answer, for PPO: rows of prompt, or of messages that end with the user's.")
        Source prompts,
    @JsonPropertyDescription(
            "Texts such as the model was pre-trained on, for stages.ppo.ptxCoefficient: rows of text.")
        Source pretraining,
    @JsonPropertyDescription(
            "Multiple-choice questions, for evaluation: rows of question, choices and answer, the place"
                + " of the right choice from 0. SFT and PPO answer them, which shows what PPO costs.")
        Source understanding) {}
