"""The cases that PPO's reference and the trainer are both given: models, rollouts, and the order of their updates."""

import json

import torch
from transformers import AutoModelForSequenceClassification

import families
import lora_fixture

BASES = dict(policy="reference", critic="reward")
"""What each learning model begins as."""


def save_models(folder, seed, family="llama", adapters=False, **settings):
    """Four models of a family: the policy is near its reference, the critic near the reward model, as after some steps; or an adapter away."""
    reference = families.language_model(family, seed, **settings)
    torch.manual_seed(seed + 1000)
    reward_model = AutoModelForSequenceClassification.from_config(reference.config)
    for config in (reference.config, reward_model.config):
        config.pad_token_id, config.num_labels = 0, 1
    reward_model.score = torch.nn.Linear(reference.config.hidden_size, 1, bias=False)
    reward_model.base_model.load_state_dict(families.language_model(family, seed + 1, **settings).base_model.state_dict())
    for first, copy, kind in ((reference, "policy", "CAUSAL_LM"), (reward_model, "critic", "SEQ_CLS")):
        first.save_pretrained(folder / BASES[copy])
        if adapters:
            adapted = lora_fixture.adapted(first, seed, target_modules="all-linear", task_type=kind)
            lora_fixture.save(adapted, folder / BASES[copy], folder / copy)
            continue
        with torch.no_grad():
            for parameter in first.parameters():
                parameter.add_(torch.randn_like(parameter) * 0.02)
        first.save_pretrained(folder / copy)


PPO_MAX = dict(
    klTarget=0, klHorizon=1, rewardShaping="normalize", missingEosPenalty=0, advantageNormalization=False, advantageClip=0,
    importanceSampling="sampler", entropyCoefficient=0, ptxCoefficient=0,
)
"""What is off unless a case asks for it."""

OPTIONS = {
    "reward-scaling": dict(rewardShaping="scale", rewardClip=1.1, missingEosPenalty=0.7, klTarget=0.01, klHorizon=40),
    "plain-rewards": dict(rewardShaping="none", rewardClip=0, valueClip=0),
    "advantages": dict(advantageNormalization=True, advantageClip=0.9, valueClip=0),
    "reference-policy": dict(importanceSampling="reference"),
    "entropy": dict(entropyCoefficient=0.3),
    "ptx": dict(ptxCoefficient=0.8),
}
"""The paper's alternatives, each a case."""


def write_case(folder, models, seed, vocabulary, critic_only=False, **options):
    """Ragged rollouts, one of them cut off; optimizer steps and micro-batches of unequal sizes; two epochs."""
    generator = torch.Generator().manual_seed(seed)
    draw = lambda low, high, n: torch.randint(low, high, (n,), generator=generator).tolist()
    rollouts = []
    for row, (prompt, answer) in enumerate(zip(draw(1, 9, 7), draw(1, 12, 7))):
        ended = row != 3
        rollouts.append(dict(prompt=draw(3, vocabulary, prompt), answer=draw(3, vocabulary, answer) + [2] * ended, ended=ended))
    epochs = []
    for _ in range(2):
        order = torch.randperm(7, generator=generator).tolist()
        epochs.append([[order[:2], order[2:3], order[3:4]], [order[4:6], order[6:]]])
    case = dict(
        models=models,
        critic_only=critic_only,
        settings=dict(
            temperature=0.7, klCoefficient=0.3, rewardClip=0.8, gamma=0.98, policyClip=0.02, valueClip=0.01,
            beta1=0.9, beta2=0.95, epsilon=1e-6, weightDecay=0.1, maxGradNorm=0.5,
        ) | {"lambda": 0.9} | PPO_MAX | options,
        policy_schedule=dict(peak=2e-3, lowest=2e-4, warmup=2, total=10),
        critic_schedule=dict(peak=4e-3, lowest=4e-4, warmup=1, total=20),
        earlier_rewards=[round(x, 3) for x in torch.randn(5, generator=generator).tolist()],
        rollouts=rollouts,
        epochs=epochs,
        texts=[draw(3, vocabulary, length) + [2] for length in draw(1, 9, 3)],
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "case.json").write_text(json.dumps(case, indent=1) + "\n")
