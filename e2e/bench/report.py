"""What comes of a benchmark's rounds: a ratio with its interval, results.json, and the table of docs/performance.md."""

import json
import os
import pathlib
import random
import re
import statistics
import subprocess

DRAWS = 2000
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"

# What is measured, and beside what.
MEASURES = {
    "sft_step": ("SFT step", "PyTorch"),
    "rm_step": ("reward model step", "PyTorch"),
    "ppo_update": ("PPO update", "PyTorch"),
    "generation_8": ("128 tokens for 8 prompts", "transformers"),
    "generation_32": ("128 tokens for 32 prompts", "transformers"),
    "ppo_iteration": ("whole PPO iteration", "TRL"),
    "peak_memory": ("peak memory of PPO", "TRL"),
    "checkpoint_save": ("save weights and moments", "safetensors"),
    "checkpoint_load": ("load weights and moments", "safetensors"),
    "startup": ("start to first SFT step", "TRL"),
}


def ratio(pairs):
    return statistics.median(ours for ours, _ in pairs) / statistics.median(theirs for _, theirs in pairs)


def interval(pairs):
    """95 % of the ratio by a bootstrap over rounds, each of which keeps its two sides together."""
    draw = random.Random(1)
    ratios = sorted(ratio(draw.choices(pairs, k=len(pairs))) for _ in range(DRAWS))
    return [ratios[int(DRAWS * 0.025)], ratios[int(DRAWS * 0.975) - 1]]


def result(measure, size, device, threads, pairs, quick):
    return {
        "measure": measure,
        "size": size,
        "device": device,
        "threads": threads,
        "ours": statistics.median(ours for ours, _ in pairs),
        "theirs": statistics.median(theirs for _, theirs in pairs),
        "ratio": ratio(pairs),
        "interval": interval(pairs),
        "rounds": len(pairs),
        "quick": quick,
    }


def key(result):
    return result["measure"], result["size"], result["device"], result["threads"], result["quick"]


def merged(results, new):
    """The results with one more, in place of an older one of the same key."""
    kept = [result for result in results if key(result) != key(new)] + [new]
    order = list(MEASURES)
    return sorted(kept, key=lambda r: (r["quick"], r["device"], len(r["size"]), r["size"], r["threads"], order.index(r["measure"])))


def read(file):
    return json.loads(file.read_text()) if file.exists() else []


def write(file, results):
    partial = file.with_suffix(".partial")
    partial.write_text("[\n" + ",\n".join("  " + json.dumps(result) for result in results) + "\n]\n")
    os.replace(partial, file)


def amount(value, measure):
    return f"{value / 2**20:.0f} MiB" if measure == "peak_memory" else f"{value:.3g} s"


def line(result):
    name, beside = MEASURES[result["measure"]]
    low, high = result["interval"]
    cells = [
        name,
        result["size"],
        result["device"],
        result["threads"],
        amount(result["ours"], result["measure"]),
        f"{amount(result['theirs'], result['measure'])} ({beside})",
        f"**{result['ratio']:.2f}** [{low:.2f}, {high:.2f}]",
        result["rounds"],
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def versions(root, reference):
    """What was compared, and on which machine."""
    asked = "import torch, transformers, trl, safetensors as s; print(torch.__version__, transformers.__version__, trl.__version__, s.__version__)"
    said = subprocess.run([reference, "-W", "ignore", "-c", asked], capture_output=True, text=True, check=True, env=os.environ | {"TRL_EXPERIMENTAL_SILENCE": "1"})
    torch, transformers, trl, safetensors = said.stdout.split()
    pom = (root / "pom.xml").read_text()
    djl, native = (re.search(rf"<{name}>(.*?)</", pom)[1] for name in ("djl.version", "pytorch.version"))
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())[1]
    return (
        f"Ours: DJL {djl} on libtorch {native} (CPU), {java}. Theirs: PyTorch {torch}, transformers {transformers}, TRL {trl}, "
        f"safetensors {safetensors}. Machine: {processor}, {os.cpu_count()} cores. All in fp32."
    )


def page(file, results, about):
    """Writes the table of full runs, or of quick ones where there is none, between the page's marks."""
    full = [result for result in results if not result["quick"]] or results
    head = "| measure | size | device | threads | ours | theirs | ratio [95 %] | rounds |\n|---|---|---|---|---|---|---|---|"
    before, rest = file.read_text().split(BEGIN)
    table = "\n".join([BEGIN, about, "", head, *map(line, full), END])
    file.write_text(before + table + rest.split(END)[1])
