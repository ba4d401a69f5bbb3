"""A Kubernetes cluster in Docker, with two workers, the operator and a folder that all nodes share, for e2e/faults/kind."""
import json
import os
import shutil
import subprocess
import sys
import time

from checks import ROOT

NAMESPACE = "rlhf-operator"
WORKERS = 2
CONFIG = """\
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
- &node {{role: control-plane, extraMounts: [{{hostPath: {volume}, containerPath: /faults}}]}}
""" + "- {{<<: *node, role: worker}}\n" * WORKERS
VOLUME = """\
apiVersion: v1
kind: PersistentVolume
metadata: {name: faults}
spec:
  capacity: {storage: 10Gi}
  accessModes: [ReadWriteMany]
  storageClassName: ""
  hostPath: {path: /faults}
  claimRef: {namespace: default, name: shared}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: shared, namespace: default}
spec:
  accessModes: [ReadWriteMany]
  storageClassName: ""
  volumeName: faults
  resources: {requests: {storage: 10Gi}}
"""


class Late(Exception):
    """Something did not happen in time."""


def until(what, seconds, holds, pause=0.5):
    """The first true thing that comes; what is asked for may fail meanwhile, as an API server does that is paused."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            found = holds()
            if found:
                return found
        except subprocess.SubprocessError:
            pass
        time.sleep(pause)
    raise Late(f"{what}: not within {seconds} s")


class Cluster:
    def __init__(self, name, folder):
        self.name = name
        self.volume = folder / "volume"
        self.kubeconfig = folder / "kubeconfig"
        self.workers = [f"{name}-worker{n if n > 1 else ''}" for n in range(1, WORKERS + 1)]
        self.control_plane = f"{name}-control-plane"

    def start(self):
        shutil.rmtree(self.volume, ignore_errors=True)
        self.volume.mkdir(parents=True)
        self.volume.chmod(0o777)
        image = os.environ.get("KIND_NODE_IMAGE")
        command = ["kind", "create", "cluster", "--quiet", "--name", self.name, "--wait", "180s", "--kubeconfig", self.kubeconfig, "--config", "-"]
        tell(command + (["--image", image] if image else []), CONFIG.format(volume=self.volume))
        for image, module in (("rlhf-operator", "operator"), ("rlhf-trainer", "trainer-image")):
            build(image, module)
            tell(["kind", "load", "docker-image", "--quiet", f"{image}:e2e", "--name", self.name])
        self.kubectl("apply", "-f", "-", text=VOLUME)
        tell(["helm", "--kubeconfig", self.kubeconfig, "install", "rlhf-operator", ROOT / "helm/rlhf-operator", "--namespace", NAMESPACE,
              "--create-namespace", "--wait", "--timeout", "3m", "--set", "image.tag=e2e,trainer.image.tag=e2e",
              "--set", "progressInterval=1s,terminationGracePeriod=30s"])

    def clean(self):
        """Takes away what an earlier call has left."""
        self.kubectl("delete", "rlhfruns", "--all", seconds=180)
        tell(["docker", "exec", self.control_plane, "bash", "-c", "rm -rf /faults/*"])

    def heal(self):
        """No node stays frozen, whatever happened."""
        for node in (self.control_plane, *self.workers):
            subprocess.run(["docker", "unpause", node], capture_output=True)

    def stop(self):
        subprocess.run(["kind", "delete", "cluster", "--quiet", "--name", self.name])

    def kubectl(self, *words, text=None, seconds=30):
        return tell(["kubectl", "--kubeconfig", self.kubeconfig, f"--request-timeout={seconds}s", *words], text, seconds + 5)

    def get(self, *words):
        return json.loads(self.kubectl("get", *words, "-o", "json"))

    def is_ready(self, node):
        conditions = self.get("node", node)["status"]["conditions"]
        return any(c["type"] == "Ready" and c["status"] == "True" for c in conditions)

    def processes(self, node, variable):
        """Java processes on a node that were started with an environment variable, by their numbers there."""
        find = f"grep -lz '^{variable}$' /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | while read p; do [ $(cat /proc/$p/comm) = java ] && echo $p; done; true"
        return tell(["docker", "exec", node, "bash", "-c", find]).split()

    def signal(self, node, numbers, sig):
        """Sends a signal to processes of a node; false where there is none."""
        return bool(numbers) and subprocess.run(["docker", "exec", node, "bash", "-c", f"kill -{sig} {' '.join(numbers)}"], capture_output=True).returncode == 0

    def named(self, node, program):
        """Processes of a node that run a program, by their numbers there."""
        return tell(["docker", "exec", node, "bash", "-c", f"grep -lx {program} /proc/[0-9]*/comm 2>/dev/null | cut -d/ -f3"]).split()

    def open_volume(self):
        """Lets whoever runs this read what the pods' user wrote."""
        tell(["docker", "exec", self.control_plane, "chmod", "-R", "a+rX", "/faults"])


def build(image, module):
    """One of our images, from what Maven has made."""
    base = os.environ.get("BASE_IMAGE", "eclipse-temurin:17-jre")
    tell(["docker", "build", "--quiet", "--build-arg", f"BASE_IMAGE={base}", "--tag", f"{image}:e2e", ROOT / module])


def tell(command, text=None, seconds=600):
    done = subprocess.run(list(map(str, command)), input=text, text=True, capture_output=True, timeout=seconds)
    if done.returncode:
        print(f"{' '.join(map(str, command))}: {done.stderr.strip()}", file=sys.stderr, flush=True)
        done.check_returncode()
    return done.stdout
