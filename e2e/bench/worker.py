"""One side of a benchmark."""

import json
import pathlib
import re
import subprocess
import sys
import threading
import time


def asked_of_gpu(query):
    command = ["nvidia-smi", query, "--format=csv,noheader,nounits"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Worker:
    """A process that does its work when it is told to."""

    def __init__(self, command, place, file, measure):
        self.device, self.most_of_gpu = place.device, 0
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=place.environment()
        )
        if place.device == "cuda" and measure == "peak_memory":
            threading.Thread(target=self.watch_gpu, daemon=True).start()
        self.ask(json.dumps({"case": str(file), "measure": measure}))

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        for answer in self.process.stdout:
            if answer.startswith('{"seconds"'):
                return json.loads(answer)["seconds"]
        sys.exit(f"{self.process.args} ended with {self.process.wait()}")

    def run(self):
        return self.ask("run")

    def peak(self):
        """The most memory that the process has had in use so far, the GPU's where it computes on one."""
        if self.device == "cuda":
            return self.most_of_gpu
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024

    def watch_gpu(self):
        """Nobody keeps the peak of a GPU's memory for another process, and TRL gives some back after each step."""
        while self.process.poll() is None:
            lines = asked_of_gpu("--query-compute-apps=pid,used_memory").splitlines()
            used = [int(mebibytes) * 2**20 for process, mebibytes in (line.split(", ") for line in lines) if int(process) == self.process.pid]
            self.most_of_gpu = max([self.most_of_gpu, *used])
            time.sleep(0.1)

    def close(self):
        """It ends by itself when nothing more is asked of it."""
        self.process.stdin.close()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
