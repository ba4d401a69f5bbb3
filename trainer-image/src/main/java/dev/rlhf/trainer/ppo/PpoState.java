package dev.rlhf.trainer.ppo;

/**
 * What a checkpoint holds beside weights and optimizer moments; all else is a function of seed and
 * step.
 *
 * @param policySteps optimizer steps of the policy, where its schedule is
 * @param criticSteps those of the critic
 * @param rewards moments of every reward so far
 * @param klCoefficient of the iterations to come, where the controller is
 */
record PpoState(long policySteps, long criticSteps, RunningMoments rewards, double klCoefficient) {}
