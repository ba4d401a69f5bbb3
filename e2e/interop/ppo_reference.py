"""One PPO-max update in plain PyTorch and transformers: every row alone, no padding, no batching.

It follows "Secrets of RLHF in Large Language Models Part I: PPO" (arXiv 2307.04964), not the trainer's code.
"""

import json
import math
import pathlib

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification

from ppo_cases import BASES


def language_model(folder):
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()


def scalar_model(folder):
    return AutoModelForSequenceClassification.from_pretrained(folder, dtype=torch.float32).eval()


def learning_model(load, folder, name):
    """One with all its weights, or an adapter in its base, of which nothing else learns."""
    if not (folder / name / "adapter_config.json").exists():
        return load(folder / name)
    return PeftModel.from_pretrained(load(folder / BASES[name]), folder / name, is_trainable=True).base_model.model.eval()


def states_before(model, rollout):
    """Hidden states that the answer's tokens follow, one for each token."""
    prompt, answer = rollout["prompt"], rollout["answer"]
    hidden = model.base_model(torch.tensor([prompt + answer])).last_hidden_state[0]
    return hidden[len(prompt) - 1:len(prompt) + len(answer) - 1]


def distribution(model, rollout, temperature):
    return (model.get_output_embeddings()(states_before(model, rollout)) / temperature).log_softmax(-1)


def log_probs(model, rollout, temperature):
    every = distribution(model, rollout, temperature)
    return torch.stack([every[t, token] for t, token in enumerate(rollout["answer"])])


def values(model, rollout):
    return model.score(states_before(model, rollout))[:, 0]


def reward(model, rollout):
    ids = torch.tensor([rollout["prompt"] + rollout["answer"]])
    return model.score(model.base_model(ids).last_hidden_state[0, -1])[0]


def advantages(rewards, value, gamma, lam):
    """Term by term, as it is defined."""
    n = len(rewards)
    delta = [rewards[t] + gamma * (value[t + 1] if t + 1 < n else 0.0) - value[t] for t in range(n)]
    return [sum((gamma * lam) ** (l - t) * delta[l] for l in range(t, n)) for t in range(n)]


def learning_rate(step, peak, lowest, warmup, total):
    if step <= warmup:
        return peak * step / warmup
    return lowest + (peak - lowest) * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2


def std(numbers):
    mean = sum(numbers) / len(numbers)
    return math.sqrt(sum((x - mean) ** 2 for x in numbers) / len(numbers))


class Optimizer:
    """AdamW with clipping by the global norm of this model's own gradients."""

    def __init__(self, model, schedule, s):
        self.parameters = [p for p in model.parameters() if p.requires_grad]
        self.schedule, self.max_norm, self.steps = schedule, s["maxGradNorm"], 0
        matrices = [p for p in self.parameters if p.dim() > 1]
        vectors = [p for p in self.parameters if p.dim() <= 1]
        groups = [dict(params=matrices, weight_decay=s["weightDecay"]), dict(params=vectors, weight_decay=0.0)]
        self.adam = torch.optim.AdamW(groups, betas=(s["beta1"], s["beta2"]), eps=s["epsilon"])

    def step(self, loss):
        self.adam.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, self.max_norm)
        self.steps += 1
        self.rate = learning_rate(self.steps, **self.schedule)
        for group in self.adam.param_groups:
            group["lr"] = self.rate
        self.adam.step()
        return norm.item()


