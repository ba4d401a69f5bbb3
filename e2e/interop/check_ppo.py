"""One PPO-max update on recorded rollouts equals a plain PyTorch implementation in every figure.

Every run draws fresh models, rollouts and optimizer steps; INTEROP_SEED repeats one.
"""

import json
import os
import pathlib
import random
import tempfile
import time

from transformers.utils import logging

import checks
import ppo_reference
import trainer

SEED = int(os.environ.get("INTEROP_SEED", time.time_ns() % 1_000_000))
ROOT = tempfile.TemporaryDirectory()
TOLERANCE = 1e-4
VARIANTS = {"PPO-max": {}, "critic pre-training": dict(critic_only=True)} | ppo_reference.OPTIONS
CASES = [(SEED, name) for name in VARIANTS] + [(SEED + 1, name) for name in ("PPO-max", "critic pre-training")]


def drawn(seed):
    choice = random.Random(seed).choice
    return dict(
        vocab_size=choice([40, 101]),
        hidden_size=choice([16, 24]),
        initializer_range=0.2,
        intermediate_size=choice([20, 48]),
        num_hidden_layers=choice([1, 3]),
        num_key_value_heads=choice([1, 2, 4]),
        tie_word_embeddings=choice([True, False]),
        attention_bias=choice([True, False]),
    )


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


@checks.each("a PPO update of a seed and a variant", CASES)
def update(case):
    seed, variant = case
    settings = drawn(seed)
    folder = pathlib.Path(ROOT.name, f"{seed}-{variant}")
    models = f"models-{seed}"
    if not (folder.parent / models).exists():
        ppo_reference.save_models(folder.parent / models, seed, **settings)
    ppo_reference.write_case(folder, models, seed, settings["vocab_size"], **VARIANTS[variant])
    actual = trainer.in_tests("dev.rlhf.trainer.ppo.RecordedUpdate", folder)
    close(json.loads(actual.splitlines()[-1]), ppo_reference.expected(folder), "update")


if __name__ == "__main__":
    logging.disable_progress_bar()
    print(f"INTEROP_SEED={SEED}", flush=True)
    checks.run()
