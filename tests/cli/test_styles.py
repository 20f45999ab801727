"""style list|show|activate|rollback|export|import|delete|restore and presets, with the fake engine."""
import json
import pathlib
import subprocess

import program
from program import FILM


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


class Styles(program.ProgramCase):
    def trained(self, versions=1, name="风格 一"):
        project = self.new_project()
        for _ in range(versions):
            self.cli("train", project, FILM, "--style", name, "--steps", "1", "--preview-every", "1")
        return project

    def test_versions(self):
        project = self.trained(3)
        shown = self.lines("style", "show", project, "风格 一")[0]
        self.assertEqual([(v["version"], v["parent"], v["active"]) for v in shown["versions"]],
                         [(1, 0, False), (2, 1, False), (3, 2, True)])
        self.assertEqual(shown["versions"][2]["configuration"]["training"]["steps"], 1)
        self.assertEqual(shown["versions"][2]["metrics"]["clips"], 1)
        self.assertEqual(len(shown["versions"][2]["previews"]), 1)
        lines = self.lines("style", "rollback", project, "风格 一")
        self.assertEqual(([line["type"] for line in lines], lines[-1]["active"]), (["recorded", "style"], 2))
        self.assertEqual(self.lines("style", "activate", project, "风格 一@1")[-1]["active"], 1)
        self.assertEqual(sqlite(project / "project.db", "SELECT number FROM style_version WHERE active = 1"), "1")
        self.assertIn("style.activate of 风格 一@1", self.cli("project", "undo", project)[0])
        out, _ = self.cli("style", "list", project)
        self.assertIn("风格 一  version 2 is active, 3 versions", out)
        for words, code, exit_code in ((("activate", project, "风格 一"), "bad_usage", 2),
                                       (("activate", project, "风格 一@9"), "style_no_version", 1),
                                       (("activate", project, "风格 一@0"), "bad_usage", 2),
                                       (("show", project, "没有"), "style_missing", 1),
                                       (("rollback", project, "没有"), "style_missing", 1),
                                       (("delete", project, ""), "bad_usage", 2),
                                       (("restore", project, "风格 一"), "not_in_trash", 2)):
            self.assertEqual(self.error("style", *words, code=exit_code)["code"], code, words)

    def test_trash(self):
        project = self.trained(2)
        self.assertEqual(self.cli("style", "list", project, "--trash")[0], "The Trash is empty.\n")
        self.cli("style", "delete", project, "风格 一@2")
        ask = ("generate", "--project", project, "--prompt", "x", "--style")
        self.assertEqual(self.error(*ask, "风格 一@2")["code"], "version_in_trash")
        self.cli("style", "delete", project, "风格 一")
        self.assertEqual(self.error(*ask, "风格 一")["code"], "style_in_trash")
        self.assertEqual(self.error("train", project, FILM, "--style", "风格 一")["code"], "style_in_trash")
        self.assertIn("风格 一  in the Trash", self.cli("style", "list", project, "--trash")[0])
        self.assertEqual(self.lines("style", "list", project)[0]["styles"], [])
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        self.cli("style", "restore", project, "风格 一")
        self.cli(*ask, "风格 一")
        self.cli("style", "restore", project, "风格 一@2")
        self.cli(*ask, "风格 一@2")
        history = [c["command"] for c in self.lines("project", "history", project)[0]["changes"]]
        self.assertEqual(history, ["style.restore", "style.restore", "style.delete", "style.delete"])

    def test_export(self):
        project = self.trained()
        files = self.lines("style", "export", project, "风格 一", "--out", "出口.safetensors", "--dialect", "own")[0]["files"]
        self.assertEqual([pathlib.Path(f).name for f in files],
                         ["出口_high_noise.safetensors", "出口_low_noise.safetensors"])
        blobs = sqlite(project / "project.db", "SELECT blob FROM style_adapter ORDER BY expert").split()
        sums = subprocess.run(["sha256sum", *files], capture_output=True, encoding="utf-8").stdout.splitlines()
        self.assertEqual([line.split()[0] for line in sums], blobs)
        self.assertEqual(self.error("style", "export", project, "风格 一", "--out", "出口.safetensors", "--dialect",
                                    "own")["code"], "file_exists")
        self.assertEqual(len(self.lines("style", "export", project, "风格 一@1", "--out", "k.safetensors", "--dialect",
                                        "kohya")[0]["files"]), 2)
        self.assertEqual(self.error("style", "export", project, "风格 一@4", "--out", "x.safetensors")["code"],
                         "style_no_version")
        self.assertEqual(self.error("style", "export", project, "风格 一", code=2)["code"], "bad_usage")
        self.assertEqual(sorted(p.name for p in (project / "cache").glob("style-*")), [])

    def test_runs_are_told_and_a_style_is_tried(self):
        project = self.new_project()
        self.cli("train", project, FILM, "--style", "S", "--steps", "3", "--checkpoint-every", "2", "--preview-every", "2",
                 "--preview-prompt", "a red mug\n木桌")
        runs = self.lines("run", "list", project)[-1]["runs"]
        self.assertEqual([(r["id"], r["state"], r["step"], r["steps"]) for r in runs], [(1, "finished", 6, 6)])
        shown = self.lines("run", "show", project)[-1]
        self.assertEqual([row["step"] for row in shown["losses"]], [1, 2, 3, 4, 5, 6])
        self.assertEqual({(row["step"], row["prompt"]) for row in shown["previews"]},
                         {(step, prompt) for step in (2, 4, 6) for prompt in ("a red mug", "木桌")})
        self.assertTrue(self.lines("run", "keep", project, "--run", 1, "--step", 4)[-1]["kept"])
        kept = [c["step"] for c in self.lines("run", "list", project)[-1]["runs"][0]["checkpoints"] if c["kept"]]
        self.assertEqual(kept, [4])
        self.assertEqual(self.error("run", "keep", project, "--run", 1, "--step", 5, code=2)["code"], "no_checkpoint")
        self.assertEqual(self.error("run", "show", project, "--run", 9)["code"], "run_missing")
        sheet = self.folder / "比较.png"
        tried = self.lines("style", "try", project, "S@1", "--prompt", "a lamp", "--steps", "2", "--out", sheet)[-1]
        self.assertGreater(tried["frames"], 0)
        self.assertTrue(sheet.read_bytes().startswith(b"\x89PNG"))
        self.assertEqual(self.lines("shot", "list", project)[-1]["shots"], [])
        self.assertEqual(self.error("style", "try", project, "S", "--prompt", " ", code=2)["code"], "invalid_argument")

    def test_presets(self):
        presets = self.lines("preset", "list")[0]["trainings"]
        self.assertGreaterEqual(len(presets), 4)
        out, _ = self.cli("preset", "list")
        for preset in presets:
            self.assertIn(preset["name"]["zh"], out)
        project = self.new_project()
        for name in ("product", "产品", "Product"):
            self.cli("train", project, FILM, "--style", "x", "--preset", name, "--steps", "2", "--rank", "4")
            training = json.loads(sqlite(project / "project.db", "SELECT options FROM training_run ORDER BY id DESC LIMIT 1"))
            self.assertEqual((training["training"]["steps"], training["training"]["rank"], training["training"]["targets"],
                              training["clipsPerFilm"]), (2, 4, "all", 8))
        error = self.error("train", project, FILM, "--style", "x", "--preset", "什么", code=2)
        self.assertEqual(error["code"], "preset_unknown")
        self.assertIn("quick-try", error["remedy"])
        self.assertEqual(self.error("train", project, "--resume", "--preset", "product", code=2)["code"], "invalid_argument")


if __name__ == "__main__":
    program.main()
