#!/usr/bin/env python3
"""Shot detection on films whose cuts are known, beside PySceneDetect, in one run.

    shots.py CLI WORK [--clips FOLDER] [--films N] [--no-peer]

CLI is brandloom-cli, WORK a folder for what is rendered and joined (kept, so that a second run is quick), FOLDER holds
the real films. Films are joined here picture by picture, so the truth is exact: cuts, dissolves of 8 to 30 pictures
and fades through black, between clips of the procedural world and between real films. Jump cuts of one person in one
place are counted apart; dissolves are only made between different scenes.

A cut is found when one is reported at its very picture. A gradual one is found when the reported range and the true
one share at least half of what they cover together; for PySceneDetect, which knows boundaries only, when a boundary
lies inside the true range or two pictures beside it.
"""
import argparse
import json
import pathlib
import random
import subprocess
import sys
import time

import numpy

WIDTH, HEIGHT, FPS = 320, 240, 25
PEOPLE = [["again", "no"], ["book", "school"], ["milk", "sorry", "thanks"], ["eat"], ["hungry"], ["want"]]
SUBJECTS = "mug bottle ball gift-box lamp perfume plant car phone sneaker".split()
COLOURS = "red orange yellow green teal blue purple pink white black".split()
SETTINGS = "studio wood beach night kitchen window".split()
CAMERAS = "static pan-left pan-right push-in pull-out orbit".split()
MOTIONS = "still rotating bouncing floating".split()
LIGHTS = "warm cool neon".split()


def render_world(cli, work, count):
    """Films of the world, `count` of them, each another scene. Returns their paths."""
    draw = random.Random(5)
    out = []
    for i in range(count):
        spec = [f"subject={draw.choice(SUBJECTS)}", f"colour={draw.choice(COLOURS)}", f"setting={SETTINGS[i % 6]}",
                f"camera={draw.choice(CAMERAS)}", f"motion={draw.choice(MOTIONS)}", f"light={draw.choice(LIGHTS)}",
                f"seed={draw.randrange(10**6)}"]
        film = work / f"world_{i:02d}.mp4"
        if not film.exists():
            subprocess.run([cli, "world", "render", "--out", film, "--width", str(WIDTH), "--height", str(HEIGHT),
                            "--frames", "97", "--supersampling", "1", *spec], check=True, capture_output=True)
        out.append(film)
    return out


def pictures_of(film):
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(film), "-fps_mode", "passthrough", "-vf",
         f"scale={WIDTH}:{HEIGHT}:force_original_aspect_ratio=increase,crop={WIDTH}:{HEIGHT}", "-f", "rawvideo",
         "-pix_fmt", "rgb24", "-"], check=True, capture_output=True).stdout
    return numpy.frombuffer(raw, numpy.uint8).reshape(-1, HEIGHT, WIDTH, 3)


class Material:
    """Takes of known place and person; a take is used from its start or from a random picture on."""

    def __init__(self, cli, work, clips):
        self.world = [("world", i, pictures_of(f)) for i, f in enumerate(render_world(cli, work, 24))]
        self.real = []
        if clips:
            for person, names in enumerate(PEOPLE):
                for name in names:
                    self.real.append(("room", person, pictures_of(clips / f"{name}.mkv")))
            for name in ("bottle-detection", "car-detection"):
                whole = pictures_of(clips / f"{name}.mp4")
                for start in range(0, len(whole) - 110, 110):
                    self.real.append((name, 0, whole[start:start + 110]))


