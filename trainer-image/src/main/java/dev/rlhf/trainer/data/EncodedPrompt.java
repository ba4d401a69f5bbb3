package dev.rlhf.trainer.data;

import dev.rlhf.trainer.tokens.Prompt;

/** A prompt as messages and as the ids that an answer follows. */
public record EncodedPrompt(Prompt prompt, long[] ids) {}
