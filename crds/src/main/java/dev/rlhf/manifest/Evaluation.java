package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The comparison of the aligned model with SFT, on prompts that no stage has seen. */
public record Evaluation(
    @JsonPropertyDescription("Held-out prompts: rows as data.prompts.")
        @Required
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source prompts,
    @JsonPropertyDescription(
            "Held-out pairs, for the reward model's accuracy: rows as data.preferences.")
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source preferences,
    @JsonPropertyDescription(
            "Held-out texts, for the perplexity of both models as language models: rows of text.")
        @ValidationRule(value = SourceRules.DATA, message = SourceRules.DATA_MESSAGE)
        Source texts,
    @JsonPropertyDescription("How many of the prompts are answered; 200 where left out.")
        @ValidationRule(
            value = "self >= 2 && self <= 100000",
            message = "samples must lie between 2 and 100000")
        Integer samples,
    @JsonPropertyDescription("Tokens of an answer; 128 where left out.")
        @ValidationRule(
            value = TrainingRules.RESPONSE_LENGTH,
            message = TrainingRules.RESPONSE_LENGTH_MESSAGE)
        Integer maxResponseLength,
    @JsonPropertyDescription("Temperature of the answers; 0.8 where left out (paper, section 5.2).")
        @ValidationRule(
            value = "self > 0.0 && self <= 100.0",
            message = "temperature must be greater than 0 and at most 100, for example 0.8")
        Double temperature,
    @JsonPropertyDescription(
            "Probability mass that answers are drawn from; 0.9 where left out (paper).")
        @ValidationRule(
            value = "self > 0.0 && self <= 1.0",
            message = "topP must be greater than 0 and at most 1, for example 0.9")
        Double topP,
    @JsonPropertyDescription("Penalty on repeated tokens; 1.1 where left out (paper).")
        @ValidationRule(
            value = "self > 0.0 && self <= 10.0",
            message = "repetitionPenalty must be greater than 0 and at most 10, for example 1.1")
        Double repetitionPenalty,
    @JsonPropertyDescription("Further scores of answers, seen by nothing but evaluation.")
        @Size(max = 8) List<Scorer> scorers,
    @JsonPropertyDescription(PodRules.RESOURCES) @MayChange Resources resources,
    @JsonPropertyDescription(PodRules.DEVICE) @MayChange Device device,
    @JsonPropertyDescription(PodRules.POD_TEMPLATE) @MayChange PodTemplate podTemplate,
    @JsonPropertyDescription(DeadlineRules.OF_STAGE)
        @MayChange
        @ValidationRule(value = DeadlineRules.SECONDS, message = DeadlineRules.SECONDS_MESSAGE)
        Integer activeDeadlineSeconds)
    implements StageSpec {}
