package dev.rlhf.trainer.ppo;

/**
 * What a checkpoint holds beside weights and optimizer moments; all else is a function of seed and
 * step.
 *
 * @param policySteps optimizer steps of the policy, where its schedule is
 * @param criticSteps those of the critic
 * @param rewards moments of every reward so far
 * @param klFactor what the KL coefficient is multiplied by, where its controller is
 */
record PpoState(long policySteps, long criticSteps, RunningMoments rewards, double klFactor) {}
