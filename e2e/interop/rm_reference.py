"""Reward-model training with PyTorch and transformers, as docs/reward-model.md states it: the reference of its losses.

Nothing here calls the trainer; see sft_reference.py for what both must share.
"""

import math

import torch
from torch.nn.functional import cross_entropy, logsigmoid
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer

from sft_reference import (
    GOLDEN_GAMMA,
    MASK,
    at,
    batches,
    encode_human_assistant,
    encode_template,
    end_of_answers,
    learning_rate,
    messages_of,
    mix,
    optimizer_of,
    read_rows,
    update,
)


def uniform(key, index):
    return (mix((key + (index + 1) * GOLDEN_GAMMA) & MASK) >> 12) * 2.0**-52


def initial_head(seed, hidden):
    """Normal(0, 1 / (hidden + 1)) from the counter-based generator of (seed, "initial weights", "score.weight")."""
    key = mix((seed + GOLDEN_GAMMA) & MASK)
    for purpose in [b"initial weights", b"score.weight"]:
        for coordinate in [*purpose, len(purpose)]:
            key = at(key, coordinate)
    draws = []
    for i in range(hidden):
        radius = math.sqrt(-2 * math.log(1 - uniform(key, 2 * i)))
        draws.append(radius * math.cos(2 * math.pi * uniform(key, 2 * i + 1)) / (hidden + 1))
    return torch.tensor([draws], dtype=torch.float32)


def dialogue_of(row, side):
    answer = row[side]
    if "prompt" not in row:
        return answer if isinstance(answer, list) else messages_of({"chosen": answer})
    if row["prompt"].startswith("\n\nHuman:"):
        return messages_of({"chosen": row["prompt"] + answer})
    return messages_of({"prompt": row["prompt"], "completion": answer})


def encoded_pairs(folder, file, chat_format):
    """For each row the ids of both dialogues, and the places of the chosen answer: the last one alone."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encode = encode_template if chat_format == "tokenizer" else encode_human_assistant
    end = end_of_answers(folder, tokenizer)
    pairs = []
    for row in read_rows(file):
        chosen, learnt = encode(tokenizer, dialogue_of(row, "chosen"), end)
        rejected, _ = encode(tokenizer, dialogue_of(row, "rejected"), end)
        start = learnt[-1]
        while start - 1 in learnt:
            start -= 1
        pairs.append((chosen, rejected, range(start, len(chosen))))
    return pairs


def padded(rows, pad):
    ids = torch.full((len(rows), max(map(len, rows))), pad)
    mask = torch.zeros_like(ids)
    for i, row in enumerate(rows):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
    return ids, mask


def rewards_of(model, ids, mask):
    """The head at each row's last token, and the hidden states."""
    hidden = model.base_model(input_ids=ids, attention_mask=mask).last_hidden_state
    last = mask.sum(1) - 1
    return model.score(hidden)[torch.arange(len(ids)), last, 0], hidden


def batch_losses(model, head, batch, on):
    """Ranking loss, language-model loss over the tokens of the chosen answers or of their dialogues, and the rewards."""
    ids, mask = padded([chosen for chosen, _, _ in batch] + [rejected for _, rejected, _ in batch], model.config.pad_token_id)
    rewards, hidden = rewards_of(model, ids, mask)
    chosen, rejected = rewards.chunk(2)
    labels = torch.full((len(batch), ids.size(1)), -100)
    for i, (tokens, _, answer) in enumerate(batch):
        answer = answer if on == "answer" else range(1, len(tokens))
        labels[i, answer] = torch.tensor(tokens)[list(answer)]
    logits = hidden[: len(batch)] @ head.T
    lm_loss = cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100)
    return -logsigmoid(chosen - rejected).mean(), lm_loss, chosen, rejected


def padding(folder):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    return tokenizer.eos_token_id if tokenizer.pad_token_id is None else tokenizer.pad_token_id


def reward_model(folder, seed):
    """The classifier on a language model's decoder, and the language-model head, which may be the embedding."""
    language = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    model = AutoModelForSequenceClassification.from_pretrained(
        folder, num_labels=1, pad_token_id=padding(folder), dtype=torch.float32
    )
    # transformers gives the padding token's embedding no gradient; where it also ends texts it must learn.
    model.get_input_embeddings().padding_idx = None
    model.score.weight.data = initial_head(seed, model.config.hidden_size)
    if model.config.tie_word_embeddings:
        return model, model.get_input_embeddings().weight
    model.language_head = torch.nn.Parameter(language.get_output_embeddings().weight.detach().clone())
    return model, model.language_head


def train(folder, file, settings, seed, chat_format, steps, adapt=lambda model: None):
    """Figures of the first steps; `adapt` may change what of the model learns."""
    pairs = encoded_pairs(folder, file, chat_format)
    model, head = reward_model(folder, seed)
    speaks = settings["lmLossCoefficient"] > 0
    if not speaks and not model.config.tie_word_embeddings:
        head.requires_grad_(False)
    adapt(model)
    model.train()
    optimizer = optimizer_of(model, settings)
    figures = []
    for step, total, batch in batches(pairs, settings, seed, steps):
        rm_loss, lm_loss, chosen, rejected = batch_losses(model, head, batch, settings["lmLossOn"])
        loss = rm_loss + settings["lmLossCoefficient"] * lm_loss if speaks else rm_loss
        rate = learning_rate(step, total, settings)
        norm = update(model, optimizer, loss, rate, settings)
        margin = (chosen - rejected).detach()
        row = {
            "step": step,
            "loss": loss.item(),
            "rm_loss": rm_loss.item(),
            "accuracy": (margin > 0).double().mean().item(),
            "margin_mean": margin.mean().item(),
            "reward_chosen_mean": chosen.mean().item(),
            "reward_rejected_mean": rejected.mean().item(),
            "brier_score": (1 - margin.sigmoid()).square().mean().item(),
            "grad_norm": norm,
            "learning_rate": rate,
        }
        figures.append(row | ({"lm_loss": lm_loss.item()} if speaks else {}))
    return figures
