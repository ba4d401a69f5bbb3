/** The reward model: pairs of answers teach a model which is the better one, as one number. */
package dev.rlhf.trainer.rm;
