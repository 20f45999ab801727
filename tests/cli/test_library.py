"""preset, generate --preset, compare, vote and library, with the fake engine; judged by ffprobe, ffmpeg and sqlite3."""
import json
import pathlib
import re
import subprocess

import program


def run(*words):
    return subprocess.run(list(map(str, words)), check=True, capture_output=True, encoding="utf-8")


class Presets(program.ProgramCase):
    def test_what_ships(self):
        shown = self.lines("preset", "list")[0]
        self.assertEqual(len([p for p in shown["presets"] if p["ships"]]), 10)
        self.assertGreaterEqual(len(shown["trainings"]), 4)
        for preset in shown["presets"]:
            self.assertTrue(preset["preset"]["description"] and preset["preset"]["descriptionZh"], preset["name"])
            done = self.lines("generate", "--preset", preset["name"], "--out", f"{preset['preset']['name']}.mp4", "--steps", 2)[-1]
            self.assertEqual(done["type"], "shot")
        recipe = json.loads((self.folder / "木桌暖光.json").read_text())
        self.assertEqual(recipe["request"]["prompt"], "在木桌上，一个红色的马克杯静止不动，暖光，镜头推近")

    def test_save_use_and_exchange(self):
        project, other = self.new_project(), self.new_project("other")
        self.cli("train", program.FILM, "--project", project, "--style", "Fable", "--steps", 2)
        saved = self.lines("preset", "save", project, "晨光", "--prompt", "a {object=red mug} on {place}", "--style", "Fable@1:0.8",
                           "--steps", 3, "--tag", "quiet", "--target", "1:1")
        self.assertEqual([l["what"] for l in saved if l["type"] == "recorded"], ["preset"])
        self.assertEqual((saved[-1]["version"], [s["name"] for s in saved[-1]["slots"]]), (1, ["object", "place"]))
        self.assertEqual(len(saved[-1]["preset"]["styles"][0]["lowSha256"]), 64)
        self.assertEqual(self.error("generate", "--project", project, "--preset", "晨光", code=2)["code"], "slot_empty")
        self.assertEqual(self.error("generate", "--project", project, "--preset", "晨光", "--slot", "x=y", code=2)["code"], "slot_unknown")
        self.assertEqual(self.error("generate", "--preset", "nothing", code=2)["code"], "preset_missing")
        shot = self.lines("generate", "--project", project, "--preset", "晨光", "--slot", "place=木桌")[-1]
        before = pathlib.Path(shot["file"]).read_bytes()
        recipe = json.loads(pathlib.Path(shot["recipe"]).read_text())
        self.assertEqual((recipe["request"]["prompt"], recipe["request"]["steps"]), ("a red mug on 木桌", 3))
        self.assertEqual((recipe["styles"][0]["name"], recipe["styles"][0]["strengthHigh"]), ("Fable", 0.8))
        # What is given goes before it; what was made stays as it is.
        self.assertEqual(self.lines("preset", "save", project, "晨光", "--steps", 5)[-1]["version"], 2)
        self.assertEqual(pathlib.Path(shot["file"]).read_bytes(), before)
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        again = self.lines("generate", "--project", project, "--preset", "晨光", "--slot", "place=x", "--steps", 2)[-1]
        self.assertEqual(json.loads(pathlib.Path(again["recipe"]).read_text())["request"]["steps"], 2)
        self.assertEqual(self.lines("project", "undo", project)[-1]["command"], "preset.save")
        self.assertEqual(self.lines("preset", "show", "晨光", "--project", project)[-1]["presets"][0]["version"], 1)
        self.assertEqual(self.lines("preset", "use", project, "晨光", "--version", 2)[-1]["preset"]["sampler"]["steps"], 5)
        # One file, to a project that has not the Style: it comes in and says which is missing.
        self.cli("preset", "export", "晨光", "--project", project, "--out", "晨光.json")
        self.assertEqual(self.error("preset", "export", "晨光", "--project", project, "--out", "晨光.json")["code"], "file_exists")
        came = self.lines("preset", "import", other, "晨光.json")[-1]
        self.assertIn("Fable@1", came["missing"][0])
        failed = self.error("generate", "--project", other, "--preset", "晨光", "--slot", "place=x")
        self.assertEqual((failed["code"], failed["args"]["style"]), ("preset_style_missing", "Fable@1"))
        self.assertEqual(self.error("preset", "import", other, program.FILM)["code"], "file_unreadable")
        (self.folder / "a.json").write_text("{}")
        self.assertIn("a.json", self.error("preset", "import", other, "a.json")["message"])
        # The Look of its Pieces.
        piece = self.lines("export", project, 1, "--preset", "晨光", "--speed", "ultrafast")[-1]["pieces"][0]
        self.assertEqual(piece["target"], "1x1")
        # From a Shot, duplicated, tagged, in the Trash.
        copy = self.lines("preset", "save", project, "Copy", "--from", "晨光", "--tag", "loud")[-1]
        self.assertEqual((copy["version"], copy["tags"]), (1, ["loud"]))
        made = self.lines("preset", "save", project, "Made", "--shot", 1)[-1]
        self.assertEqual(made["preset"]["prompt"], "a red mug on 木桌")
        names = [p["name"] for p in self.lines("preset", "list", "--project", project, "--tag", "loud")[0]["presets"]]
        self.assertEqual(names, ["Copy"])
        self.cli("preset", "delete", project, "Copy")
        self.assertEqual([p["name"] for p in self.lines("preset", "list", "--project", project, "--trash")[0]["presets"]], ["Copy"])
        self.cli("preset", "restore", project, "Copy")
        self.cli("preset", "delete", project, "Copy")
        self.assertEqual([i["kind"] for i in self.lines("project", "trash", project)[-1]["items"]], ["preset"])
        self.cli("project", "trash", project, "--empty")
        self.assertEqual(self.error("preset", "restore", project, "Copy", code=2)["code"], "preset_missing")
        self.assertEqual(self.error("preset", "delete", project, "Night glow", code=2)["code"], "preset_missing")


