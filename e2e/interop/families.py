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
    model.get_input_embeddings().padding_idx = None  # or its gradient would be dropped
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:  # norms of one and biases of zero would hide mistakes
                parameter.add_(torch.randn_like(parameter) * 0.3)
    return model


def gradient_norms(model, rows):
    """Of each parameter, for the mean negative log-likelihood of all rows' tokens from the second on."""
    labels = [torch.tensor([row]) for row in rows if len(row) > 1]
    tokens = sum(ids.size(1) - 1 for ids in labels)
    model.zero_grad()
    with torch.enable_grad():
        for ids in labels:
            chances = model(ids).logits[0, :-1].log_softmax(-1).gather(1, ids[0, 1:, None])
            (-chances.sum() / tokens).backward()
    return {name: parameter.grad.norm().item() for name, parameter in model.named_parameters()}
