"""Reward models equal PyTorch and transformers: rewards of random classifiers, training on random data and settings, and a real model.

Every run draws fresh ones; INTEROP_SEED repeats one. SMOLLM2_DIR names a folder with SmolLM2-135M-Instruct.
"""

import functools
import json
import random

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

import checks
import families
import rm_fixture
import rm_reference
import sft_reference
import tiny_llama
import trainer
import trial


TOLERANCE = 1e-4
STEPS = 20
REWARDS = ["margin_mean", "reward_chosen_mean", "reward_rejected_mean", "accuracy"]


@torch.no_grad()
def rewards(model, rows):
    ids, mask = rm_reference.padded(rows, model.config.pad_token_id)
    return rm_reference.rewards_of(model, ids, mask)[0].tolist()


@torch.no_grad()
def pooled(model, rows):
    ids, mask = rm_reference.padded(rows, model.config.pad_token_id)
    return model(input_ids=ids, attention_mask=mask).logits[:, 0].tolist()


def same_rewards(folder, rows, expected):
    scored = trainer.verb("score", folder, [{"tokens": row} for row in rows])
    for actual, row, reward in zip(scored, rows, expected, strict=True):
        assert actual["tokens"] == row
        assert abs(actual["reward"] - reward) <= TOLERANCE, f"{actual['reward']} instead of {reward} for {row}"


FAMILIES = list(sft_reference.SIZES)
SEEDS = range(trial.SEED, trial.SEED + len(FAMILIES))


@checks.each("rewards of a classifier that transformers wrote", SEEDS)
def classifier(seed):
    folder = trial.folder(f"classifier-{seed}")
    choice = random.Random(seed).choice
    pad = choice([0, 2])
    family = FAMILIES[seed % len(FAMILIES)]
    model = families.reward_model(family, seed, pad, hidden_size=choice([16, 48]), initializer_range=0.2)
    model.to(choice([torch.float32, torch.bfloat16])).save_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()
    rows = tiny_llama.random_rows(seed, 64, [1, 3, 40, 7, 60])
    same_rewards(folder, rows, rewards(model, rows))
    same_rewards(folder, rows, pooled(model, rows))
    ending = [row + [pad] for row in rows[:3]]
    same_rewards(folder, ending, rewards(model, ending))


def settings(choice):
    return trial.settings(choice) | {
        "initFrom": "model",
        "lmLossCoefficient": choice([0.0, 0.5, 1.0]),
        "lmLossOn": choice(["answer", "dialogue"]),
        "maxLength": 256,
    }


def run(folder, model, data, config, seed, chat_format):
    return trainer.stage("rm", folder, model, {"preferences": data}, config, seed, chat_format)


def preferences(folder, seed, count):
    file = folder / "preferences.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rm_fixture.rows(seed, count)))
    return file


def same_figures(actual, expected):
    for ours, reference in zip(actual, expected):
        for name, value in reference.items():
            bound = TOLERANCE if name in REWARDS else TOLERANCE * abs(value)
            difference = abs(ours[name] - value)
            assert difference <= bound, f"{name} of step {reference['step']}: {ours[name]} instead of {value}"


@functools.cache
def trained(seed):
    folder = trial.folder(seed)
    choice = random.Random(seed).choice
    config, chat_format = settings(choice), choice(["tokenizer", "human-assistant"])
    sizes = dict(family=FAMILIES[seed % len(FAMILIES)], hidden_size=choice([16, 32]), num_hidden_layers=choice([1, 3]), tie_word_embeddings=choice([True, False]))
    print(f"      {seed}: {chat_format} {sizes} {config}", flush=True)
    sft_reference.write_model(folder / "model", sft_reference.ASKED + sft_reference.ANSWERS, seed, **sizes)
    data = preferences(folder, seed, 26)
    figures, checkpoint = run(folder, folder / "model", data, config, seed, chat_format)
    return folder, data, config, chat_format, figures, checkpoint


@checks.each(f"losses, rewards, norms and rates of {STEPS} steps", SEEDS)
def figures(seed):
    folder, data, config, chat_format, actual, _ = trained(seed)
    assert len(actual) >= STEPS
    same_figures(actual, rm_reference.train(folder / "model", data, config, seed, chat_format, STEPS))


@checks.each("the last checkpoint opens in transformers with the same rewards", SEEDS)
def checkpoint(seed):
    folder, data, _, chat_format, _, saved = trained(seed)
    model = AutoModelForSequenceClassification.from_pretrained(saved, dtype="auto").eval()
    assert model.config.num_labels == 1 and model.dtype == torch.float32
    rows = [pair[0] for pair in rm_reference.encoded_pairs(folder / "model", data, chat_format)]
    same_rewards(saved, rows, rewards(model, rows))
    same_rewards(saved, rows, pooled(model, rows))
    assert AutoTokenizer.from_pretrained(saved).chat_template == sft_reference.CHATML


if trial.REAL:

    @checks.check
    def training_of_a_real_model():
        folder = trial.folder("real")
        folder.mkdir()
        data = preferences(folder, trial.SEED, 6)
        changes = {"lmLossCoefficient": 1.0, "epochs": 1, "batchSize": 2, "learningRate": 1e-5}
        config = settings(lambda values: values[0]) | changes
        actual, saved = run(folder, trial.REAL, data, config, trial.SEED, "tokenizer")
        expected = rm_reference.train(trial.REAL, data, config, trial.SEED, "tokenizer", 3)
        assert len(actual) == 3
        same_figures(actual, expected)
        model = AutoModelForSequenceClassification.from_pretrained(saved).eval()
        rows = [pair[0] for pair in rm_reference.encoded_pairs(trial.REAL, data, "tokenizer")]
        same_rewards(saved, rows, rewards(model, rows))


if __name__ == "__main__":
    trial.run()