class Compare(program.ProgramCase):
    def film(self, name, source, size="96x64", rate=8, seconds=1, more=""):
        run("ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", f"{source}=size={size}:rate={rate}:duration={seconds}{more}",
            "-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv444p", self.folder / name)
        return self.folder / name

    def test_metrics_are_those_of_ffmpeg(self):
        self.film("a.mp4", "testsrc2")
        self.film("b.mp4", "testsrc2", more=",noise=alls=20:allf=t")
        done = self.lines("compare", "a.mp4", "b.mp4", "--metrics", "--sheet", "表.png", "--mp4", "both.mp4")[-1]
        second = done["films"][1]
        self.assertEqual((done["alignment"]["frames"], len(second["frames"]["psnr"])), (8, 8))
        for metric, pattern, delta in (("psnr", r"average:([\d.]+)", 0.3), ("ssim", r"All:([\d.]+)", 0.01)):
            err = run("ffmpeg", "-hide_banner", "-nostdin", "-i", self.folder / "a.mp4", "-i", self.folder / "b.mp4", "-lavfi",
                      f"[0]format=gbrp[a];[1]format=gbrp[b];[a][b]{metric}", "-f", "null", "-").stderr
            self.assertAlmostEqual(second[metric], float(re.findall(pattern, err)[-1]), delta=delta)
        self.assertGreater(second["flicker"], done["films"][0]["flicker"])
        for file, size in (("表.png", None), ("both.mp4", "196,64")):
            seen = run("ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", self.folder / file).stdout.strip()
            self.assertTrue(seen == size or size is None)
        same = self.lines("compare", "a.mp4", "a.mp4")[-1]["films"][1]
        self.assertEqual((same["psnr"], same["ssim"], same["paletteDistance"]), ("inf", 1, 0))
        self.assertEqual(self.error("compare", "a.mp4", "b.mp4", "--sheet", "表.png")["code"], "file_exists")

    def test_other_sizes_rates_and_lengths(self):
        self.film("a.mp4", "testsrc2")
        self.film("c.mp4", "testsrc2", size="128x128", rate=25, seconds=2)
        out, _ = self.cli("compare", "a.mp4", "c.mp4")
        for words in ("scaled to that of the first", "cut off", "picture of each time", "shortest ends", "96x64"):
            self.assertIn(words, out)
        for words, code in ((("a.mp4",), 2), (("a.mp4",) * 5, 2), (("a.mp4", "7"), 2)):
            self.error("compare", *words, code=code)

    def test_votes(self):
        project = self.new_project()
        for seed in range(4):
            self.cli("generate", "--project", project, "--prompt", "x", "--seed", seed, "--steps", 2)
        sides = ("--a", 1, "--a", 2, "--b", 3, "--b", 4, "--name-a", "with", "--name-b", "without", "--seed", 5)
        started = self.lines("vote", "start", project, "look", *sides, "--out", "盲")[-1]
        self.assertEqual([pathlib.Path(p["left"]).name for p in started["pairs"]], ["pair-01-left.mp4", "pair-02-left.mp4"])
        shots = {path.read_bytes(): path.name for path in (project / "shots").glob("*.mp4")}
        self.assertEqual(len(shots), 4)
        for pair in started["pairs"]:
            self.assertIn(pathlib.Path(pair["left"]).read_bytes(), shots)
        self.assertNotIn("with", json.dumps(started))
        self.assertEqual(self.error("vote", "start", project, "look", *sides, code=2)["code"], "vote_exists")
        self.assertEqual(self.error("vote", "start", project, "odd", "--a", 1, code=2)["code"], "bad_vote")
        result = self.lines("vote", "result", project, "look")[-1]
        self.assertEqual((result["verdict"], result["interval"]), ("not_enough", {"low": 0, "high": 1}))
        rows = run("sqlite3", project / "project.db", "SELECT number, first_is_left FROM vote_pair ORDER BY number").stdout.split()
        for voter in range(5):
            for row in rows:
                number, left = row.split("|")
                self.cli("vote", "cast", project, "look", "--pair", number, "--choice", "left" if left == "1" else "right", "--voter", voter)
        result = self.lines("vote", "result", project, "look")[-1]
        self.assertEqual((result["votesA"], result["votesB"], result["voters"], result["verdict"]), (10, 0, 5, "first"))
        self.assertAlmostEqual(result["interval"]["low"], 0.7225, delta=0.001)
        self.assertEqual(self.error("vote", "cast", project, "look", "--pair", 9, "--choice", "left", code=2)["code"], "pair_missing")
        self.assertEqual(self.error("vote", "cast", project, "look", "--choice", "both", code=2)["code"], "bad_choice")
        self.lines("project", "undo", project)
        self.assertEqual(self.lines("vote", "result", project, "look")[-1]["votesA"], 9)

    def test_the_library(self):
        project = self.new_project()
        for prompt in ("红色马克杯 Red mug", "a blue car"):
            self.cli("generate", "--project", project, "--prompt", prompt, "--steps", 2)
        self.cli("export", project, 1, "--target", "1:1", "--title", "晨光", "--speed", "ultrafast")
        self.cli("preset", "save", project, "Mine", "--prompt", "a {x=y}")
        items = self.lines("library", "list", project)[-1]["items"]
        self.assertEqual([i["kind"] for i in items][:3], ["shot", "shot", "piece"])
        self.assertEqual([i["name"] for i in items if i["kind"] == "preset"][0], "Mine")
        self.assertEqual([i["id"] for i in self.lines("library", "search", project, "red", "马克")[-1]["items"]], [1])
        self.lines("library", "rate", project, "shot", 1, "--rating", 4)
        self.lines("library", "rate", project, "piece", 1, "--rating", 5)
        rated = self.lines("library", "list", project, "--rating", 4)[-1]["items"]
        self.assertEqual([(i["kind"], i["rating"]) for i in rated], [("shot", 4), ("piece", 5)])
        self.assertEqual(self.lines("project", "undo", project)[-1]["command"], "piece.rate")
        self.assertEqual(self.error("library", "rate", project, "shot", 1, "--rating", 6, code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("library", "rate", project, "shot", 99, "--rating", 1, code=2)["code"], "shot_missing")
        for kind, which in (("shot", 2), ("piece", 1), ("preset", "Mine")):
            self.cli("library", "trash", project, kind, which)
            self.assertEqual([i["kind"] for i in self.lines("library", "list", project, "--trash", "--kind", kind)[-1]["items"]], [kind])
            self.cli("library", "trash", project, kind, which, "--restore")
        self.assertEqual(self.error("library", "trash", project, "film", 1, code=2)["code"], "invalid_argument")


if __name__ == "__main__":
    program.main()
