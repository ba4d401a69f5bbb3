"""Writes the fixture of the trainer's evaluation test: questions and texts, and what the reference computes with the model of the SFT test.

    $(e2e/interop/env) e2e/interop/eval_fixture.py
"""

import json
from pathlib import Path

import eval_reference

RESOURCES = Path(__file__).parents[2] / "trainer-image/src/test/resources"
MODEL = RESOURCES / "sft/model"
FIXTURE = RESOURCES / "eval"
WINDOW = 16


def write(file, rows):
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    return file


def main():
    FIXTURE.mkdir(exist_ok=True)
    questions = write(FIXTURE / "questions.jsonl", eval_reference.questions(4, 12))
    texts = write(FIXTURE / "texts.jsonl", eval_reference.texts(5, 6))
    expected = {"window": WINDOW}
    for chat_format in ["tokenizer", "human-assistant"]:
        sums = [sums for _, sums in eval_reference.choice_sums(MODEL, questions, chat_format)]
        right = list(eval_reference.right(MODEL, questions, chat_format))
        expected[chat_format] = {"logProbs": sums, "bySum": [a for a, _ in right], "byLength": [b for _, b in right]}
    losses = list(eval_reference.text_losses(MODEL, texts, WINDOW))
    expected["texts"] = {"tokens": [tokens for tokens, _ in losses], "losses": [loss for _, loss in losses]}
    (FIXTURE / "expected.json").write_text(json.dumps(expected) + "\n")
    print(f"{len(sums)} questions and {len(losses)} texts written to {FIXTURE}")


if __name__ == "__main__":
    main()
