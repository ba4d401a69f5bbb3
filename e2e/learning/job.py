"""The quick start's job with places of its manifest changed, and what its evaluation said."""
import json
import math
import re
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / "examples/quickstart/run.yaml"
SEEDS = (1, 2, 3)
STUDENT_95 = {2: 12.706, 3: 4.303}  # by the number of seeds: 97.5 % quantile of Student's t with one degree of freedom less
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


class BrokenOff(SystemExit):
    """A run that did not come to its end."""


def replaced(pattern, text, manifest):
    """The manifest with one place changed; there must be exactly one."""
    changed, places = re.subn(pattern, text, manifest, flags=re.MULTILINE)
    if places != 1:
        sys.exit(f"{MANIFEST}: '{pattern}' is there {places} times, not once")
    return changed


def of_seed(seed):
    return replaced(r"^  seed: 1$", f"  seed: {seed}", MANIFEST.read_text())


def stage(name, settings, manifest):
    """The settings of a stage, in YAML's flow style, in place of its own."""
    return replaced(rf"^    {name}:\n(?:      .*\n)+", f"    {name}: {settings}\n", manifest)


def ready(name, folder, manifest):
    """A finished stage's checkpoint in place of its training."""
    return stage(name, f'{{checkpoint: {{uri: "file://{folder}"}}}}', manifest)


def run(out, name, manifest, environment=None):
    """The folder of a finished run."""
    file = out / f"{name}.yaml"
    file.write_text(replaced(r"^  name: quickstart$", f"  name: {name}", manifest))
    print(f"== {name}", file=sys.stderr, flush=True)
    command = [ROOT / "rlhf", "run", file, "--out", out / name]
    if subprocess.run(command, stdout=subprocess.DEVNULL, env=environment).returncode:
        raise BrokenOff(f"{file} did not run to its end")
    (found,) = (out / name).glob(f"{name}-*")
    return found


def checkpoint(run_folder, stage):
    """The final checkpoint of a stage, by what the local run recorded."""
    finished = [p.parent for p in run_folder.glob(f"{stage}/*/step-*/manifest.json")]
    return max(finished, key=lambda folder: int(folder.name.removeprefix("step-")))


def evaluation(run_folder):
    return json.loads((checkpoint(run_folder, "eval") / "evaluation.json").read_text())


def interval(i):
    return f"{i['mean']:+.3f} [{i['low']:+.3f}, {i['high']:+.3f}]"


def over_seeds(numbers):
    """Mean and its interval where the seed is the unit: what differs between seeds counts as noise."""
    mean, half = statistics.mean(numbers), STUDENT_95[len(numbers)] * statistics.stdev(numbers) / math.sqrt(len(numbers))
    return {"mean": mean, "low": mean - half, "high": mean + half}


def write_into(page, lines):
    """Puts figures between a page's marks."""
    before, rest = page.read_text().split(BEGIN)
    page.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + rest.split(END)[1])
