"""Small random Llama models in Hugging Face transformers, and what transformers computes with them."""

import json
import pathlib

import torch

import families

LLAMA3_SCALING = {
    "rope_type": "llama3",
    "factor": 8.0,
    "low_freq_factor": 1.0,
    "high_freq_factor": 4.0,
    "original_max_position_embeddings": 16,
}

# Below this distance between the two likeliest tokens, rounding decides which comes first.
TIE = 1e-3


def build(seed, **settings):
    return families.language_model("llama", seed, **settings)


def save(model, folder, dtype=torch.float32, shard="10GB", edit=None):
    """Saves in the stored type and reads back as fp32, which is what both sides compute with.

    `edit` respells config.json at the end, since transformers 4 reads its own spelling only.
    """
    model.to(dtype).save_pretrained(folder, max_shard_size=shard)
    stored = type(model).from_pretrained(folder, dtype=torch.float32).eval()
    if edit:
        config = pathlib.Path(folder, "config.json")
        config.write_text(json.dumps(edit(json.loads(config.read_text())), indent=2) + "\n")
    return stored


def transformers5(config):
    """The spelling of transformers 5: rope_parameters instead of rope_theta and rope_scaling."""
    scaling = config.pop("rope_scaling") or {"rope_type": "default"}
    config["rope_parameters"] = scaling | {"rope_theta": config.pop("rope_theta")}
    return config


def old_spelling(config):
    """The spelling of early transformers 4: torch_dtype."""
    config["torch_dtype"] = config.pop("dtype")
    return config


@torch.no_grad()
def logprobs(model, tokens):
    ids = torch.tensor([tokens])
    every = model(ids).logits.log_softmax(-1)[0, :-1]
    return every.gather(1, ids[0, 1:, None])[:, 0].tolist()


@torch.no_grad()
def greedy(model, tokens, count, penalty=1.0):
    """The continuation, cut before the first tie."""
    out = model.generate(
        torch.tensor([tokens]),
        attention_mask=torch.ones(1, len(tokens), dtype=torch.long),
        max_new_tokens=count,
        do_sample=False,
        repetition_penalty=penalty,
        pad_token_id=0,
        return_dict_in_generate=True,
        output_scores=True,
    )
    continuation = out.sequences[0, len(tokens):].tolist()
    for step, scores in enumerate(out.scores):
        first, second = scores[0].topk(2).values.tolist()
        if first - second < TIE:
            return continuation[:step], False
    return continuation, True


def random_rows(seed, vocabulary, lengths):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randint(3, vocabulary, (n,), generator=generator).tolist() for n in lengths]
