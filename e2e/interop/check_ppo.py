"""One PPO-max update on recorded rollouts equals a plain PyTorch implementation in every figure: of every family, and of adapters.

Every run draws fresh models, rollouts and optimizer steps; INTEROP_SEED repeats one.
"""

import json
import random


import checks
import families
import ppo_cases
import ppo_reference
import trainer
import trial

TOLERANCE = 1e-4
VARIANTS = {"PPO-max": {}, "critic pre-training": dict(critic_only=True)} | ppo_cases.OPTIONS
FAMILIES = list(families.OWN)
LIKE_LLAMA = dict(intermediate_size=[20, 48], num_key_value_heads=[1, 2, 4])
OWN = {
    "llama": LIKE_LLAMA | dict(attention_bias=[True, False]),
    "mistral": LIKE_LLAMA | dict(sliding_window=[None, 6]),
    "qwen2": LIKE_LLAMA,
    "qwen3": LIKE_LLAMA | dict(attention_bias=[True, False]),
    "gpt_neox": dict(intermediate_size=[20, 48], use_parallel_residual=[True, False]),
    "gpt2": dict(n_inner=[20, 48]),
}


def turn(number):
    """Another family in every run."""
    return FAMILIES[(trial.SEED + number) % len(FAMILIES)]


CASES = [
    *[(trial.SEED, family, "PPO-max", "all weights") for family in FAMILIES],
    *[(trial.SEED, turn(i), variant, "all weights") for i, variant in enumerate(ppo_cases.OPTIONS)],
    *[(trial.SEED + 1, turn(i), "critic pre-training", "all weights") for i in (1, 4)],
    *[(trial.SEED + 1, turn(i), "PPO-max", "adapters") for i in (0, 3)],
]


def drawn(seed, family):
    choice = random.Random(seed).choice
    sizes = dict(
        vocab_size=choice([40, 101]),
        hidden_size=choice([16, 32]),
        initializer_range=0.2,
        num_hidden_layers=choice([1, 3]),
        tie_word_embeddings=choice([True, False]),
    )
    return sizes | {name: choice(values) for name, values in OWN[family].items()}


def close(actual, expected, name):
    if isinstance(expected, dict):
        assert actual.keys() == expected.keys(), f"{name}: {actual.keys() ^ expected.keys()}"
        for key in expected:
            close(actual[key], expected[key], f"{name}.{key}")
    elif isinstance(expected, list):
        assert len(actual) == len(expected), name
        for i, (a, e) in enumerate(zip(actual, expected)):
            close(a, e, f"{name}[{i}]")
    else:
        limit = TOLERANCE * max(1, abs(expected))
        assert abs(actual - expected) <= limit, f"{name}: {actual} instead of {expected}"


@checks.each("a PPO update of a seed, a family, a variant and what learns", CASES)
def update(case):
    seed, family, variant, learns = case
    settings = drawn(seed, family)
    folder = trial.folder("-".join(map(str, case)))
    models = f"models-{seed}-{family}-{learns}"
    if not (folder.parent / models).exists():
        ppo_cases.save_models(folder.parent / models, seed, family, learns == "adapters", **settings)
    ppo_cases.write_case(folder, models, seed, settings["vocab_size"], **VARIANTS[variant])
    actual = trainer.in_tests("dev.rlhf.trainer.ppo.RecordedUpdate", folder)
    close(json.loads(actual.splitlines()[-1]), ppo_reference.expected(folder), "update")


if __name__ == "__main__":
    trial.run()
