#!/usr/bin/env python3
"""Runs ctest for ./studio test: labels fast and window, at most 20 minutes, then says where the time went.

Usage: run_tests.py BUILD_DIR [ctest arguments ...]. $BRANDLOOM_TEST_MINUTES changes the limit. Exit code 0 only when
every test ran and passed.
"""
import os
import re
import signal
import subprocess
import sys
import threading


def slowest_sources(build_dir, count=10):
    """(seconds, file) of the slowest compile steps in .ninja_log; the last entry of an output counts."""
    seconds = {}
    try:
        with open(os.path.join(build_dir, ".ninja_log"), encoding="utf-8", errors="replace") as log:
            for line in log:
                parts = line.rstrip("\n").split("\t")
                if len(parts) == 5 and parts[3].endswith((".o", ".gch")):
                    seconds[parts[3]] = (int(parts[1]) - int(parts[0])) / 1000
    except OSError:
        return []
    plain = {re.sub(r"CMakeFiles/[^/]+\.dir/", "", path).removesuffix(".o"): s for path, s in seconds.items()}
    return sorted(((s, path) for path, s in plain.items()), reverse=True)[:count]


GOLDEN = {"BRANDLOOM_FIXTURES": "the small golden set in tests/data was used",
          "BRANDLOOM_CLIPS": "films were made on the spot in place of real ones"}


def golden_data():
    """(complaints, notes): folders that the environment names and that are missing; what was used where it names none."""
    complaints, notes = [], []
    for name, instead in GOLDEN.items():
        folder = os.environ.get(name, "")
        if not folder:
            notes.append(f"{name} is not set: {instead}.")
        elif not os.path.isdir(folder):
            complaints.append(f"{name} names {folder}, which is not there; unset it to test without.")
    return complaints, notes


def print_table(title, rows):
    print(f"\n{title}")
    for seconds, name in rows:
        print(f"  {seconds:8.2f} s  {name}")


class Run:
    """ctest in its own process group; its lines are shown as they come, the summary is kept for the end."""

    RESULT = re.compile(r"^\s*\d+/\d+ Test +#\d+: (\S+) \.*.* ([0-9.]+) sec\s*$")

    def __init__(self, command):
        self.durations = []
        self.summary = []
        self.timed_out = False
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, start_new_session=True)

    def kill(self, signum):
        try:
            os.killpg(self.process.pid, signum)
        except ProcessLookupError:
            pass

    def _out_of_time(self):
        self.timed_out = True
        self.kill(signal.SIGKILL)

    def wait(self, limit_seconds):
        timer = threading.Timer(limit_seconds, self._out_of_time)
        timer.start()
        for raw in self.process.stdout:
            line = raw.decode("utf-8", "replace").rstrip("\n")
            if self.summary or re.match(r"^\d+% tests passed", line):
                self.summary.append(line)
                continue
            print(line, flush=True)
            if found := self.RESULT.match(line):
                self.durations.append((float(found[2]), found[1]))
        code = self.process.wait()
        timer.cancel()
        return code


def main():
    build_dir, extra = sys.argv[1], sys.argv[2:]
    complaints, notes = golden_data()
    for line in complaints:
        print(line, file=sys.stderr)
    if complaints:
        return 1
    minutes = float(os.environ.get("BRANDLOOM_TEST_MINUTES", "20"))
    command = ["ctest", "--test-dir", build_dir, "--output-on-failure", "--no-tests=error", "-j2",
               "-L", "^(fast|window)$", *extra]
    run = Run(command)

    def stop(signum, _frame):
        run.kill(signal.SIGTERM)
        sys.exit(128 + signum)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    code = run.wait(minutes * 60)

    print_table("Slowest tests:", sorted(run.durations, reverse=True)[:20])
    print_table("Slowest files to compile (last build of each):", slowest_sources(build_dir))
    print()
    for line in notes:
        print(line)
    for line in run.summary:
        print(line)
    if run.timed_out:
        print(f"The tests were stopped: they took more than {minutes:g} minutes.")
    return 0 if code == 0 and not run.timed_out else 1


if __name__ == "__main__":
    sys.exit(main())
