/** Services that a run reads from and writes to: how they are reached, and what they answer. */
package dev.rlhf.trainer.service;
