"""Writes the fixture of the trainer's reward-model test: a small model, preferences of every kind, and what the reference computes with them.

    $(e2e/interop/env) e2e/interop/rm_fixture.py
"""

import json
import random
import shutil
from pathlib import Path

import rm_reference
from sft_fixture import OPTIMIZER
from sft_reference import ANSWERS, ASKED, write_model
import tiny_llama
import torch
from transformers import LlamaConfig, LlamaForSequenceClassification

FIXTURE = Path(__file__).parents[2] / "trainer-image/src/test/resources/rm"
STEPS = 22
SEED = 17
SETTINGS = {
    "initFrom": "model",
    "lmLossCoefficient": 0.5,
    "lmLossOn": "answer",
    "epochs": 4,
    "batchSize": 4,
    "microBatchSize": 3,
    "learningRate": 0.01,
    "optimizer": OPTIMIZER,
    "maxLength": 128,
}
CASES = [
    ("tied embeddings", True, 0.5, "answer", "tokenizer"),
    ("a head of its own", False, 1.0, "answer", "human-assistant"),
    ("ranking alone", False, 0.0, "answer", "tokenizer"),
    ("whole dialogues", True, 0.5, "dialogue", "tokenizer"),
]


def rows(seed, number):
    """A number that batches of four do not divide makes a small last batch."""
    chance = random.Random(seed)
    for i in range(number):
        a, c = chance.choice(ASKED), chance.choice(ASKED)
        b = chance.choice(ANSWERS)
        good, bad = chance.sample(ANSWERS, 2)
        transcript = f"\n\nHuman: {a}\n\nAssistant: {b}\n\nHuman: {c}\n\nAssistant:"
        if i % 4 == 0:
            yield {"chosen": f"{transcript} {good}", "rejected": f"{transcript} {bad}"}
        elif i % 4 == 1:
            yield {"prompt": a, "chosen": good, "rejected": bad}
        elif i % 4 == 2:
            yield {"prompt": transcript, "chosen": f" {good}", "rejected": f" {bad}"}
        else:
            turns = [{"role": "user", "content": a}]
            sides = {"chosen": good, "rejected": bad}
            yield {side: turns + [{"role": "assistant", "content": text}] for side, text in sides.items()}


def random_classifier(seed, pad, **settings):
    torch.manual_seed(seed)
    sizes = dict(hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2)
    config = LlamaConfig(
        vocab_size=64, max_position_embeddings=64, initializer_range=0.4, num_labels=1, pad_token_id=pad, eos_token_id=2, **(sizes | settings)
    )
    return LlamaForSequenceClassification(config).eval()


@torch.no_grad()
def classifier(folder):
    """A reward model as transformers saves it, and the rewards of rows of which one ends with the pad token."""
    model = random_classifier(2, pad=2)
    model.save_pretrained(folder)
    rows = tiny_llama.random_rows(7, 64, [1, 2, 5, 17, 30, 9])
    rows[3].append(model.config.pad_token_id)
    ids, mask = rm_reference.padded(rows, model.config.pad_token_id)
    rewards, _ = rm_reference.rewards_of(model, ids, mask)
    return [{"tokens": row, "reward": reward} for row, reward in zip(rows, rewards.tolist())]


def main():
    shutil.rmtree(FIXTURE, ignore_errors=True)
    FIXTURE.mkdir(parents=True)
    data = FIXTURE / "preferences.jsonl"
    data.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(5, 22)))
    expected = {"seed": SEED, "settings": SETTINGS, "cases": []}
    for name, tied, coefficient, on, chat_format in CASES:
        model = FIXTURE / ("tied" if tied else "untied")
        if not model.exists():
            sizes = dict(hidden_size=16, intermediate_size=24)
            write_model(model, ASKED + ANSWERS, seed=3, tie_word_embeddings=tied, **sizes)
        settings = SETTINGS | {"lmLossCoefficient": coefficient, "lmLossOn": on}
        steps = rm_reference.train(model, data, settings, SEED, chat_format, STEPS)
        case = {"name": name, "model": model.name, "chatFormat": chat_format, "lmLossCoefficient": coefficient, "lmLossOn": on}
        expected["cases"].append(case | {"steps": steps})
    expected["rewards"] = classifier(FIXTURE / "classifier")
    (FIXTURE / "expected.json").write_text(json.dumps(expected) + "\n")
    print(f"{STEPS} steps of {len(expected['cases'])} cases written to {FIXTURE}")


if __name__ == "__main__":
    main()
