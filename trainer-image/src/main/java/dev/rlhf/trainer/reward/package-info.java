/** Rewards beside the reward model's: rules, and services that are asked over HTTP. */
package dev.rlhf.trainer.reward;
