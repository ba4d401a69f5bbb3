"""Runs named checks, says how each went, and ends with `N passed, N failed`."""

import sys
import traceback

CHECKS = []


def check(function):
    CHECKS.append((function.__name__.replace("_", " "), function))
    return function


def each(name, values):
    """One check per value, as `name: value`."""

    def register(function):
        for value in values:
            CHECKS.append((f"{name}: {value}", lambda value=value: function(value)))
        return function

    return register


def run():
    failed = 0
    for name, function in CHECKS:
        try:
            function()
            print(f"ok    {name}", flush=True)
        except Exception:
            failed += 1
            print(f"FAIL  {name}\n{traceback.format_exc()}", flush=True)
    print(f"{len(CHECKS) - failed} passed, {failed} failed", flush=True)
    sys.exit(1 if failed else 0)
