/** What the container image needs of the trainer while it is built. */
package dev.rlhf.trainer.image;
