"""Supervised fine-tuning equals PyTorch and transformers: random models, data and settings, and a real model.

Every run draws fresh ones; INTEROP_SEED repeats one. SMOLLM2_DIR names a folder with SmolLM2-135M-Instruct.
"""

import functools
import json
import random

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

import checks
import sft_reference
import trainer
import trial


RELATIVE = 1e-4
STEPS = 20


def settings(choice):
    return trial.settings(choice) | {"maxLength": choice([60, 256])}


FAMILIES = list(sft_reference.SIZES)


def model(folder, seed, choice):
    family = FAMILIES[seed % len(FAMILIES)]
    sizes = dict(
        hidden_size=choice([16, 32]),
        num_hidden_layers=choice([1, 3]),
        tie_word_embeddings=choice([True, False]),
    )
    if family == "llama":
        kv_heads, group = choice([1, 2]), choice([1, 2])
        sizes |= dict(
            num_attention_heads=kv_heads * group,
            num_key_value_heads=kv_heads,
            head_dim=choice([8, 12]),
            attention_bias=choice([True, False]),
            mlp_bias=choice([True, False]),
        )
    texts = sft_reference.ASKED + sft_reference.ANSWERS
    sft_reference.write_model(folder, texts, seed, family=family, **sizes)
    print(f"      {seed}: {family} {sizes}", flush=True)


def run(folder, model_folder, data, config, seed, chat_format):
    return trainer.stage("sft", folder, model_folder, {"demonstrations": data}, config, seed, chat_format)


def same_figures(actual, expected):
    for ours, reference in zip(actual, expected):
        for name, value in reference.items():
            difference = abs(ours[name] - value)
            assert difference <= RELATIVE * abs(value), f"{name} of step {reference['step']}: {ours[name]} instead of {value}"


@functools.cache
def trained(seed):
    folder = trial.folder(seed)
    choice = random.Random(seed).choice
    config, chat_format = settings(choice), choice(["tokenizer", "human-assistant"])
    model(folder / "model", seed, choice)
    data = folder / "demonstrations.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in sft_reference.rows(seed, 26)))
    print(f"      {seed}: {chat_format} {config}", flush=True)
    figures, checkpoint = run(folder, folder / "model", data, config, seed, chat_format)
    reference, learnt = sft_reference.train(folder / "model", data, config, seed, chat_format, len(figures))
    encoded = sft_reference.encoded(folder / "model", data, chat_format, config["maxLength"])
    return figures, checkpoint, reference, learnt, encoded


SEEDS = range(trial.SEED, trial.SEED + len(FAMILIES))


@checks.each(f"losses, norms, rates and tokens of {STEPS} steps", SEEDS)
def figures(seed):
    actual, _, expected, _, _ = trained(seed)
    assert len(actual) >= STEPS
    same_figures(actual[:STEPS], expected[:STEPS])


@checks.each("the last checkpoint opens in transformers and is what the reference learnt", SEEDS)
def checkpoint(seed):
    _, folder, _, learnt, encoded = trained(seed)
    opened = AutoModelForCausalLM.from_pretrained(folder, dtype="auto").eval()
    assert opened.dtype == torch.float32
    assert AutoTokenizer.from_pretrained(folder).chat_template == sft_reference.CHATML
    with torch.no_grad():
        actual = sft_reference.batch_loss(opened, encoded).item()
        expected = sft_reference.batch_loss(learnt.eval(), encoded).item()
    assert abs(actual - expected) <= 1e-3 * expected, f"{actual} instead of {expected}"


if trial.REAL:

    @checks.check
    def losses_of_a_real_model():
        folder = trial.folder("real")
        folder.mkdir()
        data = folder / "demonstrations.jsonl"
        data.write_text("".join(json.dumps(row) + "\n" for row in sft_reference.rows(trial.SEED, 6)))
        config = settings(lambda values: values[0]) | {"epochs": 1, "batchSize": 2, "learningRate": 1e-5, "maxLength": 128}
        actual, _ = run(folder, trial.REAL, data, config, trial.SEED, "tokenizer")
        expected, _ = sft_reference.train(trial.REAL, data, config, trial.SEED, "tokenizer", 3)
        assert len(actual) == 3
        same_figures(actual, expected)


if __name__ == "__main__":
    trial.run()
