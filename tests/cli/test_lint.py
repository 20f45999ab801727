"""dataset lint|fix and caption suggest, with the fake engine: films that ffmpeg makes, each with one fault."""
import os
import subprocess

import program


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


class Lint(program.ProgramCase):
    def film(self, name, source, text=None, coding=("-crf", "18")):
        path = self.folder / name
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *source, "-c:v", "libx264", *coding, "-pix_fmt", "yuv420p",
                        path], check=True)
        if text is not None:
            path.with_suffix(".en.txt").write_text(text, encoding="utf-8")
        return path

    def faults(self):
        """A project of films with a fault each, and the number of the clip of each film."""
        pattern = "testsrc2=size=192x108:rate=24"
        fractal = "mandelbrot=size=192x108:rate=24"
        films = [
            self.film("好.mp4", ("-f", "lavfi", "-i", "life=size=192x108:rate=24:mold=9:life_color=#80c0ff", "-ss", "0.5", "-t", "2"),
                      "blue cells that grow over a dark field"),
            self.film("twin.mp4", ("-f", "lavfi", "-i", f"{pattern}:duration=2"), "a cinematic test chart with moving bars"),
            self.film("twin2.mp4", ("-f", "lavfi", "-i", f"{pattern}:duration=2", "-vf", "scale=128:72"),
                      "a beautiful test chart with coloured squares", ("-crf", "30")),
            self.film("bars.mp4", ("-f", "lavfi", "-i", f"{fractal}", "-t", "2", "-vf", "pad=192:148:0:20"),
                      "a fractal that opens slowly in the middle"),
            self.film("still.mp4", ("-f", "lavfi", "-i", "smptehdbars=size=192x108:rate=24:duration=2"),
                      "seven upright bars of plain colours"),
            self.film("cut.mp4", ("-f", "lavfi", "-i", f"{pattern}:duration=2", "-f", "lavfi", "-i", fractal, "-filter_complex",
                                  "[0]hue=h=90[a],[1]trim=start=4:duration=2,setpts=PTS-STARTPTS[b],[a][b]concat=n=2"),
                      "a green chart, then a fractal shape"),
            self.film("short.mp4", ("-f", "lavfi", "-i", "cellauto=size=192x108:rate=24:rule=110", "-t", "0.4"),
                      "black and white triangles that run down"),
            self.film("无字.mp4", ("-f", "lavfi", "-i", "gradients=size=192x108:rate=24:seed=3:speed=0.02", "-t", "2")),
        ]
        project = self.new_project()
        self.cli("dataset", "add", project, "--no-measures", *films)
        rows = self.lines("dataset", "show", project)[0]["rows"]
        return project, {os.path.basename(row["film"]): row["id"] for row in rows}

    def found(self, project, *words):
        out = self.lines("dataset", "lint", project, *words, code=1)[-1]
        self.assertEqual(out["type"], "lint")
        return {(f["rule"], tuple(f["clips"])): f for f in out["findings"]}, out

    def test_each_fault_is_found_and_fixed(self):
        project, clip = self.faults()
        found, whole = self.found(project)
        self.assertEqual((whole["unmeasured"], whole["tokensCounted"]), (8, True))
        self.assertIn(("caption_empty", (clip["无字.mp4"],)), found)
        self.assertIn(("style_leak", (clip["twin.mp4"],)), found)
        self.assertIn(("caption_vague", (clip["twin2.mp4"],)), found)
        self.assertIn(("too_short", (clip["short.mp4"],)), found)
        self.assertFalse([key for key in found if key[0] in ("static", "near_duplicate", "cut_inside", "black_bars")])
        found, whole = self.found(project, "--measure")
        self.assertEqual(whole["unmeasured"], 0)
        twins = tuple(sorted((clip["twin.mp4"], clip["twin2.mp4"])))
        for key in (("near_duplicate", twins), ("black_bars", (clip["bars.mp4"],)), ("static", (clip["still.mp4"],)),
                    ("cut_inside", (clip["cut.mp4"],))):
            self.assertIn(key, found)
        self.assertEqual(found["black_bars", (clip["bars.mp4"],)]["detail"], "left 0, top 20, right 0, bottom 20")
        self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM clip_measures"), "8")

        before = self.lines("dataset", "show", project)[0]["rows"]
        counted = self.lines("dataset", "fix", project)[-1]
        self.assertFalse(counted["done"])
        self.assertEqual(self.lines("dataset", "show", project)[0]["rows"], before, "only counted")
        self.assertEqual({rule: counted["fixable"].get(rule) for rule in ("caption_empty", "black_bars", "static", "cut_inside")},
                         {"caption_empty": 1, "black_bars": 1, "static": 1, "cut_inside": 1})
        lines = self.lines("dataset", "fix", project, "--yes")
        self.assertIn("dataset", [line["what"] for line in lines if line["type"] == "recorded"])
        self.assertTrue(lines[-1]["done"])
        db = project / "project.db"
        self.assertEqual(sqlite(db, f"SELECT crop_x, crop_y, crop_width, crop_height FROM clip WHERE id = {clip['bars.mp4']}"),
                         "0|20|192|108")
        self.assertEqual(sqlite(db, f"SELECT pick FROM clip WHERE id = {clip['still.mp4']}"), "-1")
        self.assertEqual(sqlite(db, f"SELECT first_frame, frame_count, end_seconds FROM clip WHERE source_sha256 = (SELECT "
                                    f"source_sha256 FROM clip WHERE id = {clip['cut.mp4']}) ORDER BY first_frame"),
                         "0|48|2.0\n48|48|4.0")
        self.assertEqual(sqlite(db, f"SELECT author, draft FROM clip_caption WHERE clip_id = {clip['无字.mp4']} AND removed IS NULL"
                                    " AND language = 'en'"), "suggestion|1")
        self.assertEqual(sqlite(db, f"SELECT sum(pick) FROM clip WHERE id IN ({twins[0]}, {twins[1]})"), "-1")
        left = {f["rule"] for f in lines[-1]["left"]}
        self.assertFalse(left & {"caption_empty", "black_bars", "static", "near_duplicate", "cut_inside", "too_short"}, left)

        self.cli("project", "undo", project)
        self.assertEqual(self.lines("dataset", "show", project)[0]["rows"], before, "one undo takes all of it back")
        self.cli("project", "redo", project)
        one = self.lines("dataset", "fix", project, "--rule", "too_few", "--yes")[-1]
        self.assertEqual((one["fixable"], one["changes"]), ({}, 0))

    def test_wrong_words_and_missing_films(self):
        project, clip = self.faults()
        self.assertEqual(self.error("dataset", "fix", project, "--rule", "ugly", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("dataset", "lint", project, "--fps", "0", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("dataset", "lint", project, "--name", "没有", code=2)["code"], "dataset_missing")
        self.assertEqual(self.error("caption", "suggest", project, "--lang", "fr", code=2)["code"], "invalid_argument")
        (self.folder / "bars.mp4").unlink()
        (self.folder / "still.mp4").write_bytes((self.folder / "twin.mp4").read_bytes())
        found, _ = self.found(project)
        self.assertIn(("source_missing", (clip["bars.mp4"],)), found)
        self.assertIn(("source_changed", (clip["still.mp4"],)), found)
        out, _ = self.cli("dataset", "lint", project, code=1)
        self.assertIn("bars.mp4", out)

    def test_suggested_captions_are_drafts(self):
        project, clip = self.faults()
        counted = self.lines("caption", "suggest", project)[-1]
        self.assertEqual((counted["clips"], counted["captions"], counted["done"]), (8, 9, False))
        done = self.lines("caption", "suggest", project, "--yes")[-1]
        self.assertEqual((done["captions"], done["failures"], done["done"]), (9, [], True))
        shown = {row["id"]: row["captions"] for row in self.lines("dataset", "show", project)[0]["rows"]}
        self.assertIn("test chart", shown[clip["twin.mp4"]]["en"], "what a file said stays")
        self.assertIn("镜头", shown[clip["twin.mp4"]]["zh"])
        self.assertIn("nothing moves", self.draft(project, clip["still.mp4"], "en", replaced=True))
        self.assertEqual(self.lines("caption", "suggest", project)[-1]["clips"], 0)
        self.cli("project", "undo", project)
        shown = {row["id"]: row["captions"] for row in self.lines("dataset", "show", project)[0]["rows"]}
        self.assertNotIn("zh", shown[clip["twin.mp4"]])

    def draft(self, project, clip, language, replaced):
        """What is suggested for a clip whose own caption is taken away for it."""
        self.cli("caption", "set", project, clip, "--lang", language, "--remove")
        self.cli("caption", "suggest", project, clip, "--lang", language)
        text = sqlite(project / "project.db", f"SELECT caption FROM clip_caption WHERE clip_id = {clip} AND language = "
                                              f"'{language}' AND removed IS NULL")
        for _ in range(2 if replaced else 0):
            self.cli("project", "undo", project)
        return text


if __name__ == "__main__":
    program.main()
