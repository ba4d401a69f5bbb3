"""A volume that a run keeps its checkpoints on, and that something can be wrong with, for full-disk and bad-disk."""
import argparse
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import checks
import cluster as kind

IMAGE = "rlhf-trainer:e2e"
USER = "65532:65532"
WHOLE_RUN_SECONDS = 900


class Volume:
    """A container that has the volume at /volume and the folder of the inputs at /inputs, and in which the runs are started."""

    def __init__(self, name, folder, *options):
        self.name, self.folder, self.options = name, folder, options

    def __enter__(self):
        kind.tell(["docker", "run", "--detach", "--name", self.name, "--init", "--user", "0", "--cpus", "1", "--network", "none",
                   "--volume", f"{self.folder}:/inputs:ro", *self.options, "--entrypoint", "sleep", IMAGE, "infinity"])
        entrypoint = kind.tell(["docker", "inspect", "--format", "{{json .Config.Entrypoint}}", IMAGE])
        self.command = ["docker", "exec", "--user", USER, self.name, *json.loads(entrypoint), "run", "/inputs/run.yaml", "--out", "/volume/run"]
        return self

    def __exit__(self, *_):
        subprocess.run(["docker", "rm", "--force", self.name], capture_output=True)

    def tell(self, command):
        return kind.tell(["docker", "exec", self.name, "bash", "-c", command])

    def run(self):
        """The run's exit status, and what it said."""
        done = subprocess.run(self.command, capture_output=True, text=True, timeout=WHOLE_RUN_SECONDS)
        return done.returncode, done.stdout + done.stderr

    def copy(self):
        """A copy of what is on the volume, as far as it can be read."""
        target = self.folder / "copy"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir()
        packed = subprocess.run(["docker", "exec", self.name, "tar", "--create", "--format=posix", "--ignore-failed-read", "--directory", "/volume", "run"], capture_output=True)
        subprocess.run(["tar", "--extract", "--no-same-owner", "--directory", target], input=packed.stdout, check=True)
        return checks.Trace(next((target / "run").glob(checks.NAME + "-*"), target / "none"))


def damaged(trace):
    """Checkpoints of which a file is not what the manifest says, by folder, with the first such file."""
    found = {}
    for manifest in trace.folder.glob("*/*/step-*/manifest.json"):
        for name, entry in json.loads(manifest.read_text())["files"].items():
            file = manifest.parent / name
            if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != entry["sha256"]:
                found.setdefault(str(manifest.parent.relative_to(trace.folder)), name)
    return found


def size(trace):
    """Bytes of the largest checkpoint of PPO."""
    return max(sum(f.stat().st_size for f in step.rglob("*") if f.is_file()) for step in trace.folder.glob("ppo/*/step-*"))


def straight(volume):
    """What a run leaves that nothing happens to."""
    status, said = volume.run()
    if status != 0:
        raise SystemExit(f"the run without faults failed: {said}")
    return volume.copy()


def prepare(documentation, folder, every_steps):
    """The command's options, with the run's inputs in its folder and the image built."""
    parser = argparse.ArgumentParser(description=documentation.splitlines()[0])
    parser.add_argument("dir", nargs="?", type=Path, default=checks.ROOT / "target" / folder)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=8)
    options = parser.parse_args()
    options.dir = options.dir.resolve()
    write(options.dir, every_steps)
    kind.build("rlhf-trainer", "trainer-image")
    return options


def write(folder, every_steps):
    (folder / "model").mkdir(parents=True, exist_ok=True)
    for file in checks.MODEL.iterdir():
        shutil.copy(file, folder / "model" / file.name)
    checks.write_data(folder)
    manifest = checks.MANIFEST.format(name=checks.NAME, model="file:///inputs/model", data="file:///inputs/",
                                      checkpoints=f"{{everySteps: {every_steps}, keep: 100}}")
    (folder / "run.yaml").write_text(manifest)
