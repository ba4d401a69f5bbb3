"""Dialogues from a seed, as the startup measure reads them: words of a made-up language."""

import random

ROWS = 2000


def dialogues(count):
    draw = random.Random(1)
    words = ["".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(1, 3))) for _ in range(3000)]

    def text(low, high):
        return " ".join(draw.choice(words) for _ in range(draw.randint(low, high)))

    return [{"prompt": text(5, 20) + "?", "completion": " " + text(10, 60) + "."} for _ in range(count)]
