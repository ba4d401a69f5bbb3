package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** One of the rewards that PPO adds up: the reward model's where neither rule nor http is given. */
@ValidationRule(
    value = "!(has(self.rule) && has(self.http))",
    message = "a reward has one source: write rule or http, or neither for the reward model's")
public record Reward(
    @JsonPropertyDescription("Its name in figures: raw_reward_<name>.")
        @Required
        @Size(min = 1, max = 32) @ValidationRule(
            value = "self.matches('^[a-z][a-z0-9_]*$')",
            message =
                "a reward's name begins with a letter and holds lower-case letters, digits and '_'")
        String name,
    @JsonPropertyDescription(
            "What its raw value is multiplied by before all are added up; 1 where left out. At 0 it"
                + " is a figure and teaches nothing.")
        @ValidationRule(
            value = "self >= -1000.0 && self <= 1000.0",
            message = "weight must lie between -1000 and 1000, for example 0.5")
        Double weight,
    @JsonPropertyDescription(
            "A CEL expression of prompt, answer, prompt_tokens, answer_tokens and ended that gives"
                + " a number.")
        @Size(min = 1, max = 2048) String rule,
    @JsonPropertyDescription("A service of yours that scores answers.") HttpReward http) {}
