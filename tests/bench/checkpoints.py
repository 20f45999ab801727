#!/usr/bin/env python3
"""What checkpoints cost a training on the starter model, with brandloom-cli as it was built: steps after which one
was saved beside their neighbours, in one run.

Usage: checkpoints.py BUILD [--every N] [--steps N]      BUILD is a build folder (or prefix) with bin/brandloom-cli
stall: median of (step after a checkpoint - mean of the step before and the step after it) / median step.
whole: the run's time per step against the same run without checkpoints, writing in the background included.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import time

FILM = pathlib.Path(__file__).resolve().parents[2] / "resources" / "samples" / "sample_film.mp4"


def train(build, folder, name, *words):
    """Moment of every loss line, by step."""
    program = build / "bin" / "brandloom-cli"
    environment = {**os.environ, "HOME": str(folder), "OMP_WAIT_POLICY": "passive"}
    subprocess.run([program, "project", "new", folder / name, "--name", name], check=True, stdout=subprocess.DEVNULL,
                   env=environment)
    process = subprocess.Popen([program, "train", FILM, "--project", folder / name, "--style", "x", "--json",
                                *map(str, words)], stdout=subprocess.PIPE, encoding="utf-8", env=environment)
    moments, saved = {}, []
    for text in process.stdout:
        now = time.monotonic()
        line = json.loads(text)
        if line["type"] == "loss":
            moments[line["step"]] = now
        if line["type"] == "checkpoint":
            saved.append(line["step"])
    if process.wait():
        raise SystemExit(f"{name}: {line}")
    return moments


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=10)
    parser.add_argument("--steps", type=int, default=60, help="per expert")
    options = parser.parse_args()
    build = options.build.resolve()
    with tempfile.TemporaryDirectory(prefix="brandloom-checkpoints-") as holder:
        folder = pathlib.Path(holder)
        for method, words in (("lora", ()), ("lora rank 64 all, averages", ("--rank", 64, "--targets", "all", "--ema-decay", 0.9)),
                              ("full", ("--method", "full", "--learning-rate", "1e-5")),
                              ("full, averages", ("--method", "full", "--learning-rate", "1e-5", "--ema-decay", 0.9))):
            common = (*words, "--steps", options.steps, "--batch", 2)
            plain = train(build, folder, f"plain {method}", *common)
            moments = train(build, folder, f"saved {method}", *common, "--checkpoint-every", options.every)
            last = max(moments)
            step = {n: moments[n] - moments[n - 1] for n in moments if n - 1 in moments and n > 4}
            after = [n for n in step if (n - 1) % options.every == 0 and n - 1 in step and n + 1 in step]
            usual = statistics.median(step[n] for n in step if n not in after)
            stalls = [step[n] - (step[n - 1] + step[n + 1]) / 2 for n in after]
            stall = statistics.median(stalls)
            whole = (moments[last] - moments[4]) / (plain[last] - plain[4])
            print(f"{method:28} step {1000 * usual:6.1f} ms  stall {1000 * stall:6.1f} ms = {100 * stall / usual:5.1f} % "
                  f"of a step (worst {1000 * max(stalls):.0f} ms)  whole run {100 * (whole - 1):+5.1f} %", flush=True)


if __name__ == "__main__":
    main()
