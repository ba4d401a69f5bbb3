"""Adapters equal peft and PyTorch: fresh models of every family, data and settings; what is saved opens in peft, and merged in transformers.

Every run draws fresh ones; INTEROP_SEED repeats one.
"""

import functools
import json
import pathlib
import random
import re

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification

import checks
import rm_reference
import sft_reference
import tiny_llama
import trainer
import trial

RELATIVE, ABSOLUTE = 1e-4, 1e-4
REWARDS = ["margin_mean", "reward_chosen_mean", "reward_rejected_mean"]  # near 0 at first
STEPS = 10
ROUNDING = 1e-6  # of a policy that draws beside itself that scores
FAMILIES = list(sft_reference.SIZES)
SEEDS = range(trial.SEED, trial.SEED + len(FAMILIES))
NAMED = {
    "gpt_neox": ["query_key_value", "dense"],
    "gpt2": ["c_attn", "mlp.c_proj"],
}


def settings(choice, family):
    return {
        "epochs": 8,
        "batchSize": choice([5, 8]),
        "microBatchSize": choice([2, 8]),
        "learningRate": choice([3e-3, 1e-2]),
        "optimizer": {
            "warmupRatio": choice([0.0, 0.2]),
            "minLearningRateRatio": choice([0.0, 0.1]),
            "weightDecay": choice([0.0, 0.1]),
            "beta1": 0.9,
            "beta2": 0.95,
            "epsilon": 1e-8,
            "maxGradNorm": choice([0.3, 1.0, 100.0]),
        },
        "maxLength": 96,
        "lora": {"rank": choice([1, 4]), "alpha": choice([2.0, 8.0]), "targets": choice([["all-linear"], NAMED.get(family, ["q_proj", "v_proj"])])},
    }


def initial_adapter(model, seed, stage):
    """A of the counter-based generator of (seed, stage, "adapter", name), uniform in +-1 / sqrt(in); B is 0."""
    for name, parameter in model.named_parameters():
        if ".lora_A." in name:
            key = sft_reference.mix((seed + sft_reference.GOLDEN_GAMMA) & sft_reference.MASK)
            for word in [stage, "adapter", name.removeprefix("base_model.model.").replace(".default", "")]:
                for coordinate in [*word.encode(), len(word)]:
                    key = sft_reference.at(key, coordinate)
            bound = parameter.size(1) ** -0.5
            drawn = [(2 * rm_reference.uniform(key, i) - 1) * bound for i in range(parameter.numel())]
            parameter.data.copy_(torch.tensor(drawn).view_as(parameter))


def adapt(model, lora, seed, stage, kind):
    """Puts an adapter into the model itself, of which nothing else learns from now on."""
    targets = lora["targets"] if lora["targets"] != ["all-linear"] else "all-linear"
    config = LoraConfig(
        r=lora["rank"],
        lora_alpha=lora["alpha"],
        target_modules=targets,
        task_type=kind,
        fan_in_fan_out=model.config.model_type == "gpt2",
        modules_to_save=["score"] if kind == "SEQ_CLS" else None,
    )
    initial_adapter(get_peft_model(model, config), seed, stage)


def same_figures(actual, expected):
    for ours, reference in zip(actual[:STEPS], expected, strict=True):
        for name, value in reference.items():
            bound = ABSOLUTE if name in REWARDS else RELATIVE * abs(value)
            assert abs(ours[name] - value) <= bound, f"{name} of step {reference['step']}: {ours[name]} instead of {value}"


@functools.cache
def base(seed):
    """The family and the folder of a seed's base model, with its data and settings."""
    folder = trial.folder(seed)
    family, choice = FAMILIES[seed % len(FAMILIES)], random.Random(seed).choice
    config = settings(choice, family)
    texts = sft_reference.ASKED + sft_reference.ANSWERS
    sizes = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, tie_word_embeddings=choice([True, False]))
    sft_reference.write_model(folder / "model", texts, seed, family=family, **sizes)
    data = folder / "demonstrations.jsonl"
    data.write_text("".join(json.dumps(row) + "\n" for row in sft_reference.rows(seed, 14)))
    print(f"      {seed}: {family} {sizes} {config}", flush=True)
    return folder, config


