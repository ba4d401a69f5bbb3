package dev.rlhf.manifest;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the stages learn from: JSON lines, plain or gzipped. */
public record Data(
    @JsonPropertyDescription(
            "Dialogues to imitate, for SFT: rows of messages, of prompt and completion, or of chosen"
                + " (HH-RLHF).")
        Source demonstrations) {}
