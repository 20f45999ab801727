#!/usr/bin/env python3
"""What checkpoints cost a training on the starter model, with brandloom-cli as it was built: steps after which one
was saved beside their neighbours, in one run.

Usage: checkpoints.py BUILD [--every N] [--steps N]      BUILD is a build folder (or prefix) with bin/brandloom-cli
held up: how long the training loop itself stood still for a checkpoint, by its log: what the next step waits for.
slower: median of (step after a checkpoint - mean of the step before and the step after it) / median step; on a machine
without a free core the copying takes some of its time from the step.
whole: the run's time per step against the same run without checkpoints, writing in the background included.
All weights of a small model are as much to copy as they are of a large one, but a step on a few clips is short: they are
measured with the batch of the starter's recipe.
"""
import argparse
import json
import os
import pathlib
import re
import statistics
import subprocess
import tempfile
import time

FILM = pathlib.Path(__file__).resolve().parents[2] / "resources" / "samples" / "sample_film.mp4"


def train(build, folder, name, *words):
    """Moment of every loss line, by step."""
    program = build / "bin" / "brandloom-cli"
    log = folder / "log"
    environment = {**os.environ, "HOME": str(folder), "OMP_WAIT_POLICY": "passive", "BRANDLOOM_LOG": str(log)}
    log.unlink(missing_ok=True)
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
    held = [float(found) for found in re.findall(r"held the steps up for ([0-9.]+) ms", log.read_text())]
    return moments, held


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=20)
    parser.add_argument("--steps", type=int, default=60, help="per expert")
    options = parser.parse_args()
    build = options.build.resolve()
    with tempfile.TemporaryDirectory(prefix="brandloom-checkpoints-") as holder:
        folder = pathlib.Path(holder)
        for method, words in (("lora", ("--batch", 2)), ("lora rank 64 all, averages", ("--rank", 64, "--targets", "all", "--ema-decay", 0.9, "--batch", 8)),
                              ("full", ("--method", "full", "--learning-rate", "1e-5", "--batch", 16)),
                              ("full, averages", ("--method", "full", "--learning-rate", "1e-5", "--ema-decay", 0.9, "--batch", 16))):
            common = (*words, "--steps", options.steps)
            plain, _ = train(build, folder, f"plain {method}", *common)
            moments, held = train(build, folder, f"saved {method}", *common, "--checkpoint-every", options.every)
            last = max(moments)
            step = {n: moments[n] - moments[n - 1] for n in moments if n - 1 in moments and n > 4}
            after = [n for n in step if (n - 1) % options.every == 0 and n - 1 in step and n + 1 in step]
            usual = statistics.median(step[n] for n in step if n not in after)
            stalls = [step[n] - (step[n - 1] + step[n + 1]) / 2 for n in after]
            stall = statistics.median(stalls)
            whole = (moments[last] - moments[4]) / (plain[last] - plain[4])
            print(f"{method:28} step {1000 * usual:6.1f} ms  held up {statistics.median(held):5.1f} ms = "
                  f"{statistics.median(held) / usual / 10:5.2f} % of a step (worst {max(held):.1f} ms)  "
                  f"slower {100 * stall / usual:5.1f} %  whole run {100 * (whole - 1):+5.1f} %", flush=True)


if __name__ == "__main__":
    main()
