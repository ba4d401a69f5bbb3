"""One run of checks: what it draws anew, which INTEROP_SEED repeats, and where it keeps that until its end."""

import os
import pathlib
import tempfile
import time

from transformers.utils import logging

import checks

SEED = int(os.environ.get("INTEROP_SEED", time.time_ns() % 1_000_000))
REAL = os.environ.get("SMOLLM2_DIR")
ROOT = tempfile.TemporaryDirectory()


def folder(name):
    """The path of a folder that is gone after the run."""
    return pathlib.Path(ROOT.name, str(name))


def settings(choice):
    """Those that SFT and the reward model train by alike."""
    return {
        "epochs": 8,
        "batchSize": choice([3, 5, 8]),
        "microBatchSize": choice([1, 2, 8]),
        "learningRate": choice([1e-3, 3e-3]),
        "optimizer": {
            "warmupRatio": choice([0.0, 0.1, 0.5]),
            "minLearningRateRatio": choice([0.0, 0.1, 1.0]),
            "weightDecay": choice([0.0, 0.1]),
            "beta1": 0.9,
            "beta2": choice([0.95, 0.999]),
            "epsilon": 1e-8,
            "maxGradNorm": choice([0.3, 1.0, 100.0]),
        },
    }


def run():
    logging.disable_progress_bar()
    print(f"INTEROP_SEED={SEED}", flush=True)
    checks.run()
