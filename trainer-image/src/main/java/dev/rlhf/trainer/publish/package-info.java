/** The final model, copied to where it is wanted, with what it came from. */
package dev.rlhf.trainer.publish;
