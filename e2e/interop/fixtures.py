"""Writes the golden fixtures of the model's unit tests, so that these need no Python.

    $(e2e/interop/env) e2e/interop/fixtures.py
"""

import json
import pathlib
import shutil

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

import families
import tiny_llama

RESOURCES = pathlib.Path(__file__).parents[2] / "trainer-image/src/test/resources"
TARGET = RESOURCES / "parity"
REWARDS = RESOURCES / "rewards"
NEW_TOKENS = 12
PENALTY = 1.3
LENGTHS = [1, 2, 5, 17, 30]
TEXTS = ["the cat sat on the mat", " two  spaces, and a tab\t", "naïve café, 東京 🙂", "<s> is a token"]

CASES = {
    "plain": (dict(), dict()),
    "grouped-tied": (dict(num_key_value_heads=2, tie_word_embeddings=True), dict()),
    "one-key-head": (dict(num_key_value_heads=1, rope_theta=500000.0), dict()),
    "biases": (
        dict(attention_bias=True, mlp_bias=True, rms_norm_eps=1e-3),
        dict(edit=tiny_llama.old_spelling),
    ),
    "wide-heads": (
        dict(num_attention_heads=2, num_key_value_heads=1, head_dim=14, rope_theta=100.0),
        dict(),
    ),
    "llama3-scaling": (
        dict(rope_scaling=tiny_llama.LLAMA3_SCALING, rope_theta=1000.0),
        dict(edit=tiny_llama.transformers5),
    ),
    "linear-scaling": (dict(rope_scaling={"rope_type": "linear", "factor": 4.0}), dict()),
    "sharded": (dict(num_key_value_heads=2, head_dim=6), dict(shard="5KB")),
    "bfloat16": (dict(hidden_size=24, vocab_size=97), dict(dtype=torch.bfloat16)),
    "float16": (dict(tie_word_embeddings=True), dict(dtype=torch.float16)),
    "mistral": (dict(family="mistral", num_key_value_heads=2), dict()),
    "mistral-window": (dict(family="mistral", num_key_value_heads=1, sliding_window=6), dict()),
    "qwen2": (dict(family="qwen2", num_key_value_heads=2, tie_word_embeddings=True), dict()),
    "qwen2-window": (
        dict(family="qwen2", use_sliding_window=True, sliding_window=5, max_window_layers=1),
        dict(),
    ),
    "qwen3": (dict(family="qwen3", num_key_value_heads=2, attention_bias=True), dict()),
    "qwen3-window": (
        dict(
            family="qwen3",
            num_key_value_heads=1,
            tie_word_embeddings=True,
            use_sliding_window=True,
            sliding_window=7,
            layer_types=["sliding_attention", "full_attention"],
        ),
        dict(dtype=torch.bfloat16),
    ),
    "gpt-neox": (dict(family="gpt_neox", num_attention_heads=2), dict()),
    "gpt-neox-serial": (
        dict(
            family="gpt_neox",
            use_parallel_residual=False,
            attention_bias=False,
            hidden_act="gelu_fast",
            rotary_pct=1.0,
            rotary_emb_base=300,
            layer_norm_eps=1e-3,
            tie_word_embeddings=True,
        ),
        dict(),
    ),
    "gpt2": (dict(family="gpt2"), dict()),
    "gpt2-untied": (
        dict(
            family="gpt2",
            n_inner=None,
            activation_function="gelu",
            layer_norm_epsilon=1e-3,
            tie_word_embeddings=False,
        ),
        dict(shard="9KB"),
    ),
}


def settled_rows(settings, saving, folder):
    """Rows of the first seed whose greedy continuations depend on no tie."""
    settings = dict(family="llama") | settings
    for seed in range(100):
        shutil.rmtree(folder, ignore_errors=True)
        model = families.language_model(seed=seed, **settings)
        model = tiny_llama.save(model, folder, **saving)
        rows = tiny_llama.random_rows(seed, model.config.vocab_size, LENGTHS)
        continuations = [continuation(model, row) for row in rows]
        if all(settled for _, settled in continuations):
            scored = [
                dict(tokens=row, logprobs=tiny_llama.logprobs(model, row), **expected)
                for row, (expected, _) in zip(rows, continuations)
            ]
            return scored, families.gradient_norms(model, rows)
    raise SystemExit(f"no seed without ties for {folder}")


@torch.no_grad()
def rewards(family, folder):
    """Rewards of a classifier for rows of which one ends with the padding token."""
    shutil.rmtree(folder, ignore_errors=True)
    model = families.reward_model(family, 2, pad=2)
    model.save_pretrained(folder)
    rows = tiny_llama.random_rows(7, model.config.vocab_size, LENGTHS)
    rows[3].append(model.config.pad_token_id)
    states = [model.base_model(torch.tensor([row])).last_hidden_state[0, -1] for row in rows]
    return [dict(tokens=row, reward=model.score(h).item()) for row, h in zip(rows, states)]


def continuation(model, row):
    plain, settled = tiny_llama.greedy(model, row, NEW_TOKENS)
    penalised, also = tiny_llama.greedy(model, row, NEW_TOKENS, PENALTY)
    return dict(greedy=plain, penalised=penalised), settled and also


def byte_tokenizer(folder):
    """A byte-level BPE of 300 tokens that puts <s> before a text."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        special_tokens=["<pad>", "<s>", "</s>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(["the cat sat on the mat, the hat and that"] * 50, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", special_tokens=[("<s>", 1)]
    )
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", pad_token="<pad>"
    )
    fast.save_pretrained(folder)
    return fast


def text_rows(folder):
    """Texts, their tokens and the text of the continuation, with a tokenizer of the folder's own."""
    for seed in range(100):
        shutil.rmtree(folder, ignore_errors=True)
        tokenizer = byte_tokenizer(folder)
        model = tiny_llama.save(tiny_llama.build(seed, vocab_size=300, hidden_size=8), folder)
        rows = [tokenizer(text)["input_ids"] for text in TEXTS]
        continuations = [continuation(model, row) for row in rows]
        if all(settled for _, settled in continuations):
            return [
                dict(
                    text=text,
                    tokens=row,
                    logprobs=tiny_llama.logprobs(model, row),
                    answer=tokenizer.decode(expected["greedy"], skip_special_tokens=True),
                    **expected,
                )
                for text, row, (expected, _) in zip(TEXTS, rows, continuations)
            ]
    raise SystemExit(f"no seed without ties for {folder}")


def main():
    for name, (settings, saving) in CASES.items():
        rows, norms = settled_rows(settings, saving, TARGET / name)
        write(TARGET / name, rows, norms)
    write(TARGET / "text", text_rows(TARGET / "text"))
    for family in families.OWN:
        write(REWARDS / family, rewards(family, REWARDS / family))


def write(folder, rows, norms=None):
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    gradients = f',\n"gradient_norms": {json.dumps(norms)}' if norms else ""
    (folder / "expected.json").write_text(f'{{"rows": [\n{lines}\n]{gradients}}}\n')
    print(folder.name, sum(f.stat().st_size for f in folder.iterdir()), "bytes")


if __name__ == "__main__":
    main()
