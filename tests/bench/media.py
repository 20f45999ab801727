#!/usr/bin/env python3
"""How fast films are read, beside ffmpeg, in one run.

    media.py BENCH WORK [--rounds 5]

BENCH is brandloom_bench_media. Makes a clean 1080p film of 10 seconds in WORK (30 pictures a second, about 8 Mbit/s, a key
frame every 60), then decodes it in turn with ours and with `ffmpeg -f null`, and asks for 40 pictures in no order. Exit
status 0 when decoding is at least 0.95 times as fast as ffmpeg, the median seek takes at most 0.2 s and the longest at
most 1.1 times what ffmpeg needs for one group of 60 pictures (process start included on both sides of decoding).
"""
import argparse
import pathlib
import statistics
import subprocess
import sys
import time


def seconds_of(*command):
    start = time.monotonic()
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    film, group = args.work / "clean_1080p.mp4", args.work / "one_group.mp4"
    if not film.exists():
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=30:duration=10",
                        "-c:v", "libx264", "-preset", "medium", "-b:v", "8M", "-maxrate", "9M", "-bufsize", "16M", "-g", "60",
                        "-keyint_min", "60", "-sc_threshold", "0", "-pix_fmt", "yuv420p", str(film)], check=True)
    if not group.exists():
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(film), "-c", "copy", "-frames:v", "60", str(group)], check=True)
    null = ("ffmpeg", "-v", "error", "-nostdin", "-i")
    ours, theirs, whole_group = [], [], []
    for _ in range(args.rounds):
        ours.append(seconds_of(args.bench, "decode", film))
        theirs.append(seconds_of(*null, film, "-f", "null", "-"))
        whole_group.append(seconds_of(*null, group, "-f", "null", "-"))
    seeks = [float(line) for line in subprocess.run([args.bench, "seek", film, "40"], check=True, capture_output=True,
                                                    encoding="ascii").stdout.split()]
    ratio = min(theirs) / min(ours)
    median, longest, limit = statistics.median(seeks), max(seeks), 1.1 * min(whole_group)
    print(f"decoding 300 pictures: {min(ours):.2f} s, ffmpeg -f null {min(theirs):.2f} s: {ratio:.2f} times its speed")
    print(f"exact seek: median {median:.3f} s, longest {longest:.3f} s; one group of 60 by ffmpeg {min(whole_group):.3f} s")
    return 0 if ratio >= 0.95 and median <= 0.2 and longest <= limit else 1


if __name__ == "__main__":
    sys.exit(main())
