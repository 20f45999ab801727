#!/usr/bin/env python3
"""Runs fuzzers one after the other until each has used its processor minutes.

Usage: explore.py BIN_DIR WORK_DIR [--minutes 20] [TARGET ...]
BIN_DIR holds fuzz_<target> (build preset "fuzz"), WORK_DIR/<target> the growing corpus, begun with the stored one.
Prints one line per target; exit code 1 when something was found (the input is in WORK_DIR/found).
"""
import argparse
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

CORPUS = pathlib.Path(__file__).resolve().parent / "corpus"
TARGETS = {"safetensors": 16384, "sharded": 16384, "pth": 16384, "tokenizer": 16384, "text": 2048, "film": 16384,
           "picture": 8192, "reader": 8192}


def used_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def explore(target, bin_dir, work_dir, minutes):
    corpus, found = work_dir / target, work_dir / "found"
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    if (CORPUS / target).is_dir():
        shutil.copytree(CORPUS / target, corpus, dirs_exist_ok=True)
    begin, runs, coverage = used_seconds(), 0, 0
    while (left := minutes * 60 - (used_seconds() - begin)) > 0:
        # The limit is wall time and other programs run too: go on until the processor time is used.
        done = subprocess.run([bin_dir / f"fuzz_{target}", f"-max_total_time={max(10, min(300, int(left)))}",
                               f"-max_len={TARGETS[target]}", "-timeout=20", "-rss_limit_mb=1024", "-print_final_stats=1",
                               f"-artifact_prefix={found}/{target}-", corpus],
                              capture_output=True, encoding="utf-8", errors="replace", check=False,
                              preexec_fn=lambda: os.nice(19))
        runs += int((re.findall(r"number_of_executed_units: *(\d+)", done.stderr) or [0])[-1])
        coverage = int((re.findall(r"cov: (\d+)", done.stderr) or [0])[-1])
        if done.returncode:
            (found / f"{target}.log").write_text(done.stderr, encoding="utf-8")
            print(f"{target}: FOUND something after {runs} runs, see {found}", flush=True)
            return False
    spent = (used_seconds() - begin) / 60
    print(f"{target}: {spent:.1f} processor minutes, {runs} runs, {coverage} edges, nothing found", flush=True)
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin_dir", type=pathlib.Path)
    parser.add_argument("work_dir", type=pathlib.Path)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("target", nargs="*", default=[])
    options = parser.parse_intermixed_args()
    good = [explore(target, options.bin_dir.resolve(), options.work_dir.resolve(), options.minutes)
            for target in options.target or TARGETS]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
