/** Sources of other services, brought onto the checkpoint volume: whole, checked and by digest. */
package dev.rlhf.trainer.fetch;
