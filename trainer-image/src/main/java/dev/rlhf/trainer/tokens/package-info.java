/** The tokenizer of a model folder, and its special tokens. */
package dev.rlhf.trainer.tokens;
