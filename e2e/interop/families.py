"""Small random models of every family, with and without a reward head, made by transformers."""

import torch
from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSequenceClassification

EVERY = dict(
    vocab_size=64,
    hidden_size=16,
    num_hidden_layers=2,
    num_attention_heads=4,
    max_position_embeddings=128,
    initializer_range=0.4,
    bos_token_id=1,
    eos_token_id=2,
)
LIKE_LLAMA = dict(intermediate_size=24, num_key_value_heads=4)

# What each family is told beside that, by its own names.
OWN = {
    "llama": LIKE_LLAMA,
    "mistral": LIKE_LLAMA | dict(sliding_window=None),
    "qwen2": LIKE_LLAMA,
    "qwen3": LIKE_LLAMA | dict(head_dim=6),
    "gpt_neox": dict(intermediate_size=24, rotary_pct=0.5),
    "gpt2": dict(n_inner=24),
}


def language_model(family, seed, **settings):
    """A model whose logits are far enough apart for greedy decoding to have one answer."""
    return drawn(AutoModelForCausalLM, family, seed, settings)


def reward_model(family, seed, pad, **settings):
    """A classifier with one label."""
    return drawn(AutoModelForSequenceClassification, family, seed, settings | dict(num_labels=1, pad_token_id=pad))


def drawn(kind, family, seed, settings):
    torch.manual_seed(seed)
    config = AutoConfig.for_model(family, **(EVERY | OWN[family] | settings))
    model = kind.from_config(config, torch_dtype=torch.float32).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:  # norms of one and biases of zero would hide mistakes
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return model
