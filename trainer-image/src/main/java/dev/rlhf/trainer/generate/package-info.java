/** Scores of given texts, and continuations of prompts. */
package dev.rlhf.trainer.generate;
