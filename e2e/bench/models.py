"""Writes the models that both sides load: the small one from a seed, and a reward model on the real one.

  models.py small FOLDER              a model of about 10M parameters with a tokenizer, in FOLDER/model and FOLDER/reward
  models.py real SMOLLM2_DIR FOLDER   a reward model from SmolLM2's decoder, in FOLDER/reward
"""

import pathlib
import sys

import tokenizers
import torch
from transformers import AutoConfig, AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM, LlamaForSequenceClassification, PreTrainedTokenizerFast

import texts

VOCABULARY = 8192
SPECIAL = ["<pad>", "<s>", "</s>"]


def tokenizer(folder):
    """Byte pairs learnt from the texts that the startup measure reads; ids above those that there are stay unused."""
    pairs = tokenizers.Tokenizer(tokenizers.models.BPE())
    pairs.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    pairs.decoder = tokenizers.decoders.ByteLevel()
    trainer = tokenizers.trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=SPECIAL, initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    rows = texts.dialogues(texts.ROWS)
    pairs.train_from_iterator((row["prompt"] + row["completion"] for row in rows), trainer)
    PreTrainedTokenizerFast(tokenizer_object=pairs, pad_token="<pad>", bos_token="<s>", eos_token="</s>").save_pretrained(folder)


def small(folder):
    torch.manual_seed(1)
    config = LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=256,
        intermediate_size=688,
        num_hidden_layers=8,
        num_attention_heads=8,
        num_key_value_heads=8,
        max_position_embeddings=2048,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
    )
    LlamaForCausalLM(config).save_pretrained(folder / "model")
    tokenizer(folder / "model")
    reward(folder / "model", folder / "reward")


def reward(model, folder):
    """The decoder of a language model under a random scalar head."""
    torch.manual_seed(2)
    config = AutoConfig.from_pretrained(model, num_labels=1, pad_token_id=0)
    scalar = LlamaForSequenceClassification(config)
    decoder = AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32).model
    scalar.model.load_state_dict(decoder.state_dict())
    torch.nn.init.normal_(scalar.score.weight, std=0.02)
    scalar.save_pretrained(folder)


if sys.argv[1] == "small":
    small(pathlib.Path(sys.argv[2]))
else:
    reward(sys.argv[2], pathlib.Path(sys.argv[3]) / "reward")