@functools.cache
def sft(seed):
    folder, config = base(seed)
    data = {"demonstrations": folder / "demonstrations.jsonl"}
    return trainer.stage("sft", folder, folder / "model", data, config, seed, "tokenizer")


@checks.each(f"SFT: losses and norms of {STEPS} steps", SEEDS)
def sft_figures(seed):
    folder, config = base(seed)
    figures, _ = sft(seed)
    adapted = functools.partial(adapt, lora=config["lora"], seed=seed, stage="sft", kind="CAUSAL_LM")
    expected, _ = sft_reference.train(
        folder / "model", folder / "demonstrations.jsonl", config, seed, "tokenizer", STEPS, adapted
    )
    same_figures(figures, expected)


PAGE = pathlib.Path(__file__).parents[2] / "docs/lora.md"


def opened_as_documented(base_folder, checkpoint):
    """By the lines that the page shows."""
    (sample,) = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    names = dict(AutoModelForCausalLM=AutoModelForCausalLM, PeftModel=PeftModel, base=base_folder, checkpoint=checkpoint)
    exec(sample, names)
    return names["model"].eval()


def opened(kind, base_folder, checkpoint, **options):
    model = kind.from_pretrained(base_folder, dtype=torch.float32, **options)
    return PeftModel.from_pretrained(model, checkpoint).eval()


ROWS = [[5, 6, 7, 8, 9], [20, 4, 31, 7], [9] * 12]


def same_log_probs(model, folder):
    for tokens, row in zip(ROWS, trainer.verb("score", folder, [{"tokens": row} for row in ROWS]), strict=True):
        pairs = zip(row["logprobs"], tiny_llama.logprobs(model, tokens), strict=True)
        assert all(abs(ours - theirs) <= ABSOLUTE for ours, theirs in pairs), f"{folder}: {tokens}"


def merged(checkpoint, target):
    command = ["java", "-jar", str(trainer.JAR), "merge", "--model", str(checkpoint), "--output", str(target)]
    trainer.java(command)
    return target


@checks.each("SFT: peft opens the checkpoint on its base, and transformers what is merged", SEEDS)
def sft_checkpoint(seed):
    folder, _ = base(seed)
    _, checkpoint = sft(seed)
    model = opened_as_documented(folder / "model", checkpoint)
    same_log_probs(model, checkpoint)
    whole, report = AutoModelForCausalLM.from_pretrained(
        merged(checkpoint, folder / "merged-sft"), dtype=torch.float32, output_loading_info=True
    )
    assert not any(report.values()), report
    for tokens in ROWS:
        pairs = zip(tiny_llama.logprobs(whole.eval(), tokens), tiny_llama.logprobs(model, tokens), strict=True)
        assert all(abs(a - b) <= ABSOLUTE for a, b in pairs)


@functools.cache
def preferences(seed):
    """Pairs, and settings of a reward model's stage."""
    folder, config = base(seed)
    choice = random.Random(seed + 1).choice
    file = folder / "preferences.jsonl"
    answers = sft_reference.ANSWERS
    pairs = [(asked, answers[i], answers[(i + 1 + seed % 4) % len(answers)]) for i, asked in enumerate(sft_reference.ASKED)]
    rows = [{"prompt": a, "chosen": b, "rejected": c} for a, b, c in pairs * 2]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    more = {"lmLossCoefficient": choice([0.0, 1.0]), "lmLossOn": "answer", "initFrom": "model", "batchSize": 4}
    return file, config | more


@functools.cache
def rm(seed):
    folder, _ = base(seed)
    file, config = preferences(seed)
    return trainer.stage("rm", folder, folder / "model", {"preferences": file}, config, seed, "tokenizer")


