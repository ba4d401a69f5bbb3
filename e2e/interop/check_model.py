"""The trainer's model equals Hugging Face transformers': on random configurations and a real model.

Every run draws fresh configurations; INTEROP_SEED repeats one. SMOLLM2_DIR names a folder with
SmolLM2-135M-Instruct (or any other model of a known family with a tokenizer).
"""

import functools
import random

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

import checks
import families
import tiny_llama
import trainer
import trial


TOLERANCE = 1e-4
TINY_TOKENS = 24
REAL_TOKENS = 32

PROMPTS = [
    "The capital of France is",
    "def fibonacci(n):\n",
    "Once upon a time, in a land far away,",
    "<|im_start|>user\nName three colours.<|im_end|>\n<|im_start|>assistant\n",
    "1, 2, 3, 4,",
]


def drawn(seed):
    """A random configuration, of another family with each seed, and how it is stored."""
    choice = random.Random(seed).choice
    family = list(families.OWN)[seed % len(families.OWN)]
    hidden = choice([16, 24, 48])
    settings = dict(
        family=family,
        vocab_size=choice([64, 101, 200]),
        hidden_size=hidden,
        # Larger weights make models whose fp32 rounding errors alone exceed the tolerance.
        initializer_range=hidden**-0.5,
        num_hidden_layers=choice([1, 2, 5]),
        tie_word_embeddings=choice([True, False]),
    )
    saving = dict(
        dtype=choice([torch.float32, torch.bfloat16, torch.float16]),
        shard=choice(["10GB", "20KB"]),
    )
    if family == "llama":
        saving |= dict(edit=choice([None, tiny_llama.transformers5, tiny_llama.old_spelling]))
    if family == "gpt_neox":
        own = gpt_neox(hidden, choice)
    elif family == "gpt2":
        own = gpt2(choice)
    else:
        own = like_llama(family, choice)
    return settings | own, saving


def like_llama(family, choice):
    """What Llama's decoder and its relatives leave open."""
    kv_heads, group = choice([1, 2, 4]), choice([1, 2, 3])
    scaling = choice([None, None, tiny_llama.LLAMA3_SCALING, dict(rope_type="linear", factor=2.5)])
    settings = dict(
        intermediate_size=choice([20, 64]),
        num_attention_heads=kv_heads * group,
        num_key_value_heads=kv_heads,
        head_dim=choice([2, 6, 16, 64]),
        rope_theta=choice([100.0, 10000.0, 500000.0]),
        rope_scaling=scaling and dict(scaling),
        rms_norm_eps=choice([1e-5, 1e-6, 1e-2]),
    )
    window = choice([None, 4, 30])
    if family in ("llama", "qwen3"):
        settings |= dict(attention_bias=choice([True, False]))
    if family == "llama":
        settings |= dict(mlp_bias=choice([True, False]))
    if family == "mistral":
        settings |= dict(sliding_window=window)
    if family in ("qwen2", "qwen3") and window:
        settings |= dict(use_sliding_window=True, sliding_window=window, max_window_layers=choice([0, 1]))
    return settings


def gpt_neox(hidden, choice):
    heads = choice([1, 2])
    # Dimensions are turned in pairs.
    turned = choice([part for part in (0.25, 0.5, 1.0) if hidden / heads * part % 2 == 0])
    return dict(
        intermediate_size=choice([20, 64]),
        num_attention_heads=heads,
        hidden_act=choice(["gelu", "gelu_new", "gelu_fast"]),
        layer_norm_eps=choice([1e-5, 1e-2]),
        rotary_pct=turned,
        rotary_emb_base=choice([100, 10000]),
        rope_scaling=choice([None, dict(rope_type="linear", factor=2.5)]),
        use_parallel_residual=choice([True, False]),
        attention_bias=choice([True, False]),
    )


def gpt2(choice):
    return dict(
        n_inner=choice([None, 20, 64]),
        num_attention_heads=choice([1, 2, 4, 8]),
        activation_function=choice(["gelu", "gelu_new"]),
        layer_norm_epsilon=choice([1e-5, 1e-2]),
    )


@functools.cache
def tiny(seed):
    folder = trial.folder(f"tiny-{seed}")
    settings, saving = drawn(seed)
    print(f"      {seed}: {settings} {saving}", flush=True)
    model = tiny_llama.save(families.language_model(seed=seed, **settings), folder, **saving)
    rows = tiny_llama.random_rows(seed, settings["vocab_size"], [1, 3, 8, 40, 77, 2, 100])
    return folder, model, rows


@functools.cache
def real():
    return (
        AutoModelForCausalLM.from_pretrained(trial.REAL, dtype=torch.float32).eval(),
        AutoTokenizer.from_pretrained(trial.REAL),
    )


