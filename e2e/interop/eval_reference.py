"""What PPO costs, with PyTorch and transformers: accuracy on multiple-choice questions by log-likelihood, and perplexity on texts.

The rules are those of lm-evaluation-harness: acc takes the choice with the largest sum of log-probabilities, acc_norm that with the largest sum
over its length in characters. Every sequence is scored alone, so that nothing of padding or of batches is shared with the trainer.
"""

import math
import random

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from sft_reference import ANSWERS, ASKED, encode_human_assistant, encode_template, end_of_answers, read_rows

WINDOW = 1024
WORDS = "a fern likes rain and shade but no frost naïve 🙂 moss".split()


def questions(seed, count):
    """Some with examples before the question, and with two to five choices."""
    chance = random.Random(seed)
    for i in range(count):
        choices = chance.sample(ANSWERS, chance.randint(2, 5))
        asked = chance.choice(ASKED)
        if i % 3 == 2:
            example = [{"role": "user", "content": chance.choice(ASKED)}, {"role": "assistant", "content": chance.choice(ANSWERS)}]
            asked = example + [{"role": "user", "content": asked}]
        yield {"question": asked, "choices": choices, "answer": chance.randrange(len(choices))}


def texts(seed, count):
    chance = random.Random(seed)
    for _ in range(count):
        yield {"text": " ".join(chance.choices(WORDS, k=chance.randint(2, 60)))}


@torch.no_grad()
def log_probs(model, ids):
    """Of each token but the first, given those before it."""
    logits = model(input_ids=torch.tensor([ids])).logits[0, :-1].float()
    return torch.log_softmax(logits, -1).gather(1, torch.tensor(ids[1:])[:, None])[:, 0].double()


def choice_sums(folder, file, chat_format):
    """For each question the sum of log-probabilities of each choice, its end-of-sequence token left out."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    encode = encode_template if chat_format == "tokenizer" else encode_human_assistant
    end = end_of_answers(folder, tokenizer)
    for row in read_rows(file):
        asked = row["question"] if isinstance(row["question"], list) else [{"role": "user", "content": row["question"]}]
        sums = []
        for choice in row["choices"]:
            ids, learnt = encode(tokenizer, asked + [{"role": "assistant", "content": choice}], end)
            begin = learnt[-1]
            while begin - 1 in learnt:
                begin -= 1
            assert ids[-1] == end
            sums.append(log_probs(model, ids[:-1])[begin - 1 :].sum().item())
        yield row, sums


def right(folder, file, chat_format):
    """For each question whether the likeliest choice is the right one, by sum and by length."""
    for row, sums in choice_sums(folder, file, chat_format):
        per_character = [s / len(choice) for s, choice in zip(sums, row["choices"])]
        yield tuple(scores.index(max(scores)) == row["answer"] for scores in (sums, per_character))


def text_losses(folder, file, window=WINDOW):
    """For each text the number of predicted tokens, and the sum of their negative log-probabilities."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    width = min(window, model.config.max_position_embeddings)
    for row in read_rows(file):
        ids = tokenizer(row["text"])["input_ids"]
        parts = [ids[start : start + width] for start in range(0, len(ids) - 1, width - 1)]
        yield len(ids) - 1, -sum(log_probs(model, part).sum().item() for part in parts)


def perplexity(losses):
    losses = list(losses)
    return math.exp(sum(loss for _, loss in losses) / sum(tokens for tokens, _ in losses))