@checks.each(f"reward model: losses and norms of {STEPS} steps", SEEDS)
def rm_figures(seed):
    folder, _ = base(seed)
    file, config = preferences(seed)
    adapted = functools.partial(adapt, lora=config["lora"], seed=seed, stage="rm", kind="SEQ_CLS")
    same_figures(rm(seed)[0], rm_reference.train(folder / "model", file, config, seed, "tokenizer", STEPS, adapted))


@checks.each("reward model: peft opens the checkpoint, head and all, and transformers what is merged", SEEDS)
@torch.no_grad()
def rm_checkpoint(seed):
    folder, _ = base(seed)
    _, checkpoint = rm(seed)
    options = dict(config=AutoConfig.from_pretrained(checkpoint))
    model = opened(AutoModelForSequenceClassification, folder / "model", checkpoint, **options).base_model.model
    whole = AutoModelForSequenceClassification.from_pretrained(merged(checkpoint, folder / "merged-rm"), dtype=torch.float32)
    for tokens, row in zip(ROWS, trainer.verb("score", checkpoint, [{"tokens": row} for row in ROWS]), strict=True):
        for reference in [model, whole.eval()]:
            hidden = reference.base_model(torch.tensor([tokens])).last_hidden_state[0, -1]
            assert abs(row["reward"] - reference.score(hidden).item()) <= ABSOLUTE, f"{row} instead of {reference.score(hidden)}"


@checks.each("PPO: from both adapters; peft opens policy and critic on the merged models", SEEDS)
@torch.no_grad()
def ppo_checkpoint(seed):
    folder, config = base(seed)
    file = folder / "prompts.jsonl"
    file.write_text("".join(json.dumps({"prompt": asked}) + "\n" for asked in sft_reference.ASKED))
    parents = {"sft": sft(seed)[1], "rm": rm(seed)[1]}
    figures, checkpoint = trainer.stage("ppo", folder, folder / "model", {"prompts": file}, ppo_settings(config), seed, "tokenizer", parents)
    assert abs(figures[0]["kl"]) <= ROUNDING < abs(figures[-1]["kl"])
    merged_sft, merged_rm = folder / "ppo-sft", folder / "ppo-rm"
    merged(parents["sft"], merged_sft)
    merged(parents["rm"], merged_rm)
    same_log_probs(opened(AutoModelForCausalLM, merged_sft, checkpoint), checkpoint)
    critic = opened(AutoModelForSequenceClassification, merged_rm, checkpoint / "critic").base_model.model
    for tokens, row in zip(ROWS, trainer.verb("score", checkpoint / "critic", [{"tokens": row} for row in ROWS]), strict=True):
        hidden = critic.base_model(torch.tensor([tokens])).last_hidden_state[0, -1]
        assert abs(row["reward"] - critic.score(hidden).item()) <= ABSOLUTE


def ppo_settings(config):
    optimizer = {"warmupRatio": 0.0, "minLearningRateRatio": 1.0, "weightDecay": 0.0, "beta1": 0.9, "beta2": 0.95, "epsilon": 1e-8, "maxGradNorm": 1.0}
    return {
        "steps": 3,
        "criticWarmupSteps": 1,
        "rolloutBatchSize": 4,
        "batchSize": 4,
        "microBatchSize": 2,
        "epochs": 1,
        "learningRate": 1e-2,
        "criticLearningRate": 1e-2,
        "optimizer": optimizer,
        "klCoefficient": 0.05,
        "klTarget": 0.0,
        "klHorizon": 10000,
        "rewardShaping": "normalize",
        "rewardClip": 0.8,
        "missingEosPenalty": 0.0,
        "advantageNormalization": False,
        "advantageClip": 0.0,
        "importanceSampling": "sampler",
        "policyClip": 0.2,
        "valueClip": 0.2,
        "entropyCoefficient": 0.0,
        "ptxCoefficient": 0.0,
        "ptxBatchSize": 4,
        "gamma": 1.0,
        "lambda": 0.9,
        "temperature": 1.0,
        "maxLength": 128,
        "maxResponseLength": 8,
        "guards": [],
        "lora": config["lora"],
    }


if __name__ == "__main__":
    trial.run()
