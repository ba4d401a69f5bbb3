/** AdamW, gradient clipping and the state that both need. */
package dev.rlhf.trainer.optim;
