#!/usr/bin/env python3
"""What the camera of a clip does, as measured, against the truth of the procedural world.

    measures.py CLI WORK [--clips N]

CLI is brandloom-cli, WORK a folder for the renders (kept, so that a second run is quick). N clips (a multiple of 7) of
256 x 256 pixels and 33 frames, equally many static, panning left and right, pushing in, pulling out, orbiting (which
counts as "other") and filmed by hand (a sway of 0.6 to 2 % of the side over any of these cameras), over all settings and
random subjects, colours, motions and lights. Prints the table and every clip that is seen otherwise; the exit status is
0 when at least 95 % are right.
"""
import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys

SUBJECTS = "mug bottle ball gift-box lamp perfume plant car phone sneaker".split()
COLOURS = "red orange yellow green teal blue purple pink white black".split()
SETTINGS = "studio wood beach night kitchen window".split()
CAMERAS = "static pan-left pan-right push-in pull-out orbit".split()
MOTIONS = "still rotating bouncing floating".split()
LIGHTS = "warm cool neon".split()
KINDS = CAMERAS[:5] + ["other", "handheld"]


def clips(count):
    """(name, kind, words, sway)"""
    draw = random.Random(2026)
    for i in range(count):
        kind = KINDS[i % 7]
        setting = SETTINGS[i // 7 % 6]
        camera = {"other": "orbit", "handheld": draw.choice(CAMERAS)}.get(kind, kind)
        sway = draw.uniform(0.006, 0.02) if kind == "handheld" else 0
        words = [f"subject={draw.choice(SUBJECTS)}", f"colour={draw.choice(COLOURS)}", f"setting={setting}",
                 f"camera={camera}", f"motion={draw.choice(MOTIONS)}", f"light={draw.choice(LIGHTS)}",
                 f"seed={draw.randrange(10**6)}"]
        yield f"{i:03d}_{kind}", kind, words, sway


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--clips", type=int, default=210)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    table, wrong = collections.Counter(), []
    for name, kind, words, sway in clips(args.clips):
        film = args.work / f"{name}.mp4"
        if not film.exists():
            subprocess.run([args.cli, "world", "render", "--out", film, "--width", "256", "--height", "256", "--frames",
                            "33", "--supersampling", "1", "--shake", f"{sway:.4f}", *words],
                           check=True, capture_output=True)
        said = subprocess.run([args.cli, "film", "measure", film, "--json"], check=True, capture_output=True).stdout
        camera = json.loads(said.splitlines()[-1])["clips"][0]["camera"]
        table[kind, camera["kind"]] += 1
        if camera["kind"] != kind:
            numbers = " ".join(f"{key} {value:.3f}" for key, value in camera.items() if key != "kind")
            wrong.append(f"{name} seen as {camera['kind']}: {' '.join(words)}; {numbers}")
    print("true \\ seen ", "".join(f"{kind:>10}" for kind in KINDS))
    for kind in KINDS:
        print(f"{kind:12}", "".join(f"{table[kind, seen]:10}" for seen in KINDS))
    for line in wrong:
        print(line)
    total = sum(table.values())
    share = (total - len(wrong)) / total
    print(f"right: {total - len(wrong)} of {total} = {100 * share:.1f} %")
    return 0 if share >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
