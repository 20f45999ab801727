"""clip show|set|remove, caption set|replace, dataset search|split|version|buckets|score|rights|relink|trigger|remove."""
import os
import shutil
import subprocess

import program


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


class Curation(program.ProgramCase):
    def film(self, name, colour="red", seconds=3, size="96x64"):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                        f"color={colour}:size={size}:rate=24:duration={seconds}", "-pix_fmt", "yuv420p", path], check=True)
        return path

    def dataset(self, *words):
        """Three films: the first with both languages, the second in Chinese, the third without a text."""
        project = self.new_project()
        films = [self.film("片/一.mp4"), self.film("片/two.mp4", "blue"), self.film("片/三.mp4", "green", 2)]
        for name, text in (("一.zh.txt", "海边的红色马克杯"), ("一.en.txt", "a red mug by the sea"), ("two.zh.txt", "一盏蓝色的灯")):
            (self.folder / "片" / name).write_text(text, encoding="utf-8")
        self.cli("dataset", "add", project, *films, *words)
        return project

    def rows(self, project):
        return self.lines("dataset", "show", project)[0]["rows"]

    def undo_is_whole(self, project, before):
        self.lines("project", "undo", project)
        self.assertEqual(self.rows(project), before)

    def test_clip_show(self):
        project = self.dataset()
        self.cli("clip", "set", project, 1, "--in", 0.5, "--crop", "64x48+8+4")
        told = self.lines("clip", "show", project, 1, "--pictures", "看")[-1]
        self.assertEqual((told["type"], told["width"], told["height"], told["fps"]), ("clip_shown", 64, 64, 8))
        self.assertEqual([(w["start"], w["frames"]) for w in told["windows"]], [(0.5, 17)])
        self.assertEqual(told["captions"], ["a red mug by the sea", "海边的红色马克杯"])
        names = sorted(os.listdir(self.folder / "看"))
        self.assertEqual((names[0], names[-1], len(names)), ("1_001.png", "1_017.png", 17))
        self.assertIn("17 frames from 0.500 s on", self.cli("clip", "show", project, 1)[0])
        self.assertEqual(self.error("clip", "show", project, 1, "--pictures", "看", code=2)["code"], "folder_in_use")
        for words, code in ((("9",), "clip_missing"), (("x",), "invalid_argument"), (("1", "--clips-per-film", "0"), "invalid_argument")):
            self.assertEqual(self.error("clip", "show", project, *words, code=2)["code"], code)
        (self.folder / "片" / "一.mp4").rename(self.folder / "weg.mp4")
        self.assertEqual(self.error("clip", "show", project, 1)["code"], "source_gone")

    def test_clip_split(self):
        project = self.dataset()
        before = self.rows(project)
        self.cli("clip", "set", project, 1, "--crop", "64x48+8+4", "--tag", "舞台")
        told = self.lines("clip", "split", project, 1, "--at", 1.25)
        self.assertEqual([line["type"] for line in told], ["recorded", "clip_split"])
        rows = self.rows(project)
        parts = [r for r in rows if r["film"] == rows[0]["film"]]
        self.assertEqual([(r["firstFrame"], r["frames"], r["start"], round(r["end"], 6)) for r in parts],
                         [(0, 30, 0, 1.25), (30, 42, 1.25, 3)])
        for row in parts:
            self.assertEqual((row["crop"], row["tags"], len(row["captions"])), ([8, 4, 64, 48], ["舞台"], 2))
        self.lines("project", "undo", project)
        self.undo_is_whole(project, before)
        for words, code in ((("1",), "invalid_argument"), (("1", "--at", "0"), "range_outside"),
                            (("1", "--at", "3"), "range_outside"), (("1", "--at", "99"), "range_outside"),
                            (("9", "--at", "1"), "clip_missing"), (("x", "--at", "1"), "invalid_argument")):
            self.assertEqual(self.error("clip", "split", project, *words, code=2)["code"], code, words)
        self.assertEqual(self.rows(project), before)

    def test_clip_set(self):
        project = self.dataset()
        before = self.rows(project)
        lines = self.lines("clip", "set", project, 1, "--in", 0.5, "--out", 2, "--crop", "64x48+8+4", "--pick", "yes",
                           "--rating", 4, "--scene", "海边", "--tag", "舞台", "--tag", "brand")
        self.assertEqual([line["type"] for line in lines], ["recorded", "clips_set"])
        self.assertEqual((lines[-1]["changes"], lines[-1]["done"]), (1, True))
        row = self.rows(project)[0]
        self.assertEqual((row["firstFrame"], row["frames"], row["start"], row["end"]), (12, 36, 0.5, 2))
        self.assertEqual((row["crop"], row["pick"], row["rating"], row["scene"], row["tags"]),
                         ([8, 4, 64, 48], 1, 4, "海边", ["brand", "舞台"]))
        self.assertIn("picked, rated 4, 64x48 of it from 8,4, scene 海边, tags brand, 舞台",
                      self.cli("dataset", "show", project)[0])
        self.assertEqual(self.lines("project", "history", project)[0]["changes"][0]["command"], "clip.set")
        self.undo_is_whole(project, before)
        # A query that finds more than one clip only counts until --yes.
        for words, done in (((), False), (("--dry-run", "--yes"), False), (("--yes",), True)):
            told = self.lines("clip", "set", project, "--query", "duration>2", "--rating", 2, *words)[-1]
            self.assertEqual((told["clips"], told["changes"], told["done"]), (2, 2, done), words)
        self.assertEqual([r["rating"] for r in self.rows(project)], [2, 2, 0])
        for words, code in ((("9", "--rating", "1"), "clip_missing"), (("1", "--rating", "6"), "bad_record"),
                            (("1", "--rating", "1.5"), "invalid_argument"), (("1", "--crop", "9x9"), "invalid_argument"),
                            (("1", "--crop", "96x64+1+0"), "bad_record"), (("1", "--in", "2", "--out", "9"), "range_outside"),
                            (("1", "--in", "2", "--out", "1"), "range_outside"), (("1",), "invalid_argument"),
                            (("x", "--rating", "1"), "invalid_argument"), (("--rating", "1"), "invalid_argument"),
                            (("1", "--query", "x", "--rating", "1"), "invalid_argument"), (("1", "--pick", "so"), "invalid_argument"),
                            (("--query", "colour:x", "--rating", "1"), "bad_query"), (("1", "--tag", "a,b"), "bad_record")):
            self.assertEqual(self.error("clip", "set", project, *words, code=2)["code"], code, words)

    def test_sides_and_scenes(self):
        project = self.dataset()
        self.cli("clip", "set", project, 1, 2, "--scene", "kitchen")
        split = self.lines("dataset", "split", project, "--held-out", "0.5", "--seed", 3)[-1]
        self.assertEqual((split["groups"], split["heldOutGroups"], split["clean"], split["seed"]), (2, 1, True, 3))
        rows = self.rows(project)
        self.assertEqual(rows[0]["split"], rows[1]["split"])
        self.cli("clip", "set", project, 1, "--side", "held_out")
        self.assertEqual([r["split"] for r in self.rows(project)], ["held_out", "held_out", "train"])
        error = self.error("clip", "set", project, 2, "--side", "train", code=2)
        self.assertEqual((error["code"], error["args"]["group"]), ("split_conflict", "kitchen"))
        self.assertEqual(self.error("dataset", "split", project, "--held-out", "0.9", code=2)["code"], "bad_record")

    def test_rejected_clips_are_not_trained_on(self):
        project = self.dataset()
        version = self.lines("dataset", "list", project)[0]["datasets"][0]["version"]
        self.cli("clip", "set", project, 1, "--crop", "48x48+0+0")
        self.cli("clip", "set", project, 2, "--pick", "reject")
        self.assertIn("1 rejected", self.cli("dataset", "show", project)[0])
        trained = self.lines("train", project, "--style", "x", "--steps", "1")[-1]
        self.assertEqual(trained["clips"], 2)
        self.assertNotEqual(trained["datasetVersion"], version)
        options = sqlite(project / "project.db", "SELECT options FROM training_run")
        self.assertIn('"crop":[0,0,48,48]', options.replace(" ", "").replace("\n", ""))
        # What was trained on is kept under its hash, and is nothing to undo.
        kept = self.lines("dataset", "version", project)[0]["versions"]
        self.assertEqual([(v["version"], v["clips"], v["now"]) for v in kept], [(trained["datasetVersion"], 3, True)])
        self.assertEqual(self.lines("project", "history", project)[0]["changes"][0]["command"], "clip.set")

    def test_captions(self):
        project = self.dataset()
        before = self.rows(project)
        done = self.lines("caption", "set", project, 3, "--lang", "en", "--text", "a green cup")[-1]
        self.assertEqual(done["changes"], 1)
        row = self.rows(project)[2]
        self.assertEqual((row["captions"], row["captionAuthors"], row["approved"]),
                         ({"en": "a green cup"}, {"en": "user"}, ["en"]))
        self.cli("caption", "set", project, 1, "--lang", "zh")
        self.assertEqual(self.rows(project)[0]["approved"], ["zh"])
        self.assertEqual(self.rows(project)[0]["captionAuthors"]["zh"], "file")
        self.cli("caption", "set", project, 1, "--lang", "en", "--remove")
        self.assertEqual(self.error("caption", "set", project, 1, "--lang", "en", code=2)["code"], "caption_missing")
        self.assertEqual(self.error("caption", "set", project, 1, "--lang", "fr", "--text", "x", code=2)["code"], "bad_record")
        for _ in range(3):
            self.cli("project", "undo", project)
        self.assertEqual(self.rows(project), before)
        # The count first.
        told = self.lines("caption", "replace", project, "--find", "色", "--with", "彩")[-1]
        self.assertEqual((told["clips"], told["changes"], told["done"]), (3, 2, False))
        self.assertEqual(self.rows(project), before)
        self.assertIn("It would change 2 clips", self.cli("caption", "replace", project, "--find", "色", "--dry-run", "--yes")[0])
        told = self.lines("caption", "replace", project, "--find", "色", "--with", "彩", "--yes")[-1]
        self.assertEqual((told["changes"], told["done"]), (2, True))
        self.assertEqual(self.rows(project)[0]["captions"]["zh"], "海边的红彩马克杯")
        self.assertEqual(self.lines("dataset", "search", project, "红彩")[0]["total"], 1)
        self.undo_is_whole(project, before)
        told = self.lines("caption", "replace", project, "--find", "sea", "--with", "lake", "--lang", "en")[-1]
        self.assertEqual((told["changes"], told["done"]), (1, True), "one clip needs no --yes")
        self.assertEqual(self.error("caption", "replace", project, 2, "--find", "一盏蓝色的灯", code=2)["code"], "bad_record")
        # A text beside the film does not undo what a person wrote.
        self.cli("caption", "set", project, 2, "--lang", "zh", "--text", "我写的")
        self.cli("dataset", "add", project, self.folder / "片" / "two.mp4")
        self.assertEqual(self.rows(project)[1]["captions"], {"zh": "我写的"})

    def test_search(self):
        project = self.dataset()
        found = self.lines("dataset", "search", project, "马克 rating=0")[0]
        self.assertEqual((found["total"], found["all"], found["rows"][0]["id"]), (1, 3, 1))
        self.assertEqual(self.lines("dataset", "search", project, "missing:caption")[0]["rows"][0]["id"], 3)
        page = self.lines("dataset", "search", project, "", "--from", 1, "--most", 1)[0]
        self.assertEqual((page["total"], [r["id"] for r in page["rows"]]), (3, [2]))
        self.assertIn("1 of 3 clips", self.cli("dataset", "search", project, "MUG")[0])
        self.assertEqual(self.error("dataset", "search", project, "rating>x", code=2)["code"], "bad_query")

    def test_versions(self):
        project = self.dataset()
        self.assertIn("--freeze", self.cli("dataset", "version", project)[0])
        first = self.lines("dataset", "version", project, "--freeze", "--title", "一月")[-1]
        self.assertEqual((first["number"], first["title"], first["clips"], first["new"]), (1, "一月", 3, True))
        self.assertEqual(first["version"], self.lines("dataset", "list", project)[0]["datasets"][0]["version"])
        self.assertFalse(self.lines("dataset", "version", project, "--freeze")[-1]["new"])
        self.assertIn("nothing changed since", self.cli("dataset", "version", project, "--compare", "一月")[0])
        self.cli("caption", "set", project, 3, "--lang", "en", "--text", "a green cup")
        self.cli("clip", "remove", project, 2)
        changes = self.lines("dataset", "version", project, "--compare", "1")[-1]["changes"]
        self.assertEqual([(c["what"], c["clip"], c["parts"][:1]) for c in changes],
                         [("changed", 3, ["captions"]), ("removed", 2, [])])
        shown = self.lines("dataset", "version", project, "--show", first["version"][:8])[-1]
        self.assertEqual((len(shown["rows"]), shown["rows"][2]["captions"]), (3, {}))
        self.lines("dataset", "version", project, "--freeze")
        self.assertEqual([v["now"] for v in self.lines("dataset", "version", project)[0]["versions"]], [False, True])
        self.assertEqual(self.lines("project", "undo", project)[-1]["command"], "dataset.version")
        error = self.error("dataset", "version", project, "--show", "2", code=2)
        self.assertEqual((error["code"], error["args"]["names"]), ("version_missing", "1 (一月)"))

    def test_buckets_and_score(self):
        project = self.dataset("--no-measures")
        self.cli("dataset", "add", project, self.film("高.mp4", "white", 2, "48x96"), self.film("短.mp4", "gray", 0.3),
                 "--no-measures")
        buckets = self.lines("dataset", "buckets", project)[0]
        self.assertEqual(buckets["tooShort"], 1)
        self.assertEqual(sum(b["clips"] for b in buckets["buckets"]), 4)
        for bucket in buckets["buckets"]:
            self.assertEqual((bucket["width"] % buckets["multiple"], bucket["height"] % buckets["multiple"],
                              bucket["frames"] % 4), (0, 0, 1))
            self.assertLessEqual(bucket["width"] * bucket["height"], buckets["width"] * buckets["height"])
        self.assertTrue(any(b["width"] < b["height"] for b in buckets["buckets"]), "the upright film")
        score = self.lines("dataset", "score", project)[0]
        parts = {p["name"]: p for p in score["parts"]}
        self.assertEqual(sum(p["weight"] for p in score["parts"]), 100)
        self.assertEqual((parts["sharpness"]["known"], parts["rights"]["value"]), (0, 0))
        self.assertLess(score["confidence"], 1)
        self.assertIn("not measured yet", self.cli("dataset", "score", project)[0])
        self.cli("dataset", "add", project, "--continue")
        measured = self.lines("dataset", "score", project)[0]
        self.assertEqual((measured["confidence"], {p["name"]: p for p in measured["parts"]}["sharpness"]["known"]), (1, 1))
        self.cli("dataset", "rights", project, "--holder", "Fable Goods", "--until", "always")
        better = self.lines("dataset", "score", project)[0]
        self.assertGreater(better["score"], score["score"])

    def test_rights(self):
        project = self.dataset()
        self.assertIn("nobody said", self.cli("dataset", "rights", project)[0])
        done = self.lines("dataset", "rights", project, "--holder", "Fable 社", "--until", "2024-02-29", "--film", "一.mp4")[-1]
        self.assertEqual((done["changes"], done["rows"][0]["holder"], done["rows"][0]["until"]), (1, "Fable 社", "2024-02-29"))
        self.assertEqual(sqlite(project / "project.db", "SELECT rights_until FROM source WHERE rights_holder <> ''"), "1709251200.0")
        self.assertEqual(self.lines("dataset", "search", project, "rights:expired")[0]["total"], 1)
        self.assertEqual(self.lines("dataset", "search", project, "rights:missing")[0]["total"], 2)
        self.assertEqual(self.error("dataset", "rights", project, "--until", "2023-02-29", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("dataset", "rights", project, "--film", "zzz", "--holder", "x", code=2)["code"], "source_unknown")
        self.cli("project", "undo", project)
        self.assertEqual(self.lines("dataset", "search", project, "rights:missing")[0]["total"], 3)

    def test_relink(self):
        project = self.dataset()
        (self.folder / "片").rename(self.folder / "新 处")
        deep = self.folder / "新 处" / "深"
        deep.mkdir()
        shutil.move(self.folder / "新 处" / "two.mp4", deep / "renamed.mp4")
        os.remove(self.folder / "新 处" / "三.mp4")
        (deep / "noise.mp4").write_bytes(b"x" * (deep / "renamed.mp4").stat().st_size)
        done = self.lines("dataset", "relink", project, "新 处", code=1)[-1]
        self.assertEqual((done["missing"], sorted(os.path.basename(f) for f in done["found"])), (3, ["renamed.mp4", "一.mp4"]))
        self.assertEqual([os.path.basename(f) for f in done["stillMissing"]], ["三.mp4"])
        self.assertEqual(self.error("dataset", "relink", project, deep / "noise.mp4")["code"], "other_content")
        self.assertEqual(self.error("dataset", "relink", project, "nowhere")["code"], "file_missing")
        self.assertEqual({os.path.basename(r["film"]) for r in self.rows(project)}, {"renamed.mp4", "一.mp4", "三.mp4"})
        # The same film added from elsewhere is found again.
        again = self.film("别处/三.mp4", "green", 2)
        added = self.lines("dataset", "add", project, again)[-1]
        self.assertEqual((added["results"][0]["outcome"], added["results"][0]["foundAgain"]), ("known", True))
        self.assertEqual(self.rows(project)[2]["film"], str(again))
        # With its text that is one change, and undone as one.
        again.rename(self.folder / "别处" / "gone.mp4")
        third = self.film("第三/三.mp4", "green", 2)
        third.with_suffix(".txt").write_text("a green wall", encoding="utf-8")
        count = len(self.lines("project", "history", project)[0]["changes"])
        added = self.lines("dataset", "add", project, third)[-1]
        self.assertTrue(added["results"][0]["foundAgain"])
        self.assertEqual((self.rows(project)[2]["film"], self.rows(project)[2]["captions"]), (str(third), {"und": "a green wall"}))
        self.assertEqual(len(self.lines("project", "history", project)[0]["changes"]), count + 1)
        self.cli("project", "undo", project)
        self.assertEqual((self.rows(project)[2]["film"], self.rows(project)[2]["captions"]), (str(again), {}))
        self.cli("project", "redo", project)
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])

    def test_trigger_and_removal(self):
        project = self.dataset()
        self.assertIn("no trigger", self.cli("dataset", "trigger", project)[0])
        self.assertEqual(self.lines("dataset", "trigger", project, "fblgds", "红 牌")[-1]["words"], ["fblgds", "红 牌"])
        self.assertEqual(self.lines("dataset", "list", project)[0]["datasets"][0]["triggerWords"], ["fblgds", "红 牌"])
        self.assertEqual(self.error("dataset", "trigger", project, "a", "a", code=2)["code"], "bad_record")
        self.assertEqual(self.lines("dataset", "trigger", project, "--clear")[-1]["words"], [])
        before = self.lines("dataset", "list", project)
        self.assertEqual(self.lines("clip", "remove", project, 1, 2)[-1]["changes"], 2)
        self.assertEqual([r["id"] for r in self.rows(project)], [3])
        self.cli("project", "undo", project)
        gone = self.lines("dataset", "remove", project)[-1]
        self.assertEqual((gone["type"], gone["clips"]), ("dataset_removed", 3))
        self.assertEqual(self.error("dataset", "show", project, code=2)["code"], "no_dataset")
        self.cli("project", "undo", project)
        self.assertEqual(self.lines("dataset", "list", project), before)

    def test_pieces_of_one_length(self):
        project = self.new_project()
        film = self.film("长.mp4", seconds=5)
        self.assertEqual(self.error("dataset", "add", project, film, "--split", "fixed", "--piece", "0", code=2)["code"], "invalid_argument")
        added = self.lines("dataset", "add", project, film, "--split", "fixed", "--piece", "1.5")[-1]
        self.assertEqual(added["clips"], 3, "half a second is left over: less than half a piece")
        self.assertEqual([(r["firstFrame"], r["frames"], r["end"]) for r in self.rows(project)],
                         [(0, 36, 1.5), (36, 36, 3), (72, 36, 4.5)])
        other = self.lines("dataset", "add", project, self.film("b.mp4", "blue", 2.3), "--split", "fixed", "--piece", "1.5")[-1]
        self.assertEqual(other["clips"], 5, "0.8 s are more than half a piece")


if __name__ == "__main__":
    program.main()
