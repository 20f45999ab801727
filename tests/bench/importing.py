#!/usr/bin/env python3
"""How soon a thousand films are on their way into a dataset: first cards, pictures, clips, measures, and a stop.

Usage: importing.py PROGRAM WORK_DIR [--films 1000] [--rounds 3] [--measured 40]. PROGRAM is brandloom-cli. Films are copies of
one of two seconds, 640 x 360, each made another file. Each round imports into a new project and stops a second import half way
through the pictures and through the measures. Measuring takes longest and is the same for each clip: after so many of them an
import is ended, and what all would take is reckoned. Prints medians and the slowest of each; the targets are those of a 1000
films.
"""
import argparse
import json
import pathlib
import shutil
import signal
import statistics
import subprocess
import time


def make_films(folder, count):
    first = folder / "first.mp4"
    if not first.exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                        "testsrc2=size=640x360:rate=24:duration=2", "-pix_fmt", "yuv420p", "-g", "24", first], check=True)
    films = folder / f"films-{count}"
    if not films.exists():
        whole = first.read_bytes()
        films.mkdir()
        for i in range(count):
            box = (12).to_bytes(4, "big") + b"free" + i.to_bytes(4, "big")
            (films / f"素材 {i:04}.mp4").write_bytes(whole + box)
    return films


class Import:
    def __init__(self, program, project, films):
        shutil.rmtree(project, ignore_errors=True)
        subprocess.run([program, "project", "new", project, "--name", "import", "--json"], check=True, stdout=subprocess.DEVNULL)
        self.began = time.monotonic()
        self.process = subprocess.Popen([program, "dataset", "add", project, films, "--json"], stdout=subprocess.PIPE,
                                        encoding="utf-8")

    def lines(self):
        for line in self.process.stdout:
            yield time.monotonic() - self.began, json.loads(line)

    def stop_after(self, stage, count):
        """Seconds from Ctrl-C to the end of the process."""
        for _, line in self.lines():
            count -= line.get("stage") == stage
            if count <= 0:
                break
        asked = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.stdout.close()
        assert self.process.wait() == 130
        return time.monotonic() - asked


def timed(program, project, films, count, measured):
    times = {}
    seen = 0
    run = Import(program, project, films)
    for at, line in run.lines():
        stage = line.get("stage") or line["type"]
        if stage in ("found", "looked", "recorded", "measured"):
            times.setdefault(f"first {stage}", at)
            if stage != "measured":
                times[f"last {stage}"] = at
        seen += stage == "measured"
        if seen == measured:
            each = (at - times["first measured"]) / max(1, measured - 1)
            times["all measured (reckoned)"] = times["first measured"] + each * (count - 1)
            run.process.send_signal(signal.SIGINT)
            break
    run.process.stdout.close()
    assert run.process.wait() in (0, 130)
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--films", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--measured", type=int, default=40)
    options = parser.parse_args()
    films = make_films(options.work, options.films)
    project = options.work / "project"
    found = {}
    for _ in range(options.rounds):
        for name, seconds in timed(options.program, project, films, options.films, options.measured).items():
            found.setdefault(name, []).append(seconds)
        for stage in ("looked", "measured"):
            seconds = Import(options.program, project, films).stop_after(stage, max(1, options.films // 20))
            found.setdefault(f"stop while {stage}", []).append(seconds)
    targets = {"first found": 0.5, "stop while looked": 0.2, "stop while measured": 0.2}
    for name, values in found.items():
        target = f"  (wanted: at most {targets[name]} s)" if name in targets else ""
        print(f"{name:22} {statistics.median(values):8.3f} s, slowest {max(values):8.3f} s{target}")
    return 0 if all(statistics.median(found[name]) <= most for name, most in targets.items()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