def transition(draw, kind, before, after):
    """What lies between two takes: name, length."""
    same_place = before[0] == after[0] and (before[0] != "world" or before[1] == after[1])
    if kind == "cuts" or same_place:
        jump = same_place and before[1] == after[1]
        return ("jump" if jump else "cut"), 0
    if kind == "mixed" and draw.random() < 0.3:
        return "cut", 0
    # Never more than half of a take, so that two transitions do not run into one another.
    length = draw.randint(8, min(30, min(len(before[2]), len(after[2])) // 2 - 4))
    return ("fade", 2 * (length // 2)) if draw.random() < 0.35 else ("dissolve", length)


def mixed(before, after, shares):
    """Each picture of `before` with its share of that of `after`."""
    return [numpy.rint((1 - share) * a + share * b).astype(numpy.uint8)
            for a, b, share in zip(before, after, shares)]


def join(draw, kind, takes, count):
    """A film of `count` takes and its truth: (name, first picture of the transition, first one after it)."""
    film, truth, last = [], [], None
    for _ in range(count):
        take = draw.choice(takes)
        while last is not None and take[2] is last[2]:
            take = draw.choice(takes)
        pictures = take[2]
        if last is None:
            film = list(pictures)
        else:
            name, length = transition(draw, kind, last, take)
            at = len(film)
            if name in ("cut", "jump"):
                film += list(pictures)
            elif name == "dissolve":
                at -= length
                film[at:] = mixed(film[at:], pictures[:length], (numpy.arange(length) + 1) / (length + 1))
                film += list(pictures[length:])
            else:
                half = length // 2
                share = (numpy.arange(half) + 1) / half
                at -= half
                film[at:] = mixed(film[at:], numpy.zeros_like(pictures[:half]), share)
                film += mixed(numpy.zeros_like(pictures[:half]), pictures[:half], share) + list(pictures[half:])
            truth.append((name, at, at + length))
        last = take
    return numpy.stack(film), truth


def write_film(path, pictures):
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}",
                    "-r", str(FPS), "-i", "-", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt",
                    "yuv420p", str(path)], input=pictures.tobytes(), check=True)


def make_films(args):
    """[(path, truth)]; made once and kept."""
    index = args.work / "films.json"
    if index.exists():
        return [(args.work / name, truth) for name, truth in json.loads(index.read_text())]
    material = Material(args.cli, args.work, args.clips)
    sources = [("world", material.world)] + ([("real", material.real)] if args.clips else [])
    films = []
    for source, takes in sources:
        for kind in ("cuts", "mixed"):
            for number in range(args.films):
                draw = random.Random(f"{source} {kind} {number}")
                pictures, truth = join(draw, kind, takes, 16)
                path = args.work / f"{source}_{kind}_{number}.mp4"
                write_film(path, pictures)
                films.append((path, truth))
    index.write_text(json.dumps([(p.name, t) for p, t in films]))
    return films


class Score:
    def __init__(self):
        self.hits, self.true, self.said = 0, 0, 0

    def text(self):
        recall = self.hits / self.true if self.true else 1.0
        precision = self.hits / self.said if self.said else 1.0
        f1 = 2 * recall * precision / (recall + precision) if recall + precision else 0.0
        return f"F1 {f1:.3f}  recall {recall:.3f}  precision {precision:.3f}  ({self.true} true, {self.said} said)", f1


def overlap(a, b):
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / (max(a[1], b[1]) - min(a[0], b[0])) if both > 0 else 0.0


def ours(args, film):
    """([cut], [(first, end)])"""
    said = subprocess.run([args.cli, "film", "shots", str(film), "--json"], check=True, capture_output=True).stdout
    line = json.loads(said.splitlines()[-1])
    cuts = [t["firstFrame"] for t in line["transitions"] if t["kind"] == "cut"]
    ranges = [(t["firstFrame"], t["firstFrame"] + t["frames"]) for t in line["transitions"] if t["kind"] != "cut"]
    return cuts, ranges


def judge(truth, cuts, ranges, scores, film):
    """Adds to scores["cuts"], ["gradual"], ["jump"]; says what was missed or invented."""
    jumps = [t[1] for t in truth if t[0] == "jump"]
    true_cuts = [t[1] for t in truth if t[0] == "cut"]
    scores["jump"].true += len(jumps)
    scores["jump"].hits += len([j for j in jumps if j in cuts])
    free = [c for c in cuts if c not in jumps]
    scores["cuts"].true += len(true_cuts)
    scores["cuts"].said += len(free)
    scores["cuts"].hits += len([c for c in true_cuts if c in free])
    gradual = [t for t in truth if t[0] in ("dissolve", "fade")]
    scores["gradual"].true += len(gradual)
    scores["gradual"].said += len(ranges)
    found = [t for t in gradual if any(overlap(t[1:], r) >= 0.5 for r in ranges)]
    scores["gradual"].hits += len(found)
    notes = [f"missed {t[0]} {t[1]}-{t[2]}" for t in gradual if t not in found]
    notes += [f"missed cut {c}" for c in true_cuts if c not in free]
    notes += [f"invented cut {c}" for c in free if c not in true_cuts]
    notes += [f"invented range {r[0]}-{r[1]}" for r in ranges if all(overlap(t[1:], r) < 0.5 for t in gradual)]
    for note in notes:
        print(f"    {film.name}: {note}")


def peers():
    import scenedetect as s
    return {"AdaptiveDetector": lambda: [s.AdaptiveDetector(min_scene_len=8)],
            "ContentDetector": lambda: [s.ContentDetector(min_scene_len=8)],
            "HashDetector": lambda: [s.HashDetector(min_scene_len=8)],
            "HistogramDetector": lambda: [s.HistogramDetector(min_scene_len=8)],
            "Adaptive+Threshold": lambda: [s.AdaptiveDetector(min_scene_len=8), s.ThresholdDetector(min_scene_len=8)]}


def judge_peer(make, films):
    import scenedetect as s
    cuts, gradual = Score(), Score()
    start = time.monotonic()
    for film, truth in films:
        manager = s.SceneManager()
        for detector in make():
            manager.add_detector(detector)
        manager.detect_scenes(s.open_video(str(film)))
        said = [scene[0].frame_num for scene in manager.get_scene_list()[1:]]
        near = [t for t in truth if t[0] in ("dissolve", "fade")]
        inside = {b: t for b in said for t in map(tuple, near) if t[1] - 2 <= b <= t[2] + 2}
        jumps = [t[1] for t in truth if t[0] == "jump"]
        rest = [b for b in said if b not in inside and b not in jumps]
        true_cuts = [t[1] for t in truth if t[0] == "cut"]
        cuts.true += len(true_cuts)
        cuts.said += len(rest)
        cuts.hits += len([c for c in true_cuts if c in rest])
        gradual.true += len(near)
        gradual.hits += len(set(inside.values()))
        # A boundary that is nowhere true is one invented cut, not also an invented dissolve.
        gradual.said += len(inside)
    return cuts, gradual, time.monotonic() - start


def seconds_of(command):
    start = time.monotonic()
    subprocess.run([str(c) for c in command], check=True, capture_output=True)
    return time.monotonic() - start


def speed(args, films):
    """Detecting all films beside decoding them only, each three times, the best of each."""
    paths = [film for film, _ in films]
    detect = min(seconds_of([args.cli, "film", "shots", *paths, "--json"]) for _ in range(3))
    decode = min(sum(seconds_of(["ffmpeg", "-v", "error", "-i", p, "-an", "-f", "null", "-"]) for p in paths)
                 for _ in range(3))
    print(f"speed: detection {detect:.2f} s, ffmpeg -f null {decode:.2f} s: {decode / detect:.2f} times the speed of decoding")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--clips", type=pathlib.Path)
    parser.add_argument("--films", type=int, default=6, help="of each source and kind")
    parser.add_argument("--no-peer", action="store_true")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    films = make_films(args)
    good = True
    for source in ("world", "real"):
        part = [(f, t) for f, t in films if f.name.startswith(source)]
        if not part:
            continue
        scores = {"cuts": Score(), "gradual": Score(), "jump": Score()}
        for film, truth in part:
            judge([tuple(t) for t in truth], *ours(args, film), scores, film)
        for name, floor in (("cuts", 0.97), ("gradual", 0.90)):
            text, f1 = scores[name].text()
            good = good and f1 >= floor
            print(f"{source:6} Brandloom            {name:8} {text}")
        if scores["jump"].true:
            print(f"{source:6} Brandloom            jump cuts of one person: {scores['jump'].hits} of {scores['jump'].true}")
        for name, make in ({} if args.no_peer else peers()).items():
            cuts, gradual, seconds = judge_peer(make, part)
            print(f"{source:6} {name:20} cuts     {cuts.text()[0]}")
            print(f"{source:6} {name:20} gradual  {gradual.text()[0]}  {seconds:.1f} s")
    speed(args, films)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
