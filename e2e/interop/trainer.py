"""The built trainer as a user calls it: verbs on JSON lines."""

import json
import os
import pathlib
import subprocess
import tempfile

TARGET = pathlib.Path(__file__).parents[2] / "trainer-image" / "target"
JAR = TARGET / "rlhf-trainer.jar"


def verb(name, model, rows, **options):
    """The output rows of `score` or `generate`."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = pathlib.Path(folder, "in.jsonl"), pathlib.Path(folder, "out.jsonl")
        source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        flags = [f"--{key.replace('_', '-')}={value}" for key, value in options.items()]
        command = ["java", "-jar", str(JAR), name, "--model", str(model)]
        java(command + ["--input", str(source), "--output", str(target)] + flags)
        return [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def write_folder(model, target, *seed):
    """`model` read and written by the trainer; with a seed, its config with fresh weights."""
    in_tests("dev.rlhf.trainer.model.FolderWriter", model, target, *seed)


def in_tests(main, *arguments):
    """What a main class among the trainer's tests prints."""
    path = f"{TARGET / 'test-classes'}:{JAR}"
    return java(["java", "-cp", path, main, *map(str, arguments)])


def stage(name, folder, model, data, settings, seed, chat_format, parents={}):
    """Runs a stage in `folder`, from ready models by stage; gives its figures and the folder of its last checkpoint."""
    config = {
        "version": 1,
        "stage": name,
        "run": {"name": "interop", "uid": "interop-uid"},
        "seed": seed,
        "chatFormat": chat_format,
        "root": str(folder / "volume"),
        "model": {"uri": "file://model", "path": str(model)},
        "data": {kind: {"uri": "file://data", "path": str(file)} for kind, file in data.items()},
        "parents": {stage: {"path": str(ready)} for stage, ready in parents.items()},
        "checkpoints": {"everySteps": 7, "keep": 1},
        "settings": settings,
    }
    file = folder / "stage.yaml"
    file.write_text(json.dumps(config))  # JSON is YAML
    environment = ["RLHF_ATTEMPT=1", "RLHF_POD_UID=pod", "RLHF_PORT=0", f"RLHF_TERMINATION_LOG={folder / 'end'}"]
    java(["env", *environment, "java", "-jar", str(JAR), name, "--config", str(file)])
    attempt = folder / f"volume/interop-interop-/{name}/1-pod"
    figures = [json.loads(line) for line in (attempt / "figures.jsonl").read_text().splitlines()]
    (checkpoint,) = attempt.glob("step-*")
    return figures, checkpoint


def java(command):
    # Threads that spin while they wait would keep a shared machine's cores from each other.
    environment = os.environ | {"OMP_WAIT_POLICY": "PASSIVE"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout
