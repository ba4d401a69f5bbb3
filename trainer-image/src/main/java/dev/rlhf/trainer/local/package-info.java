/** A run on one machine without a cluster: the same plan, and the same processes. */
package dev.rlhf.trainer.local;
