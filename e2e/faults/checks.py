"""What the fault suites have in common: the run that they strike at, and what must hold of it in the end."""
import collections
import hashlib
import json
import math
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "trainer-image/src/test/resources/sft/model"
PAGE = ROOT / "docs/faults.md"
NAME = "faults"
STAGES = ("sft", "rm", "ppo")
FAULTS_A_RUN = 10
SPEC = """\
  checkpoints: {checkpoints}
  stages:
    sft: {{epochs: 30, batchSize: 2, learningRate: 1e-3}}
    rewardModel: {{epochs: 30, batchSize: 2, learningRate: 1e-3}}
    ppo: {{steps: 40, criticWarmupSteps: 20, rolloutBatchSize: 4, batchSize: 2, epochs: 2, maxResponseLength: 8, learningRate: 1e-3}}
"""
MANIFEST = """\
apiVersion: rlhf.dev/v1alpha1
kind: RLHFRun
metadata: {{name: {name}}}
spec:
  model: {{uri: "{model}"}}
  data:
    demonstrations: {{uri: "{data}sft.jsonl"}}
    preferences: {{uri: "{data}pairs.jsonl"}}
    prompts: {{uri: "{data}prompts.jsonl"}}
""" + SPEC


def write_data(folder):
    """Eight questions, so that the order of the data matters."""
    rows(folder / "sft.jsonl", {"prompt": "How is the {}?", "completion": "The {} is fine."})
    rows(folder / "pairs.jsonl", {"prompt": "How is the {}?", "chosen": "The {} is fine.", "rejected": "No."})
    rows(folder / "prompts.jsonl", {"prompt": "How is the {}?"})


def rows(file, row):
    things = ("fern", "door", "soup", "bike", "song", "roof", "cake", "lamp")
    file.write_text("".join(json.dumps({k: v.format(t) for k, v in row.items()}) + "\n" for t in things))


def is_time(figure):
    return figure.endswith("seconds") or figure in ("tokens_per_second", "memory_bytes")


def is_final(manifest):
    document = json.loads(manifest.read_text())
    return document["step"] == document["totalSteps"]


class Trace:
    """What a run has left in its own folder on a checkpoint volume."""

    def __init__(self, folder):
        self.folder = folder

    def steps_since(self, moment):
        """Whether a step was made after a moment."""
        return any(file.stat().st_mtime > moment and file.stat().st_size for file in self.folder.glob("*/*/figures.jsonl"))

    def figures(self, pod):
        """How many bytes of figures a pod's attempt has logged."""
        file = self.folder / pod.stage / f"{pod.attempt}-{pod.uid}" / "figures.jsonl"
        return file.stat().st_size if file.exists() else 0

    def attempts(self, stage):
        """The folders of a stage's attempts, in the order of their numbers."""
        return sorted((self.folder / stage).iterdir(), key=lambda path: int(path.name.split("-")[0]))

    def finals(self):
        """Of each stage the checkpoint that the next one, or the user, was given."""
        report = json.loads(subprocess.run([ROOT / "rlhf", "lineage", self.folder, "--json"], check=True, capture_output=True).stdout)
        return {entry["stage"]: Path(entry["folder"]) for entry in report["stages"]}

    def result(self):
        """What must not depend on faults: digests of all tensors and of the state, and the figures of every step."""
        found = {}
        for stage, checkpoint in self.finals().items():
            for file in sorted(checkpoint.rglob("*")):
                if file.suffix == ".safetensors" or file.name == "state.json":
                    found[f"{stage}/{file.relative_to(checkpoint)}"] = hashlib.sha256(file.read_bytes()).hexdigest()
            lines = (checkpoint.parent / "figures.jsonl").read_text().splitlines()
            found[f"{stage}/figures"] = [{k: v for k, v in json.loads(line).items() if not is_time(k)} for line in lines]
        return found

    def complaints(self):
        """What is wrong with who wrote where, and with what ran again."""
        wrong = []
        for stage in STAGES:
            done_at = {}
            for attempt in self.attempts(stage):
                number, pod = attempt.name.split("-", 1)
                written = [attempt / "begun.json", attempt / "result.json", *attempt.glob("step-*/manifest.json")]
                for document in (json.loads(file.read_text()) for file in written if file.exists()):
                    if (document["pod"], document["attempt"]) != (pod, int(number)):
                        wrong.append(f"{attempt} was written by attempt {document['attempt']} of {document['pod']}, too")
                begun = attempt / "begun.json"
                start = json.loads(begun.read_text()).get("from") if begun.exists() else None
                if start and (attempt / "figures.jsonl").exists():
                    # A process that was paused may end its work after the attempt that took its place began.
                    if begun.stat().st_mtime > done_at.get(start["attempt"], math.inf):
                        wrong.append(f"{attempt} made steps after {start['attempt']} was done")
                final = [manifest.stat().st_mtime for manifest in attempt.glob("step-*/manifest.json") if is_final(manifest)]
                if final:
                    done_at[attempt.name] = min(final)
        return wrong

    def lost(self):
        """Steps that were made again, as the attempts logged."""
        logs = [file.read_text() for file in self.folder.glob("*/*/log")]
        return sum(int(steps) for log in logs for steps in re.findall(r"; (\d+) steps after it are made again", log))

    def check(self, expected):
        """What is wrong with a run that should have completed."""
        found = self.result()
        wrong = [f"{name} differs from the run without faults" for name in expected if found.get(name) != expected[name]]
        wrong += self.complaints()
        verified = subprocess.run([ROOT / "rlhf", "verify", self.finals()["ppo"], "--lineage"], capture_output=True, text=True)
        return wrong + ([] if verified.returncode == 0 else [f"verify --lineage: {verified.stdout}"])


class Tally:
    """What has been seen over all runs."""

    def __init__(self, expected):
        self.expected = expected
        self.counts, self.lost, self.failures, self.runs = collections.Counter(), 0, [], 0

    def struck(self):
        return sum(self.counts.values())

    def add(self, counts, lost, wrong):
        self.runs += 1
        self.counts += counts
        self.lost += lost
        self.failures += [f"run {self.runs}: {what}" for what in wrong]

    def text(self, command, faults, seconds):
        wrong = len({what.split(":")[0] for what in self.failures})
        table = "| fault | how often |\n|---|---|\n" + "".join(f"| {fault} | {self.counts[fault]} |\n" for fault in faults)
        return (f"`{command}`: {self.runs} runs, {self.struck()} faults, {seconds / 60:.0f} minutes. "
                f"{self.runs - wrong} of {self.runs} runs ended as the one without faults in all {len(self.expected)} things that are compared; "
                f"{self.lost} steps had to be made again.\n\n{table}" + "".join(f"\n{what}\n" for what in self.failures))


def publish(text, mark):
    """Puts a text into the page, between its marks."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    page = PAGE.read_text()
    PAGE.write_text(page[:page.index(begin) + len(begin)] + "\n" + text + page[page.index(end):])
