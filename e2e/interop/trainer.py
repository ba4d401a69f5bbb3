"""The built trainer as a user calls it: verbs on JSON lines."""

import json
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


def java(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout
