"""Writes the adapters of the model's unit tests with peft, so that these need no Python; fixtures.py made their bases.

    $(e2e/interop/env) e2e/interop/lora_fixture.py
"""

import json
import pathlib
import shutil

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

import fixtures
import tiny_llama

TARGET = fixtures.RESOURCES / "lora"
RANK, ALPHA = 3, 5

# By the folder of the base: the layers that are adapted.
LANGUAGE_MODELS = {
    "plain": ["q_proj", "v_proj"],
    "biases": "all-linear",
    "mistral-window": "all-linear",
    "qwen2": ["self_attn.o_proj", "gate_proj", "model.layers.1.mlp.up_proj"],
    "qwen3": "all-linear",
    "gpt-neox": "all-linear",
    "gpt-neox-serial": ["query_key_value", "dense"],
    "gpt2": "all-linear",
    "gpt2-untied": ["mlp.c_proj", "c_attn"],
}
REWARD_MODELS = ["llama", "gpt2"]


def adapted(model, seed, **options):
    """An adapter that changes something: peft's own starts with B = 0."""
    torch.manual_seed(seed)
    transposed = model.config.model_type == "gpt2"
    config = LoraConfig(r=RANK, lora_alpha=ALPHA, fan_in_fan_out=transposed, **options)
    model = get_peft_model(model, config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.requires_grad:
                parameter.normal_(0, 0.2)
    return model


def gradient_norms(model, rows):
    """Of what learns, for the mean negative log-likelihood of all rows' tokens from the second on."""
    labels = [torch.tensor([row]) for row in rows if len(row) > 1]
    tokens = sum(ids.size(1) - 1 for ids in labels)
    for ids in labels:
        chances = model(input_ids=ids).logits[0, :-1].log_softmax(-1).gather(1, ids[0, 1:, None])
        (-chances.sum() / tokens).backward()
    learnt = {name: p for name, p in model.named_parameters() if p.requires_grad}
    return {name.removeprefix("base_model.model.").replace(".default", ""): p.grad.norm().item() for name, p in learnt.items()}


def save(model, base, folder):
    """As peft writes it, with the base's config and what names the base for the trainer."""
    shutil.rmtree(folder, ignore_errors=True)
    model.peft_config["default"].base_model_name_or_path = "base"
    model.save_pretrained(folder)
    (folder / "README.md").unlink()
    shutil.copy(base / "config.json", folder)
    (folder / "adapter_base.json").write_text(json.dumps({"path": "base", "digest": "0" * 64}) + "\n")


def language_model(name, targets):
    base = fixtures.TARGET / name
    rows = [row["tokens"] for row in json.loads((base / "expected.json").read_text())["rows"]]
    loaded = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    model = adapted(loaded, 5, target_modules=targets, task_type="CAUSAL_LM")
    norms = gradient_norms(model, rows)
    save(model, base, TARGET / name)
    scored = [dict(tokens=row, logprobs=tiny_llama.logprobs(model.base_model.model, row)) for row in rows]
    fixtures.write(TARGET / name, scored, norms)


@torch.no_grad()
def reward_model(family):
    base = fixtures.REWARDS / family
    rows = [row["tokens"] for row in json.loads((base / "expected.json").read_text())["rows"]]
    loaded = AutoModelForSequenceClassification.from_pretrained(base, dtype=torch.float32)
    model = adapted(loaded, 6, target_modules="all-linear", task_type="SEQ_CLS")
    folder = TARGET / f"reward-{family}"
    save(model, base, folder)
    inner = model.base_model.model
    states = [inner.base_model(torch.tensor([row])).last_hidden_state[0, -1] for row in rows]
    fixtures.write(folder, [dict(tokens=row, reward=inner.score(h).item()) for row, h in zip(rows, states)])


def main():
    for name, targets in LANGUAGE_MODELS.items():
        language_model(name, targets)
    for family in REWARD_MODELS:
        reward_model(family)


if __name__ == "__main__":
    main()
