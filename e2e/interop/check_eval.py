"""What evaluation says of understanding and of texts equals a plain transformers implementation.

Every run draws fresh models, questions and texts; INTEROP_SEED repeats one.
"""

import json
import random

from transformers import LlamaConfig, LlamaForSequenceClassification

import checks
import eval_fixture
import eval_reference
import sft_reference
import trainer
import trial

TOLERANCE = 1e-4
SETTINGS = {"samples": 2, "maxResponseLength": 2, "temperature": 1.0, "topP": 1.0, "repetitionPenalty": 1.0, "scorers": []}


def reward_model(sft, folder):
    """A random classifier beside the tokenizer of the others."""
    LlamaForSequenceClassification(LlamaConfig.from_pretrained(sft, num_labels=1)).save_pretrained(folder)
    for name in ["tokenizer.json", "tokenizer_config.json", "chat_template.jinja"]:
        (folder / name).write_text((sft / name).read_text())


@checks.each("accuracy on questions, perplexity on texts", range(trial.SEED, trial.SEED + 3))
def costs(seed):
    folder = trial.folder(seed)
    chance = random.Random(seed)
    chat_format = chance.choice(["tokenizer", "human-assistant"])
    models = {stage: folder / stage for stage in ("sft", "ppo")}
    positions = {stage: chance.choice([256, 320]) for stage in models}
    for number, (stage, model) in enumerate(models.items()):
        texts = sft_reference.ASKED + sft_reference.ANSWERS
        sft_reference.write_model(model, texts, seed + number, max_position_embeddings=positions[stage], initializer_range=0.3)
    reward_model(models["sft"], folder / "rm")
    data = {
        "prompts": eval_fixture.write(folder / "prompts.jsonl", ({"prompt": asked} for asked in sft_reference.ASKED)),
        "understanding": eval_fixture.write(folder / "questions.jsonl", eval_reference.questions(seed, 30)),
        "texts": eval_fixture.write(folder / "texts.jsonl", eval_reference.texts(seed, 10)),
    }
    parents = models | {"rm": folder / "rm"}
    _, checkpoint = trainer.stage("eval", folder, models["sft"], data, SETTINGS, seed, chat_format, parents)
    report = json.loads((checkpoint / "evaluation.json").read_text())

    for stage, model in models.items():
        right = list(eval_reference.right(model, data["understanding"], chat_format))
        for rule, measured in enumerate(["bySum", "byLength"]):
            expected = sum(answers[rule] for answers in right) / len(right)
            assert report["understanding"][measured][stage]["mean"] == expected, f"{measured} of {stage}: {report['understanding']} not {expected}"
        expected = eval_reference.perplexity(eval_reference.text_losses(model, data["texts"], min(positions.values())))
        assert abs(report["texts"][stage]["mean"] / expected - 1) <= TOLERANCE, f"{report['texts']} instead of {expected}"


if __name__ == "__main__":
    trial.run()
