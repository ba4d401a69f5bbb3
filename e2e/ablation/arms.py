"""What is compared, and what counts as a collapse. It is settled before the runs: the report names the commit of this file.

Every arm starts from the same SFT model and reward model of its seed, and has the same prompts, draws and rates.
"""

STEPS = 60

# Twice the quick start's rate: what is unstable shows it sooner.
COMMON = {
    "steps": STEPS,
    "rolloutBatchSize": 64,
    "batchSize": 32,
    "microBatchSize": 32,
    "learningRate": 6e-4,
    "criticLearningRate": 1e-3,
    "maxLength": 128,
    "maxResponseLength": 64,
}
OPTIMIZER = {"warmupRatio": 0, "minLearningRateRatio": 1}  # constant rates

# Clipped surrogate and GAE, and nothing else that could be left out: the norm's bound is never reached.
VANILLA = {"klCoefficient": 0, "rewardShaping": "none", "valueClip": 0, "criticWarmupSteps": 0, "maxGradNorm": 1e9}

KL_PENALTY = {"klCoefficient": 0.05}
REWARD_NORMALIZATION = {"rewardShaping": "normalize", "rewardClip": 0.8}
VALUE_CLIP = {"valueClip": 0.2}
CRITIC_PRETRAINING = {"criticWarmupSteps": 5}
GRADIENT_CLIP = {"maxGradNorm": 1}

MAX = "PPO-max"
PPO_MAX = KL_PENALTY | REWARD_NORMALIZATION | VALUE_CLIP | CRITIC_PRETRAINING | GRADIENT_CLIP

ARMS = {
    "vanilla PPO": {},
    "KL penalty alone": KL_PENALTY,
    "reward normalisation and clip alone": REWARD_NORMALIZATION,
    "reward scaling alone": {"rewardShaping": "scale"},
    "advantage normalisation and clip alone": {"advantageNormalization": True, "advantageClip": 2},
    "value clip alone": VALUE_CLIP,
    "critic pre-training alone": CRITIC_PRETRAINING,
    "gradient clip alone": GRADIENT_CLIP,
    "entropy bonus alone": {"entropyCoefficient": 0.01},
    "importance sampling to SFT alone": {"importanceSampling": "reference"},
    MAX: PPO_MAX,
    "PPO-ptx": PPO_MAX | {"ptxCoefficient": 1},
}


def settings(arm):
    """stages.ppo of an arm."""
    chosen = VANILLA | ARMS[arm]
    optimizer = OPTIMIZER | {"maxGradNorm": chosen.pop("maxGradNorm")}
    return COMMON | chosen | {"optimizer": optimizer}


def collapsed(report):
    """The hidden rule's score fell below SFT's while the reward model's rose above it: both intervals over prompts say so."""
    gold, reward = (report["scores"][name]["difference"] for name in ("gold", "rm_score"))
    return gold["high"] < 0 < reward["low"]


IN_A_ROW = 3


def alarming(first, now):
    """The monitors of the paper's section 5.1 that are out of bounds, given the figures of the first iteration."""
    return [
        name
        for name, beyond in {
            "KL": now["kl"] > 0.2,
            "perplexity": now["perplexity"] - 1 < (first["perplexity"] - 1) / 3,
            "length": not 0.5 <= now["response_length"] / first["response_length"] <= 1.5,
        }.items()
        if beyond
    ]


def alarm(figures):
    """The iteration, and which monitors, when they had been out of bounds so many times in a row; None if never."""
    streak = 0
    for now in figures:
        names = alarming(figures[0], now)
        streak = streak + 1 if names else 0
        if streak == IN_A_ROW:
            return now["step"], names
    return None
