"""Writes the fixture of the trainer's SFT test: a small model, demonstrations of every kind, and what the reference computes with them.

    $(e2e/interop/env) e2e/interop/sft_fixture.py
"""

import json
import shutil
from pathlib import Path

import sft_reference

FIXTURE = Path(__file__).parents[2] / "trainer-image/src/test/resources/sft"
STEPS = 24
SEED = 11
OPTIMIZER = {
    "warmupRatio": 0.1,
    "minLearningRateRatio": 0.1,
    "weightDecay": 0.1,
    "beta1": 0.9,
    "beta2": 0.95,
    "epsilon": 1e-8,
    "maxGradNorm": 0.5,
}
SETTINGS = {
    "epochs": 4,
    "batchSize": 4,
    "microBatchSize": 3,
    "learningRate": 0.01,
    "optimizer": OPTIMIZER,
    "maxLength": 96,
}
ROWS = 22  # so that the last batch of an epoch is a small one


def main():
    shutil.rmtree(FIXTURE, ignore_errors=True)
    FIXTURE.mkdir(parents=True)
    data = FIXTURE / "demonstrations.jsonl"
    data.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in sft_reference.rows(5, ROWS)))
    sft_reference.write_model(FIXTURE / "model", sft_reference.ASKED + sft_reference.ANSWERS, seed=3)
    expected = {"seed": SEED, "settings": SETTINGS}
    for chat_format in ["tokenizer", "human-assistant"]:
        encoded = sft_reference.encoded(FIXTURE / "model", data, chat_format, SETTINGS["maxLength"])
        expected[chat_format] = {
            "rows": [{"ids": ids, "learnt": learnt} for ids, learnt in encoded],
            "steps": sft_reference.train(FIXTURE / "model", data, SETTINGS, SEED, chat_format, STEPS)[0],
        }
    (FIXTURE / "expected.json").write_text(json.dumps(expected) + "\n")
    print(f"{STEPS} steps written to {FIXTURE}")


if __name__ == "__main__":
    main()
