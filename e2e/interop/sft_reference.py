"""Supervised fine-tuning with PyTorch and transformers, as the trainer's documentation states it: the reference of its losses.

Nothing here calls the trainer. What both must share is written again: the order of rows, the learning-rate schedule, the chat formats.
"""

import gzip
import json
import math
import random
import re
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, GenerationConfig, PreTrainedTokenizerFast

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
ASKED = ["How do I water a fern?", "Is rain wet?", "Name a tree.", "What sings at night — and why?", "Can I eat moss?"]
ANSWERS = ["Gently, in the morning.", "Yes.", "An oak; or a birch, if you like white bark.", "Crickets sing.\n\nThey call.", "Better not: ask a cook 🙂"]
LIKE_LLAMA = dict(intermediate_size=40, num_key_value_heads=1)
# No dropout: the trainer has none.
SIZES = {
    "llama": LIKE_LLAMA,
    "mistral": LIKE_LLAMA | dict(sliding_window=20),
    "qwen2": LIKE_LLAMA,
    "qwen3": LIKE_LLAMA | dict(head_dim=8),
    "gpt_neox": dict(intermediate_size=40, rotary_pct=0.5),
    "gpt2": dict(n_inner=40, resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0),
}
MASK = (1 << 64) - 1
GOLDEN_GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def at(key, coordinate):
    return mix(key ^ mix((coordinate + GOLDEN_GAMMA) & MASK))


def row_order(seed, epoch, rows):
    """Fisher and Yates with the counter-based generator of (seed, "order", epoch)."""
    key = mix((seed + GOLDEN_GAMMA) & MASK)
    for coordinate in [*b"order", len(b"order"), epoch]:
        key = at(key, coordinate)
    order = list(range(rows))
    for i in range(rows - 1, 0, -1):
        bits = mix((key + (i + 1) * GOLDEN_GAMMA) & MASK)
        other = (bits * (i + 1)) >> 64
        order[i], order[other] = order[other], order[i]
    return order


def learning_rate(step, total, settings):
    optimizer = settings["optimizer"]
    peak = settings["learningRate"]
    lowest = peak * optimizer["minLearningRateRatio"]
    warmup = math.floor(optimizer["warmupRatio"] * total + 0.5)
    if step <= warmup:
        return peak * step / warmup
    return lowest + (peak - lowest) * (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2


def rows(seed, count):
    """Demonstrations of every kind."""
    chance = random.Random(seed)
    for i in range(count):
        (a, b), (c, d) = [(chance.choice(ASKED), chance.choice(ANSWERS)) for _ in range(2)]
        if i % 4 == 0:
            yield {"prompt": a, "completion": b}
        elif i % 4 == 1:
            yield {"chosen": f"\n\nHuman: {a}\n\nAssistant: {b}\n\nHuman: {c}\n\nAssistant: {d}", "rejected": "\n\nHuman: a\n\nAssistant: b"}
        else:
            turns = [("user", a), ("assistant", b)] + ([("user", c), ("assistant", d)] if i % 4 == 3 else [])
            yield {"messages": [{"role": role, "content": content} for role, content in turns]}


def messages_of(row):
    if "messages" in row:
        return row["messages"]
    if "completion" in row:
        return [{"role": "user", "content": row["prompt"]}, {"role": "assistant", "content": row["completion"]}]
    parts = re.split(r"\n\n(Human|Assistant):", row["chosen"])
    roles = {"Human": "user", "Assistant": "assistant"}
    return [{"role": roles[role], "content": text.strip()} for role, text in zip(parts[1::2], parts[2::2])]


def end_of_answers(folder, tokenizer):
    """The tokenizer's own end-of-sequence id where the model stops at it, else the model's."""
    stops = GenerationConfig.from_pretrained(folder).eos_token_id
    stops = stops if isinstance(stops, list) else [stops]
    return tokenizer.eos_token_id if tokenizer.eos_token_id in stops else min(stops)


def encode_template(tokenizer, messages, end):
    """Ids of the whole dialogue, and the places of the answers with their end-of-sequence tokens."""
    ids, learnt = [], []
    for i, message in enumerate(messages):
        if message["role"] == "assistant":
            prompt = tokenizer.apply_chat_template(messages[:i], add_generation_prompt=True)
            ids = tokenizer.apply_chat_template(messages[: i + 1])
            assert ids[: len(prompt)] == prompt, "a prompt's ids are the first ids of the dialogue"
            while ids[-1] != end:
                ids.pop()
            learnt += range(len(prompt), len(ids))
    return ids, learnt


def encode_human_assistant(tokenizer, messages, end):
    ids, learnt = [], []
    for message in messages:
        if message["role"] == "user":
            ids += tokenizer.encode("Human: " + message["content"].strip(), add_special_tokens=False) + [end]
        else:
            ids += tokenizer.encode("Assistant:", add_special_tokens=False)
            answer = tokenizer.encode(" " + message["content"].strip(), add_special_tokens=False) + [end]
            learnt += range(len(ids), len(ids) + len(answer))
            ids += answer
    return ids, learnt


def read_rows(file):
    opened = gzip.open(file, "rt") if str(file).endswith(".gz") else open(file)
    with opened as lines:
        return [json.loads(line) for line in lines if line.strip()]


def encoded(folder, file, chat_format, max_length):
    tokenizer = AutoTokenizer.from_pretrained(folder)
    encode = encode_template if chat_format == "tokenizer" else encode_human_assistant
    end = end_of_answers(folder, tokenizer)
    dialogues = []
    for row in read_rows(file):
        ids, learnt = encode(tokenizer, messages_of(row), end)
        dialogues.append((ids[:max_length], [place for place in learnt if place < max_length]))
    return dialogues


def batch_loss(model, batch):
    """Mean negative log-likelihood over the response tokens of the whole batch."""
    width = max(len(ids) for ids, _ in batch)
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    labels = torch.full((len(batch), width), -100)
    mask = torch.zeros(len(batch), width, dtype=torch.long)
    for row, (tokens, learnt) in enumerate(batch):
        ids[row, : len(tokens)] = torch.tensor(tokens)
        mask[row, : len(tokens)] = 1
        labels[row, learnt] = ids[row, learnt]
    logits = model(input_ids=ids, attention_mask=mask).logits
    return torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1).float(), labels[:, 1:].flatten(), ignore_index=-100)


