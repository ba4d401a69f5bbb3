"""Writes the golden fixtures of the PPO update's unit test, so that it needs no Python.

    $(e2e/interop/env) e2e/interop/ppo_fixture.py
"""

import json
import pathlib

import ppo_cases
import ppo_reference

TARGET = pathlib.Path(__file__).parents[2] / "trainer-image/src/test/resources/ppo"


def main():
    ppo_cases.save_models(TARGET / "models", seed=3, vocab_size=40, hidden_size=8, intermediate_size=12, num_key_value_heads=2)
    cases = {"update": {}, "critic-pretraining": dict(critic_only=True)} | ppo_cases.OPTIONS
    for name, options in cases.items():
        ppo_cases.write_case(TARGET / name, "models", seed=5, vocabulary=40, **options)
        expected = ppo_reference.expected(TARGET / name)
        (TARGET / name / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
        print(name, json.dumps(expected["figures"], indent=1))


if __name__ == "__main__":
    main()
