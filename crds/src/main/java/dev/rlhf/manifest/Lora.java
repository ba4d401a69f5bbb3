package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/**
 * Low-rank adapters: a stage learns them, and its weights stand still. Defaults are those of PEFT
 * and stand in {@code dev.rlhf.plan.LoraSettings}.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">Hu et al. 2021</a>
 */
public record Lora(
    @JsonPropertyDescription("Rank of each layer's update; 8 where left out.")
        @ValidationRule(
            value = "self >= 1 && self <= 65536",
            message = "rank must lie between 1 and 65536, for example 8")
        Integer rank,
    @JsonPropertyDescription(
            "The update is multiplied by alpha / rank; 8 where left out. A learning rate ten times"
                + " that of all weights is usual.")
        @ValidationRule(
            value = "self > 0.0 && self <= 65536.0",
            message = "alpha must be greater than 0 and at most 65536, for example 16")
        Double alpha,
    @JsonPropertyDescription(
            "Linear layers that are adapted, by the ends of their names as in PEFT, for example"
                + " q_proj and v_proj; all-linear where left out: all but the head.")
        @Size(min = 1, max = 64) @ValidationRule(
            value = "self.all(t, t.matches('^(all-linear|[A-Za-z0-9_]+([.][A-Za-z0-9_]+)*)$'))",
            message = "targets are names of layers, for example [q_proj, v_proj], or [all-linear]")
        @ValidationRule(
            value = "!self.exists(t, t == 'all-linear') || size(self) == 1",
            message = "all-linear stands for every linear layer: write it alone")
        @ValidationRule(
            value = "self.all(t, self.exists_one(o, o == t))",
            message = "a target is named twice: write each once")
        List<@Size(min = 1, max = 128) String> targets) {}
