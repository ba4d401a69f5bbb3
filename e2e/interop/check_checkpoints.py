"""The checkpoints of a whole run open in transformers as they are, with the trainer's figures.

CHECKPOINTS names a folder with a run's last checkpoints by stage: `sft`, `rm` and `ppo`. Where it is not set, those
that the scenario on Kind has copied from its claim are looked at, if it has run.
"""

import os
import pathlib

import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer
from transformers.utils import logging

import checks
import tiny_llama
import trainer

COPIES = pathlib.Path(__file__).parents[1] / "target" / "checkpoints"
ROOT = pathlib.Path(os.environ.get("CHECKPOINTS", COPIES))

TOLERANCE = 1e-4
TOKENS = 32
MESSAGES = [{"role": "user", "content": "How do I water a fern?"}]
TEXTS = ["How do I water a fern?", "You water it when the soil is dry.", "No."]


def strictly(kind, folder):
    """A model none of whose weights are missing or left over."""
    model, report = kind.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    assert not any(report.values()), report
    return model.eval()


def language_model(folder):
    model, tokenizer = strictly(AutoModelForCausalLM, folder), AutoTokenizer.from_pretrained(folder)
    rows = trainer.verb("score", folder, [{"text": text} for text in TEXTS])
    for text, row in zip(TEXTS, rows, strict=True):
        assert row["tokens"] == tokenizer(text)["input_ids"], text
        pairs = zip(row["logprobs"], tiny_llama.logprobs(model, row["tokens"]), strict=True)
        assert all(abs(a - b) <= TOLERANCE for a, b in pairs), text
    asked = tokenizer.apply_chat_template(MESSAGES, add_generation_prompt=True)
    asked = asked if isinstance(asked, list) else asked["input_ids"]
    options = dict(max_new_tokens=TOKENS, temperature=0)
    (answer,) = trainer.verb("generate", folder, [{"tokens": asked}], **options)
    expected, whole = tiny_llama.greedy(model, asked, TOKENS)
    assert expected, "transformers says nothing"
    assert (answer["tokens"] if whole else answer["tokens"][: len(expected)]) == expected


def reward_model(folder):
    model, tokenizer = strictly(AutoModelForSequenceClassification, folder), AutoTokenizer.from_pretrained(folder)
    rows = trainer.verb("score", folder, [{"text": text} for text in TEXTS])
    for text, row in zip(TEXTS, rows, strict=True):
        reward = model(torch.tensor([tokenizer(text)["input_ids"]])).logits.item()
        assert abs(row["reward"] - reward) <= TOLERANCE, f"{row['reward']} instead of {reward} for {text}"


OPENED = {"sft": language_model, "rm": reward_model, "ppo": language_model, "ppo/critic": reward_model}

if ROOT.is_dir():

    @checks.each("transformers opens the checkpoint of a run", OPENED)
    def opens(name):
        OPENED[name](ROOT / name)

else:
    print("skipped: no run on Kind has left its checkpoints, and CHECKPOINTS names none", flush=True)

if __name__ == "__main__":
    logging.disable_progress_bar()
    with torch.no_grad():
        checks.run()