def optimizer_of(model, settings):
    optimizer = settings["optimizer"]
    learnt = [p for p in model.parameters() if p.requires_grad]
    decayed, rest = [p for p in learnt if p.dim() > 1], [p for p in learnt if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": optimizer["weightDecay"]}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=1.0, betas=(optimizer["beta1"], optimizer["beta2"]), eps=optimizer["epsilon"])


def batches(rows, settings, seed, steps):
    """Of each of the first steps: its number, the steps of the stage in all, and its rows."""
    size = settings["batchSize"]
    per_epoch = math.ceil(len(rows) / size)
    total = per_epoch * settings["epochs"]
    for step in range(1, min(steps, total) + 1):
        order = row_order(seed, (step - 1) // per_epoch, len(rows))
        begin = (step - 1) % per_epoch * size
        yield step, total, [rows[i] for i in order[begin : begin + size]]


def update(model, optimizer, loss, rate, settings):
    """Learns from a loss; gives the global norm of its gradients before they are clipped."""
    optimizer.zero_grad()
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(model.parameters(), settings["optimizer"]["maxGradNorm"])
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    return norm.item()


def train(folder, file, settings, seed, chat_format, steps, adapt=lambda model: None):
    """Figures of the first steps, and the model after them; `adapt` may change what of it learns."""
    dialogues = encoded(folder, file, chat_format, settings["maxLength"])
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32)
    # Llama models of transformers drop an input embedding's gradient at the padding token, which for many is the end-of-sequence token.
    model.get_input_embeddings().padding_idx = None
    adapt(model)
    model.train()
    optimizer = optimizer_of(model, settings)
    figures = []
    for step, total, batch in batches(dialogues, settings, seed, steps):
        loss = batch_loss(model, batch)
        rate = learning_rate(step, total, settings)
        norm = update(model, optimizer, loss, rate, settings)
        figures.append(
            {
                "step": step,
                "loss": loss.item(),
                "grad_norm": norm,
                "learning_rate": rate,
                "tokens": sum(len(ids) for ids, _ in batch),
                "response_tokens": sum(len(learnt) for _, learnt in batch),
            }
        )
    return figures, model


def write_model(folder, texts, seed, vocabulary=300, family="llama", **config):
    """A small random model with a byte-level tokenizer learnt from texts."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = ["<|pad|>", "<|im_start|>", "<|im_end|>"]
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token=special[0], bos_token=special[1], eos_token=special[2])
    fast.chat_template = CHATML
    fast.save_pretrained(folder)
    torch.manual_seed(seed)
    settings = dict(
        hidden_size=24,
        num_hidden_layers=2,
        num_attention_heads=2,
        tie_word_embeddings=True,
        vocab_size=len(fast),
        max_position_embeddings=256,
        initializer_range=0.1,
        bos_token_id=fast.bos_token_id,
        eos_token_id=fast.eos_token_id,
        pad_token_id=fast.pad_token_id,
        **SIZES[family],
    )
    config = AutoConfig.for_model(family, **(settings | config))
    AutoModelForCausalLM.from_config(config).save_pretrained(folder)
    (Path(folder) / "special_tokens_map.json").unlink(missing_ok=True)
