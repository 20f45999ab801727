#!/usr/bin/env python3
"""Learning on the starter model, shown: LoRA, a learned prompt and full training on ten real films, the held-out loss as
it falls, and a contact sheet of the films and of Shots from the same seeds without and with each Style. A rate of 0
changes nothing.

Usage: learning.py BUILD CLIPS OUT [--steps N]      CLIPS is a folder of films, OUT a new folder
"""
import argparse
import json
import os
import pathlib
import subprocess

CAPTION = "a person signing in front of a plain wall"
STYLES = {"lora": ("--rank", 16, "--targets", "all", "--learning-rate", "1e-3"),
          "prompt": ("--method", "p-tuning", "--virtual-tokens", 8, "--learning-rate", "1e-2"),
          "full": ("--method", "full", "--learning-rate", "1e-4"),
          "zero": ("--learning-rate", "0", "--steps", 10)}
SEEDS = (1, 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("clips", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=160, help="per expert")
    options = parser.parse_args()
    program = options.build.resolve() / "bin" / "brandloom-cli"
    options.out.mkdir(parents=True)
    environment = {**os.environ, "HOME": str(options.out), "OMP_WAIT_POLICY": "passive"}
    films = sorted(options.clips.glob("*.mkv"))

    def cli(*words):
        out = subprocess.run([program, *map(str, words), "--json"], check=True, stdout=subprocess.PIPE, encoding="utf-8",
                             env=environment).stdout
        return [json.loads(line) for line in out.splitlines()]

    project = options.out / "project"
    cli("project", "new", project, "--name", "learning")
    ok = True
    for name, words in STYLES.items():
        steps = () if "--steps" in words else ("--steps", options.steps)
        lines = cli("train", *films, "--project", project, "--style", name, "--caption", CAPTION, "--held-out", 0.2,
                    "--validate-every", 40 if steps else 20, "--clips-per-film", 2, "--batch", 2, *words, *steps)
        held = [line for line in lines if line["type"] == "heldOut"]
        result = lines[-1]["result"]
        curve = {expert: [round(line["relativeLoss"], 3) for line in held if line["expert"] == expert] for expert in ("high", "low")}
        print(f"{name}: {result['stepsDone']} steps in {result['seconds']:.0f} s, held-out loss of the start: {curve}", flush=True)
        ok = ok and (set(curve["high"] + curve["low"]) == {1.0} if name == "zero" else all(c[-1] < 1 for c in curve.values()))
    rows = []
    for film in films[:2]:
        rows.append(strip(film, options.out, "fps=8,scale=128:128:force_original_aspect_ratio=increase,crop=128:128"))
    for name in (None, *STYLES):
        for seed in SEEDS:
            shot = options.out / f"{name or 'none'}-{seed}.mp4"
            cli("generate", "--project", project, "--prompt", CAPTION, "--seed", seed, "--out", shot,
                *(("--style", name) if name else ()))
            rows.append(strip(shot, options.out, "scale=128:128"))
    subprocess.run(["ffmpeg", "-v", "error", "-y", *(word for row in rows for word in ("-i", row)), "-filter_complex",
                    f"vstack=inputs={len(rows)}", options.out / "sheet.png"], check=True)
    for seed in SEEDS:
        one, other = (frames(options.out / f"{name}-{seed}.mp4") for name in ("none", "zero"))
        ok = ok and one == other
        print(f"seed {seed}: a rate of 0 gives {'the same pictures' if one == other else 'OTHER PICTURES'}")
    print(f"look at {options.out / 'sheet.png'}: films, then without a Style, {', '.join(STYLES)}")
    raise SystemExit(0 if ok else 1)


def strip(film, folder, scale):
    picture = folder / (film.stem + ".png")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", film, "-vf", f"{scale},select='not(mod(n,4))',tile=5x1", "-frames:v",
                    "1", picture], check=True)
    return picture


def frames(film):
    return subprocess.run(["ffmpeg", "-v", "error", "-i", film, "-f", "md5", "-"], check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    main()
