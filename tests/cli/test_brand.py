"""brand show|set|import."""
import json
import shutil
import subprocess
import zlib

import program


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


class Brand(program.ProgramCase):
    def picture(self, name, colour="0xD6563F", size="96x64"):
        path = self.folder / name
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", f"color={colour}:size={size}",
                        "-frames:v", "1", path], check=True)
        return path

    def shown(self, project):
        return self.lines("brand", "show", project)[-1]

    def test_set_and_show(self):
        project = self.new_project()
        self.assertIn("Nothing was said", self.cli("brand", "show", project)[0])
        lines = self.lines("brand", "set", project, "--name", "寓物 Fable Goods", "--colour", "夜紫=#2a2740 background",
                           "--colour", "釉蓝=#4A62AE 11% text", "--tone-zh", "安静、温暖", "--tone-en", "quiet", "--banned", "最，第一, the best",
                           "--legal-zh", "图像由 AI 生成。", "--font-latin", "Inter", "--font-chinese", "Noto Sans CJK SC",
                           "--logo-dark", self.picture("标志.png"), "--clear-space", "0.5")
        self.assertEqual([line["type"] for line in lines], ["recorded", "brand_changed"])
        self.assertEqual(lines[0]["what"], "brand")
        shown = self.shown(project)
        self.assertEqual((shown["name"], shown["bannedWords"], shown["toneZh"]), ("寓物 Fable Goods", ["最", "第一", "the best"], "安静、温暖"))
        self.assertEqual(shown["colours"][1], {"name": "釉蓝", "hex": "#4A62AE", "share": 0.11, "role": "text"})
        self.assertEqual([(l["ground"], l["width"], l["clearSpace"]) for l in shown["logos"]], [("dark", 96, 0.5)])
        subtitle = shown["contrasts"][0]
        self.assertEqual((subtitle["subtitle"], subtitle["verdict"], round(subtitle["ratio"], 1)), (True, "fails", 2.5))
        self.assertIn("nearest that passes " + subtitle["nearest"], self.cli("brand", "show", project)[0])
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        # What is not named stays; an empty text takes away.
        self.cli("brand", "set", project, "--legal-zh", "", "--remove-colour", "釉蓝", "--remove-logo", "dark")
        now = self.shown(project)
        self.assertEqual((now["legalZh"], len(now["colours"]), now["logos"], now["toneEn"]), ("", 1, [], "quiet"))
        self.assertEqual(self.lines("project", "history", project)[0]["changes"][0]["command"], "brand.set")
        self.lines("project", "undo", project)
        self.assertEqual(self.shown(project), shown)
        self.lines("project", "undo", project)
        self.assertEqual(self.shown(project)["name"], "")

    def test_wrong_words(self):
        project = self.new_project()
        for words, code in ((("--colour", "Ink=#2E2A2"), "bad_colour"), (("--colour", "Ink"), "bad_colour"),
                            (("--colour", "Ink=#2E2A26 huge"), "bad_colour"), (("--colour", "Ink=#GGGGGG"), "bad_colour"),
                            (("--remove-colour", "Ink"), "colour_missing"), (("--name", "x" * 121), "bad_brand"),
                            (("--remove-logo", "blue"), "invalid_argument"), ((), "invalid_argument"),
                            (("--banned", "x" * 61), "bad_brand")):
            self.assertEqual(self.error("brand", "set", project, *words, code=2)["code"], code, words)
        (self.folder / "mark.svg").write_text("<svg/>")
        (self.folder / "leer.png").write_bytes(b"")
        for file, code in (("mark.svg", "bad_logo"), ("none.png", "file_missing"), ("leer.png", "empty_file")):
            error = self.error("brand", "set", project, "--name", "x", "--logo", file)
            self.assertEqual(error["code"], code)
            self.assertIn(file, error["message"])
        self.assertEqual(self.shown(project)["name"], "", "all of it or nothing")
        self.assertEqual(self.error("brand", "show", "nowhere")["code"], "folder_missing")

    def test_import(self):
        project = self.new_project()
        told = self.lines("brand", "import", project, self.picture("红 图.png"), "--lang", "zh")[-1]
        self.assertEqual([(c["name"], c["share"]) for c in told["colours"]], [("红色", 1)])
        picture = self.picture("mark.png", "white")
        (self.folder / "brand.json").write_text(json.dumps({
            "name": {"en": "Fable Goods", "zh": "寓物"}, "mark": "mark.svg", "avoid": {"zh": ["第一"]},
            "palette": [{"name": {"en": "Ink", "zh": "墨"}, "hex": "#2e2a26"}], "logos": [{"ground": "light", "file": "mark.png"}]}))
        (self.folder / "mark.svg").write_text("<svg/>")
        told = self.lines("brand", "import", project, "brand.json")[-1]
        self.assertEqual((told["name"], [c["hex"] for c in told["colours"]]), ("寓物 Fable Goods", ["#2E2A26"]))
        self.assertEqual([l["ground"] for l in told["logos"]], ["light"])
        self.assertIn("mark.svg", told["leftOut"][0])
        # What show writes, import reads: into another project too.
        (self.folder / "shown.json").write_text(json.dumps(self.shown(project)))
        other = self.new_project("other")
        self.cli("brand", "import", other, "shown.json")
        ours, theirs = self.shown(project), self.shown(other)
        for logo in ours["logos"] + theirs["logos"]:
            logo.pop("file")
        self.assertEqual(ours, theirs)
        self.assertTrue(picture.exists())

    def test_import_of_what_is_wrong(self):
        project = self.new_project()
        (self.folder / "a.json").write_text('{"name": ')
        (self.folder / "b.txt").write_text("name: x\nslogan: y\n")
        (self.folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n" + zlib.compress(b"x"))
        for file, place in (("a.json", "from byte"), ("b.txt", "line 2")):
            error = self.error("brand", "import", project, file)
            self.assertEqual(error["code"], "bad_file")
            self.assertIn(place, error["message"])
        self.assertIn("c.png", self.error("brand", "import", project, "c.png")["message"])
        self.assertEqual(self.error("brand", "import", project, "none.png")["code"], "file_missing")
        self.assertEqual(self.error("brand", "import", project, code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("brand", "import", project, "--from-dataset", code=2)["code"], "no_dataset")
        self.assertEqual(self.error("brand", "import", project, "b.txt", "--lang", "fr", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("brand", "import", project, "b.txt", "--count", "17", code=2)["code"], "invalid_argument")

    def test_from_the_dataset(self):
        project = self.new_project()
        self.cli("dataset", "add", project, program.FILM)
        self.cli("dataset", "lint", project, "--measure", code=1)
        colours = self.lines("brand", "import", project, "--from-dataset")[-1]["colours"]
        self.assertGreaterEqual(len(colours), 2)
        self.assertLessEqual(sum(c["share"] for c in colours), 1.0001)
        self.assertEqual([c["share"] for c in colours], sorted((c["share"] for c in colours), reverse=True))

    def test_fonts_that_lack_chinese_are_told(self):
        project = self.new_project()
        out, _ = self.cli("brand", "set", project, "--font-chinese", "No Such Font")
        self.assertIn("No Such Font is not installed here", out)
        families = subprocess.run(["fc-list", ":lang=en", "family"], capture_output=True, encoding="utf-8").stdout
        if shutil.which("fc-list") and "DejaVu Sans" in families:
            told = self.lines("brand", "set", project, "--font-chinese", "DejaVu Sans")[-1]
            self.assertIn("has no Chinese", told["fontFaults"][0])
        told = self.lines("brand", "set", project, "--font-chinese", "Noto Sans CJK SC")[-1]
        self.assertEqual(told["fontFaults"], [])

    def test_projects_of_other_programs(self):
        project = self.new_project()
        self.cli("brand", "set", project, "--name", "Fable")
        sqlite(project / "project.db", "PRAGMA user_version = 99; ALTER TABLE brand ADD COLUMN scent TEXT")
        self.assertEqual(self.error("brand", "set", project, "--name", "x")["code"], "schema_from_future")
        self.assertEqual(self.error("brand", "import", project, self.picture("a.png"))["code"], "schema_from_future")
        self.assertEqual(self.shown(project)["name"], "Fable")


if __name__ == "__main__":
    program.main()