def same_scores(folder, model, rows):
    scored = trainer.verb("score", folder, [{"tokens": row} for row in rows])
    for row, actual in zip(rows, scored, strict=True):
        assert actual["tokens"] == row
        expected = tiny_llama.logprobs(model, row)
        differences = [abs(a - b) for a, b in zip(actual["logprobs"], expected, strict=True)]
        assert max(differences, default=0) <= TOLERANCE, f"{max(differences)} for {row}"


def same_continuations(folder, model, rows, count, penalty=1.0):
    inputs = [{"tokens": row} for row in rows]
    options = dict(max_new_tokens=count, temperature=0, repetition_penalty=penalty)
    generated = trainer.verb("generate", folder, inputs, **options)
    for row, actual in zip(rows, generated, strict=True):
        expected, whole = tiny_llama.greedy(model, row, count, penalty)
        tokens = actual["tokens"] if whole else actual["tokens"][: len(expected)]
        assert tokens == expected, f"{tokens} instead of {expected} after {row}"


SEEDS = range(trial.SEED, trial.SEED + 2 * len(families.OWN))


@checks.each("log-probabilities of a random model", SEEDS)
def scores(seed):
    same_scores(*tiny(seed))


@checks.each("greedy continuations of a random model", SEEDS)
def continuations(seed):
    same_continuations(*tiny(seed), TINY_TOKENS)


@checks.each("continuations with a repetition penalty", SEEDS[::3])
def penalised(seed):
    same_continuations(*tiny(seed), TINY_TOKENS, penalty=1.3)


@checks.each("a folder that the trainer wrote opens with the same logits", SEEDS[: len(families.OWN)])
def written(seed):
    folder, model, rows = tiny(seed)
    target = trial.folder(f"written-{seed}")
    trainer.write_folder(folder, target)
    again = type(model).from_pretrained(target, dtype="auto").eval()
    assert again.dtype == torch.float32
    for name, weight in model.state_dict().items():
        assert torch.equal(again.state_dict()[name], weight), name
    if drawn(seed)[1].get("edit") is not tiny_llama.transformers5:  # which transformers 4 ignores
        for row in rows:
            same_logits(again, model, row)


def same_logits(one, other, row):
    ids = torch.tensor([row])
    torch.testing.assert_close(one(ids).logits, other(ids).logits, atol=TOLERANCE, rtol=0)


@checks.each("fresh weights of the trainer open with the same figures", families.OWN)
def fresh(family):
    source = trial.folder(f"fresh-config-{family}")
    families.language_model(family, 0, initializer_range=0.3).save_pretrained(source)
    target = trial.folder(f"fresh-{family}")
    trainer.write_folder(source, target, trial.SEED)
    model = AutoModelForCausalLM.from_pretrained(target).eval()
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            assert torch.all(parameter == 0), name
        elif parameter.dim() == 1:
            assert torch.all(parameter == 1), name
        else:
            expected = 0.15 if name.endswith("c_proj.weight") else 0.3  # GPT-2's, of two layers
            assert abs(parameter.std().item() / expected - 1) < 0.2, name
    same_scores(target, model, tiny_llama.random_rows(trial.SEED, 64, [5, 50]))


if trial.REAL:

    @checks.check
    def log_probabilities_of_a_real_model():
        model, tokenizer = real()
        scored = trainer.verb("score", trial.REAL, [{"text": text} for text in PROMPTS])
        for text, actual in zip(PROMPTS, scored, strict=True):
            tokens = tokenizer(text)["input_ids"]
            assert actual["tokens"] == tokens, f"{actual['tokens']} instead of {tokens}"
            pairs = zip(actual["logprobs"], tiny_llama.logprobs(model, tokens), strict=True)
            difference = max(abs(a - b) for a, b in pairs)
            assert difference <= TOLERANCE, f"{difference} for {text}"

    @checks.check
    def greedy_continuations_of_a_real_model():
        model, tokenizer = real()
        options = dict(max_new_tokens=REAL_TOKENS, temperature=0)
        inputs = [{"prompt": text} for text in PROMPTS]
        for text, actual in zip(PROMPTS, trainer.verb("generate", trial.REAL, inputs, **options)):
            expected, whole = tiny_llama.greedy(model, tokenizer(text)["input_ids"], REAL_TOKENS)
            tokens = actual["tokens"] if whole else actual["tokens"][: len(expected)]
            assert tokens == expected, f"{tokens} instead of {expected} after {text}"
            decoded = tokenizer.decode(actual["tokens"], skip_special_tokens=True)
            assert actual["text"] == decoded, f"{actual['text']!r} instead of {decoded!r}"

    @checks.check
    def a_real_model_written_by_the_trainer_opens_with_the_same_logits():
        model, tokenizer = real()
        target = trial.folder("real")
        trainer.write_folder(trial.REAL, target)
        again = AutoModelForCausalLM.from_pretrained(target).eval()
        same_logits(again, model, tokenizer(PROMPTS[0])["input_ids"])
        assert AutoTokenizer.from_pretrained(target)(PROMPTS[3]) == tokenizer(PROMPTS[3])


if __name__ == "__main__":
    with torch.no_grad():
        trial.run()
