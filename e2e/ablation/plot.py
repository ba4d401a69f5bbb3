"""Draws what the runs on standard input did: plot.py FOLDER writes ablation-monitors.svg and ablation-gold.svg."""
import json
import statistics
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "ablation", "svg.fonttype": "none", "font.size": 9})
from matplotlib import pyplot

MONITORS = {
    "reward": "reward of the reward model",
    "kl": "KL to SFT, nats per token",
    "perplexity": "perplexity of own answers",
    "response_length": "tokens of an answer",
}


def means(runs, figure):
    """Over seeds, as far as all of them went."""
    series = [[row[figure] for row in run["figures"]] for run in runs]
    return [statistics.mean(at) for at in zip(*series)]


def styles(by_arm):
    colours = matplotlib.colormaps["tab20"].colors
    emphasised = {"vanilla PPO": "black", "PPO-max": "tab:red", "PPO-ptx": "tab:green"}
    return {
        arm: {"color": emphasised.get(arm, colours[i % len(colours)]), "linewidth": 2.2 if arm in emphasised else 1}
        for i, arm in enumerate(by_arm)
    }


def monitors(by_arm, style):
    figure, panels = pyplot.subplots(2, 2, figsize=(11, 7), sharex=True)
    for panel, (name, title) in zip(panels.flat, MONITORS.items()):
        for arm, runs in by_arm.items():
            panel.plot(range(1, 1 + len(means(runs, name))), means(runs, name), label=arm, **style[arm])
        panel.set_title(title)
    for panel in panels[1]:
        panel.set_xlabel("iteration")
    figure.legend(*panels[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return figure


def gold(by_arm, style):
    figure, panel = pyplot.subplots(figsize=(9, 4.5))
    for place, (arm, runs) in enumerate(by_arm.items()):
        gains = [run["gold"] for run in runs if run["gold"] is not None]
        panel.plot(gains, [place] * len(gains), "o", color=style[arm]["color"])
    panel.axvline(0, color="grey", linewidth=0.8)
    panel.set_yticks(range(len(by_arm)), by_arm)
    panel.invert_yaxis()
    panel.set_xlabel("gold of PPO less gold of SFT; a dot is a seed")
    return figure


def main(folder):
    by_arm = {}
    for run in json.load(sys.stdin):
        by_arm.setdefault(run["arm"], []).append(run)
    style = styles(by_arm)
    matplotlib.rcParams["figure.constrained_layout.use"] = True
    for name, draw in {"monitors": monitors, "gold": gold}.items():
        draw(by_arm, style).savefig(Path(folder, f"ablation-{name}.svg"), metadata={"Date": None})


main(sys.argv[1])
