#!/usr/bin/env python3
"""A reward service to start from: docs/rewards.md has the protocol.

  RLHF_REWARD_TOKEN_JUDGE=secret examples/rewards/service.py --port 8080

Rewards answers whose sentences are short. Put your own rule, model or test suite into reward(). Without the variable no token is asked for.
It prints where it listens; with --port 0 that is a port that was free.
"""
import argparse
import hmac
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

VERSION = 1
TOKEN = os.environ.get("RLHF_REWARD_TOKEN_JUDGE", "")


def reward(answer):
    """One finite number; more is better. `answer` holds prompt (messages), answer, prompt_tokens, answer_tokens, ended and row."""
    sentences = [s for s in answer["answer"].replace("!", ".").replace("?", ".").split(".") if s.strip()]
    return -max((len(s.split()) for s in sentences), default=0) / 10


class Judge(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if TOKEN and not hmac.compare_digest(self.headers.get("Authorization", ""), f"Bearer {TOKEN}"):
            return self.say(401, {"error": "the token is another one"})
        try:
            asked = json.loads(body)
            if asked["version"] != VERSION:
                return self.say(400, {"error": f"version {asked['version']} is not known, only {VERSION}"})
            rewards = [reward(answer) for answer in asked["answers"]]
        except (ValueError, KeyError, TypeError) as e:
            return self.say(400, {"error": f"not a request of version {VERSION}: {e!r}"})
        self.say(200, {"version": VERSION, "rewards": rewards})

    def say(self, status, answer):
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main():
    parser = argparse.ArgumentParser(description="Scores answers for PPO.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8080)
    given = parser.parse_args()
    server = ThreadingHTTPServer((given.host, given.port), Judge)
    print("http://{}:{}".format(*server.server_address), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
