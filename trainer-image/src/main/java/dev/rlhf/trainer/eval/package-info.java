/** Evaluation: what the aligned model says beside SFT, on prompts that no stage has seen. */
package dev.rlhf.trainer.eval;