def judged(case, models):
    """Each rollout with what the four models say and what is to be learnt from it."""
    s, rows = case["settings"], []
    with torch.no_grad():
        for rollout in case["rollouts"]:
            every = distribution(models["policy"], rollout, s["temperature"])
            rows.append(dict(
                rollout=rollout,
                old=log_probs(models["policy"], rollout, s["temperature"]),
                reference=log_probs(models["reference"], rollout, s["temperature"]),
                entropy=-(every.exp() * every).sum(-1),
                value=values(models["critic"], rollout),
                reward=reward(models["reward"], rollout).item(),
            ))
    for row in rows:
        row["penalised"] = row["reward"] - (0 if row["rollout"]["ended"] else s["missingEosPenalty"])
    seen = case["earlier_rewards"] + [row["penalised"] for row in rows]
    for row in rows:
        row["shaped"] = clipped(shaped(row["penalised"], seen, s["rewardShaping"]), s["rewardClip"])
        tokens = (-s["klCoefficient"] * (row["old"] - row["reference"])).tolist()
        tokens[-1] += row["shaped"]
        row["advantage"] = torch.tensor(advantages(tokens, row["value"].tolist(), s["gamma"], s["lambda"]))
        row["return"] = row["advantage"] + row["value"]
    shape_advantages(rows, s)
    return rows, seen


def clipped(number, bound):
    return number if bound == 0 else max(-bound, min(bound, number))


def shaped(reward, seen, how):
    centred = reward - sum(seen) / len(seen) if how == "normalize" else reward
    return centred if how == "none" else centred / std(seen)


def shape_advantages(rows, s):
    every = torch.cat([row["advantage"] for row in rows]).double()
    for row in rows:
        if s["advantageNormalization"]:
            row["advantage"] = ((row["advantage"] - every.mean()) / (every.var(unbiased=False) + 1e-8).sqrt()).float()
        if s["advantageClip"] > 0:
            row["advantage"] = row["advantage"].clamp(-s["advantageClip"], s["advantageClip"])


def text_loss(model, texts):
    """Mean over every token but the first of each text."""
    each = [torch.nn.functional.cross_entropy(model(torch.tensor([text])).logits[0, :-1], torch.tensor(text[1:]), reduction="sum") for text in texts]
    return sum(each) / sum(len(text) - 1 for text in texts)


def update(case, models, rows):
    s = case["settings"]
    policy = Optimizer(models["policy"], case["policy_schedule"], s)
    critic = Optimizer(models["critic"], case["critic_schedule"], s)
    steps = [[i for micro in step for i in micro] for epoch in case["epochs"] for step in epoch]
    log = dict(policy_loss=[], value_loss=[], policy_clip=[], value_clip=[], approx_kl=[], grad_norm=[], critic_grad_norm=[], deviation=[], ptx_loss=[])
    for step in steps:
        batch = [rows[i] for i in step]
        old_value, target = torch.cat([r["value"] for r in batch]), torch.cat([r["return"] for r in batch])
        value = torch.cat([values(models["critic"], r["rollout"]) for r in batch])
        free = (value - target) ** 2
        near = old_value + (value - old_value).clamp(-s["valueClip"], s["valueClip"])
        bound = free if case["critic_only"] or s["valueClip"] == 0 else (near - target) ** 2
        loss = 0.5 * torch.max(free, bound).mean()
        log["value_loss"].append(loss.item())
        # Rounding may tell two equal losses apart; a clipped one differs by far more.
        log["value_clip"].append((bound > free + 1e-7).float().mean().item())
        log["critic_grad_norm"].append(critic.step(loss))
        if case["critic_only"]:
            continue
        base = "old" if s["importanceSampling"] == "sampler" else "reference"
        advantage, old = torch.cat([r["advantage"] for r in batch]), torch.cat([r[base] for r in batch])
        log_ratio = torch.cat([log_probs(models["policy"], r["rollout"], s["temperature"]) for r in batch]) - old
        ratio = log_ratio.exp()
        free = -advantage * ratio
        bound = -advantage * ratio.clamp(1 - s["policyClip"], 1 + s["policyClip"])
        loss = torch.max(free, bound).mean()
        log["policy_loss"].append(loss.item())
        log["policy_clip"].append((bound > free).float().mean().item())
        log["approx_kl"].append((ratio - 1 - log_ratio).mean().item())
        log["deviation"].append((ratio - 1).abs().max().item())
        if s["entropyCoefficient"] > 0:
            every = torch.cat([distribution(models["policy"], r["rollout"], s["temperature"]) for r in batch])
            loss = loss - s["entropyCoefficient"] * -(every.exp() * every).sum(-1).mean()
        if s["ptxCoefficient"] > 0:
            texts = text_loss(models["policy"], case["texts"])
            loss = loss + s["ptxCoefficient"] * texts
            log["ptx_loss"].append(texts.item())
        log["grad_norm"].append(policy.step(loss))
    return log, policy, critic


