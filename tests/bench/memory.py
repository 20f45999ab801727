#!/usr/bin/env python3
"""Forecast against measured peak memory, and the cost of previews, with brandloom-cli as it was built.

Usage: memory.py BUILD [--large]      BUILD is a build folder with brandloom-cli
Each line is a process of its own; the measured peak is what the system says of it. --large adds a model of 1.3B width.
"""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import time

import large_model

STARTER = pathlib.Path(__file__).resolve().parents[2] / "resources" / "models" / "starter"


def text_dim():
    """Of the starter model, from the table of its transformer."""
    with open(STARTER / "high_noise_model" / "diffusion_pytorch_model.safetensors", "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return header["text_embedding.0.weight"]["shape"][1]


def generate(build, folder, *words):
    """(result, peak bytes as the system counts them, sha256, seconds)."""
    out = folder / f"{time.monotonic_ns()}.mp4"
    start = time.monotonic()
    process = subprocess.Popen([build / "bin" / "brandloom-cli", "generate", "--json", "--prompt", "a red mug", "--seed", "1",
                                "--out", out, *map(str, words)], stdout=subprocess.PIPE, encoding="utf-8",
                               env={**os.environ, "HOME": str(folder)})
    lines = [json.loads(line) for line in process.stdout]
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}: {lines[-1]}")
    return lines[-1]["result"], usage.ru_maxrss * 1024, lines[-1]["sha256"], time.monotonic() - start


def table(build, folder, name, *words):
    hashes = set()
    for residency in ("all", "expert", "stream"):
        result, peak, sha256, seconds = generate(build, folder, "--residency", residency, *words)
        hashes.add(sha256)
        forecast = result["forecastBytes"]
        print(f"{name:28} {residency:7} forecast {forecast / 1e6:8.0f} MB  peak {peak / 1e6:8.0f} MB  "
              f"{100 * (forecast / peak - 1):+6.1f} %  {seconds:6.1f} s", flush=True)
    print(f"{name:28} {'the same bytes in each way' if len(hashes) == 1 else 'DIFFERENT BYTES'}", flush=True)


def previews(build, folder):
    """Seconds of the sampling without and with a preview after every step; the fit is made before, once."""
    words = ("--steps", "20")
    generate(build, folder, *words, "--preview-every", "1")
    seconds = {every: min(generate(build, folder, *words, "--preview-every", every)[0]["seconds"] for _ in range(3))
               for every in (0, 1, 5)}
    for every in (1, 5):
        print(f"previews every {every}: {100 * (seconds[every] / seconds[0] - 1):+.1f} % of {seconds[0]:.2f} s")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--large", action="store_true")
    options = parser.parse_args()
    build = options.build.resolve()
    with tempfile.TemporaryDirectory(prefix="brandloom-memory-") as holder:
        folder = pathlib.Path(holder)
        for dtype in ("fp32", "bf16"):
            table(build, folder, f"starter {dtype}", "--steps", "2", "--dtype", dtype)
        table(build, folder, "starter 256x256x33", "--steps", "2", "--size", "256x256", "--frames", "33")
        previews(build, folder)
        if not options.large:
            return
        model = folder / "large"
        large_model.make(model, STARTER / "models_t5_umt5-xxl-enc-bf16.pth", STARTER / "google/umt5-xxl/spiece.model",
                         text_dim())
        for dtype, size, frames in (("fp32", "192x192", "9"), ("bf16", "192x192", "9"), ("fp32", "320x192", "17")):
            table(build, folder, f"1536 wide {dtype} {size}x{frames}", "--model", model, "--steps", "1", "--dtype", dtype,
                  "--size", size, "--frames", frames)


if __name__ == "__main__":
    main()
