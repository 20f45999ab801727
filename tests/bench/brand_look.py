#!/usr/bin/env python3
"""A brand's look on the starter model: LoRA and learned prompt on the sample material, and what each changes.

    brand_look.py BUILD MATERIAL OUT [--model DIR] [--steps N] [--specs N] [--control]

MATERIAL is what './studio sample-material DIR' makes, OUT a new folder. Prints for each method: seconds of the
training, held-out loss of the brand by noise level as a share of its start, and a table over strengths: Lab and look
distance to the brand, how often the camera pushes in unasked, colour and setting by the probe that knows brands.
--control: also three seeds each with the right captions and with captions shuffled between the clips that are trained
on (held-out clips keep theirs). Strength 0 must give the model's own pictures to the byte. Exit status 0 when the LoRA
cuts the Lab distance by 70 % within 120 s, halves both held-out losses and keeps colour and setting at 0.75.
"""
import argparse
import hashlib
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess

METHODS = {"lora": ("--rank", 8, "--alpha", 16, "--targets", "all", "--learning-rate", "2e-3"),
           "p-tuning": ("--method", "p-tuning", "--virtual-tokens", 8, "--learning-rate", "2e-2")}
BRAND = "fable-goods"


class Bench:
    def __init__(self, options):
        self.options = options
        self.program = options.build.resolve() / "bin" / "brandloom-cli"
        options.out.mkdir(parents=True)
        self.environment = {"OMP_WAIT_POLICY": "passive", **os.environ}
        self.model = ("--model", options.model) if options.model else ()

    def cli(self, *words):
        out = subprocess.run([self.program, *map(str, words), "--json"], check=True, stdout=subprocess.PIPE,
                             encoding="utf-8", env=self.environment).stdout
        return [json.loads(line) for line in out.splitlines()]

    def project(self, name, films):
        folder = self.options.out / name
        self.cli("project", "new", folder, "--name", name)
        self.cli("dataset", "add", folder, *films)
        return folder

    def train(self, project, style, words, steps, seed=1, every=25):
        lines = self.cli("train", project, "--style", style, "--steps", steps, "--batch", 16, "--base-dtype", "bf16",
                         "--validate-every", every, "--clips-per-film", 1, "--seed", seed, *self.model, *words)
        held = [line for line in lines if line["type"] == "heldOut"]
        first, last = {}, {}
        for line in held:
            for level, loss in zip(line["levels"], line["losses"]):
                first.setdefault(round(level, 2), loss)
                last[round(level, 2)] = loss
        return lines[-1]["result"]["seconds"], {level: last[level] / first[level] for level in sorted(first, reverse=True)}

    def judge(self, name, loras):
        words = [word for lora in loras for word in ("--lora", lora)]
        result = self.cli("starter", "evaluate", *(("--out", self.options.probes) if self.options.probes else ()), "--brand",
                          BRAND, "--specs", self.options.specs, "--reconstructions", 1, *self.model, *words)[-1]["result"]
        share = {(s["source"], s["axis"]): s["right"] / s["total"] for s in result["scores"]}
        value = {(m["source"], m["name"]): m["value"] for m in result["measures"]}
        row = {"Lab": value["look films", "Lab distance"], "look": value["look films", "look distance"],
               "push-in": share["look films", "camera"],
               **{axis: share["films, brand-aware probe", axis] for axis in ("subject", "colour", "setting", "motion", "light")}}
        print(f"  {name:<16}" + "".join(f"{key:>9} {v:.2f}" if key not in ("Lab", "look") else f"{key:>6} {v:6.2f}"
                                        for key, v in row.items()), flush=True)
        return row


def shuffled(folder, films, target, seed):
    """Copies of the films; texts change places among those that are trained on, both languages together."""
    target.mkdir()
    others = films[:]
    random.Random(seed).shuffle(others)
    for film, other in zip(films, others):
        os.link(film, target / film.name)
        for language in ("en", "zh"):
            shutil.copy(other.with_suffix(f".{language}.txt"), target / f"{film.stem}.{language}.txt")
    return sorted(target.glob("*.mp4"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("material", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--model", type=pathlib.Path)
    parser.add_argument("--probes", type=pathlib.Path, help="folder of probes, reports and sheets; left out: the user's cache, as the command does")
    parser.add_argument("--steps", type=int, default=75, help="per expert")
    parser.add_argument("--specs", type=int, default=48)
    parser.add_argument("--control", action="store_true")
    options = parser.parse_args()
    bench = Bench(options)
    films = sorted((options.material / "clips").glob("*.mp4"))
    project = bench.project("brand", films)
    print("without a Style", flush=True)
    base = bench.judge("base", ())
    ok = True
    for method, words in METHODS.items():
        seconds, held = bench.train(project, method, words, options.steps)
        print(f"{method}: {2 * options.steps} steps of 16 in {seconds:.0f} s; held-out loss of the brand as a share of its start: "
              + ", ".join(f"s={level} {share:.2f}" for level, share in held.items()), flush=True)
        files = options.out / f"{method}.safetensors"
        bench.cli("style", "export", project, method, "--dialect", "own" if method == "p-tuning" else "comfy", "--out", files)
        names = sorted(options.out.glob(f"{method}*.safetensors"))
        source = files if files in names else names[0]
        rows = {s: bench.judge(f"strength {s}", (f"{source}:{s}",)) for s in (0.5, 0.7, 1)}
        if method == "lora":
            best = max(rows.values(), key=lambda r: min(r["colour"], r["setting"]))
            ok = ok and rows[1]["Lab"] <= 0.3 * base["Lab"] and seconds <= 120 and best["colour"] >= 0.75 and best["setting"] >= 0.75
            high, low = held[0.95], min(share for level, share in held.items() if abs(level - 0.8) < 0.05)
            ok = ok and high <= 0.5 and low <= 0.5
        pictures = []
        for name, extra in (("none", ()), ("zero", ("--lora", f"{source}:0"))):
            shot = options.out / f"{method}-{name}.mp4"
            bench.cli("generate", "--prompt", "a red mug on a wooden table", "--seed", 3, "--out", shot, *bench.model, *extra)
            pictures.append(hashlib.sha256(subprocess.run(["ffmpeg", "-v", "error", "-i", shot, "-f", "rawvideo", "-"], check=True,
                                                          stdout=subprocess.PIPE).stdout).hexdigest())
        print(f"  strength 0 gives {'the same pictures' if pictures[0] == pictures[1] else 'OTHER PICTURES'}", flush=True)
        ok = ok and pictures[0] == pictures[1]
    if options.control:
        ends = {"right": [], "shuffled": []}
        rows = bench.cli("dataset", "show", project)[-1]["rows"]
        trained = [film for film in films if (pathlib.Path(film).name, "train") in {(pathlib.Path(r["film"]).name, r["split"]) for r in rows}]
        for seed in (1, 2, 3):
            mixed = shuffled(options.out, trained, options.out / f"shuffled-{seed}", seed)
            other = bench.project(f"shuffled-project-{seed}", mixed + [f for f in films if f not in trained])
            for name, folder in (("right", project), ("shuffled", other)):
                _, held = bench.train(folder, f"control-{seed}", METHODS["lora"], options.steps, seed, options.steps)
                ends[name].append(statistics.mean(held.values()))
                print(f"control, seed {seed}, {name} captions: held-out loss {ends[name][-1]:.4f} of its start", flush=True)
        ok = ok and max(ends["right"]) < min(ends["shuffled"])
    raise SystemExit(0 if ok else 1)


if __name__ == "__main__":
    main()