def mean(numbers):
    return sum(numbers) / len(numbers)


def spread(rewards):
    quantiles = dict(min=0, p05=0.05, p25=0.25, p50=0.5, p75=0.75, p95=0.95, max=1)
    told = {f"reward_{name}": rewards.quantile(float(q)).item() for name, q in quantiles.items()}
    return told | dict(reward_skewness=(((rewards - rewards.mean()) / rewards.std(unbiased=False)) ** 3).mean().item())


def figures(rows, log, policy, critic):
    every = lambda key: torch.cat([r[key] for r in rows]).double()
    lengths = [len(r["rollout"]["answer"]) for r in rows]
    told = dict(
        kl=(every("old") - every("reference")).mean().item(),
        entropy=every("entropy").mean().item(),
        perplexity=math.exp(-every("old").mean().item()),
        reward=mean([r["reward"] for r in rows]),
        reward_std=std([r["reward"] for r in rows]),
        **spread(torch.tensor([r["reward"] for r in rows], dtype=torch.float64)),
        reward_normalized=mean([r["shaped"] for r in rows]),
        response_length=mean(lengths),
        truncated_rate=mean([not r["rollout"]["ended"] for r in rows]),
        advantage_mean=every("advantage").mean().item(),
        advantage_std=every("advantage").std(unbiased=False).item(),
        return_mean=every("return").mean().item(),
        value_mean=every("value").mean().item(),
        explained_variance=1 - ((every("return") - every("value")).var() / every("return").var()).item(),
        value_loss=mean(log["value_loss"]),
        value_clip_fraction=mean(log["value_clip"]),
        critic_grad_norm=mean(log["critic_grad_norm"]),
        critic_learning_rate=critic.rate,
    )
    if log["policy_loss"]:
        told |= dict(
            policy_loss=mean(log["policy_loss"]),
            policy_clip_fraction=mean(log["policy_clip"]),
            approx_kl=mean(log["approx_kl"]),
            first_minibatch_ratio_deviation=log["deviation"][0],
            first_minibatch_clip_fraction=log["policy_clip"][0],
            grad_norm=mean(log["grad_norm"]),
            learning_rate=policy.rate,
        )
    if log["ptx_loss"]:
        told["ptx_loss"] = mean(log["ptx_loss"])
    return told


def next_coefficient(case, kl):
    """Ziegler et al. 2019, section 2.2."""
    s = case["settings"]
    if s["klTarget"] == 0:
        return s["klCoefficient"]
    error = max(-0.2, min(0.2, kl / s["klTarget"] - 1))
    return s["klCoefficient"] * (1 + error * len(case["rollouts"]) / s["klHorizon"])


def expected(folder):
    """What a folder's case comes to: figures, and what the models say to the rollouts afterwards."""
    folder = pathlib.Path(folder)
    case = json.loads((folder / "case.json").read_text())
    saved = folder.parent / case["models"]
    models = dict(
        policy=learning_model(language_model, saved, "policy"),
        reference=language_model(saved / "reference"),
        critic=learning_model(scalar_model, saved, "critic"),
        reward=scalar_model(saved / "reward"),
    )
    rows, seen = judged(case, models)
    log, policy, critic = update(case, models, rows)
    with torch.no_grad():
        told = figures(rows, log, policy, critic)
        return dict(
            figures=told,
            kl_coefficient=next_coefficient(case, told["kl"]),
            moments=dict(count=len(seen), mean=mean(seen), deviation=std(seen)),
            log_probs=[log_probs(models["policy"], r, case["settings"]["temperature"]).tolist() for r in case["rollouts"]],
            values=[values(models["critic"], r).tolist() for r in case["rollouts"]],
        )
