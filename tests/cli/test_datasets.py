"""dataset add|list|show, project undo|redo|history and training on a dataset, with the fake engine."""
import os
import shutil
import signal
import subprocess
import time

import program
from program import FILM

CUTS = program.SOURCE / "resources" / "samples" / "sample_cuts.mp4"


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


class Datasets(program.ProgramCase):
    def film(self, name, colour="red", seconds=3):
        path = self.folder / name
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                        f"color={colour}:size=64x48:rate=24:duration={seconds}", "-pix_fmt", "yuv420p", path], check=True)
        return path

    def test_add_list_show(self):
        project = self.new_project()
        lines = self.lines("dataset", "add", project, FILM, CUTS, "--split", "shots")
        added = lines[-1]
        self.assertEqual([line["what"] for line in lines if line["type"] == "recorded"], ["dataset"])
        self.assertEqual((added["name"], added["films"], added["clips"], added["clipsWithoutText"], added["added"]),
                         ("Dataset", 2, 4, 0, 2))
        self.assertEqual([film["outcome"] for film in added["results"]], ["added", "added"])
        self.assertEqual(added["results"][1]["languages"], ["zh", "en"])
        listed = self.lines("dataset", "list", project)[0]["datasets"]
        self.assertEqual([d["version"] for d in listed], [added["version"]])
        shown = self.lines("dataset", "show", project)[0]
        self.assertEqual([(r["firstFrame"], r["frames"]) for r in shown["rows"]], [(0, 73), (0, 33), (33, 33), (66, 33)])
        self.assertIn("orange lamp", shown["rows"][2]["captions"]["en"])
        self.assertEqual({r["film"] for r in shown["rows"] if r["split"] == "held_out"} &
                         {r["film"] for r in shown["rows"] if r["split"] == "train"}, set())
        out, _ = self.cli("dataset", "show", project)
        self.assertIn("马克杯", out)
        self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM clip"), "4")
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        self.assertEqual(self.lines("project", "info", project)[0]["clips"], 4)

    def test_films_that_cannot_be_added(self):
        project = self.new_project()
        (self.folder / "文字.mp4").write_text("no film")
        good = self.film("好.mp4")
        added = self.lines("dataset", "add", project, "没有.mp4", "文字.mp4", good, ".", good, "--name", "甲", code=1)[-1]
        self.assertEqual([film.get("error", {}).get("code", film["outcome"]) for film in added["results"]],
                         ["file_missing", "not_a_film", "added", "known", "not_a_film", "known"])
        out, _ = self.cli("dataset", "add", project, "没有.mp4", "文字.mp4", "--name", "乙", code=1)
        self.assertIn("Nothing was added.", out)
        self.assertEqual(self.error("dataset", "add", project, "文字.mp4")["code"], "not_a_film")
        self.assertEqual(self.error("dataset", "add", project, good, "--split", "x", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("dataset", "add", project, good, "--name", "x" * 121, code=2)["code"], "bad_record")
        self.assertEqual(self.error("dataset", "add", project, good, "--held-out", "0.9", code=2)["code"], "bad_record")
        self.assertEqual(self.error("dataset", "add", project, code=2)["code"], "bad_usage")
        self.assertEqual(self.error("dataset", "add", "nowhere", good)["code"], "folder_missing")
        self.assertEqual(self.error("dataset", "show", project, "--name", "乙", code=2)["args"]["names"], "甲")
        self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM dataset"), "1")

    def test_seed_and_share(self):
        project = self.new_project()
        films = [self.film(f"{i} 号.mp4", f"0x{i:02x}40{255 - i * 20:02x}") for i in range(10)]
        added = self.lines("dataset", "add", project, *films, "--seed", "7", "--held-out", "0.3")[-1]
        self.assertEqual((added["heldOutClips"], added["seed"], added["clipsWithoutText"]), (3, 7, 10))
        same = self.lines("dataset", "add", project, *reversed(films), "--seed", "7", "--held-out", "0.3", "--name", "乙")[-1]
        self.assertEqual(same["version"], added["version"], "order does not matter")
        other = self.lines("dataset", "add", project, films[0], "--seed", "8", "--name", "乙")[-1]
        self.assertEqual(other["results"][0]["outcome"], "known")
        self.assertEqual((other["seed"], other["heldOutClips"]), (8, 3))
        self.assertNotEqual(other["version"], same["version"])

    def test_undo_and_redo(self):
        project = self.new_project()
        self.assertEqual(self.error("project", "undo", project, code=2)["code"], "nothing_to_undo")
        self.assertIn("Nothing was changed", self.cli("project", "history", project)[0])
        self.cli("dataset", "add", project, FILM)
        before = self.lines("dataset", "list", project)[0]["datasets"]
        self.cli("dataset", "add", project, CUTS, "--split", "shots")
        after = self.lines("dataset", "list", project)[0]["datasets"]
        lines = self.lines("project", "undo", project)
        self.assertEqual([line["type"] for line in lines], ["recorded", "undone"])
        self.assertEqual(lines[-1]["command"], "dataset.add")
        self.assertEqual(self.lines("dataset", "list", project)[0]["datasets"], before)
        self.assertIn("dataset.add of Dataset", self.cli("project", "redo", project)[0])
        self.assertEqual(self.lines("dataset", "list", project)[0]["datasets"], after)
        history = self.lines("project", "history", project)[0]["changes"]
        self.assertEqual([(c["command"], c["undone"]) for c in history], [("dataset.add", False)] * 2)

    def test_train_on_a_dataset(self):
        project = self.new_project()
        self.assertEqual(self.error("train", project, "--style", "x", code=2)["code"], "no_dataset")
        self.cli("dataset", "add", project, FILM, self.film("无字.mp4"), "--name", "甲")
        out, _ = self.cli("train", project, "--style", "风格", "--steps", "1")
        self.assertIn("dataset 甲, version ", out)
        self.assertIn("1 of 2 clips have no text", out)
        self.cli("dataset", "add", project, CUTS, "--split", "shots", "--name", "乙")
        error = self.error("train", project, "--style", "风格", code=2)
        self.assertEqual((error["code"], error["args"]["names"]), ("choose_dataset", "乙, 甲"))
        self.assertEqual(self.error("train", project, "--dataset", "丙", code=2)["code"], "dataset_missing")
        self.assertEqual(self.error("train", project, FILM, "--dataset", "甲", code=2)["code"], "bad_usage")
        trained = self.lines("train", "--project", project, "--dataset", "乙", "--style", "风格", "--steps", "1",
                             "--validate-every", "1")[-1]
        listed = {d["name"]: d["version"] for d in self.lines("dataset", "list", project)[0]["datasets"]}
        self.assertEqual((trained["datasetVersion"], trained["clips"], trained["heldOutClips"]), (listed["乙"], 3, 1))
        self.assertEqual(sqlite(project / "project.db", "SELECT dataset_version FROM style_version WHERE number = 2"),
                         listed["乙"])
        # Films by name, the project first or with its flag.
        for words in ((project, FILM), (FILM, "--project", project)):
            trained = self.lines("train", *words, "--style", "风格", "--steps", "1")[-1]
            self.assertEqual((trained["dataset"], trained["clips"], len(trained["datasetVersion"])), ("", 1, 64))

    def test_killed_in_the_middle(self):
        project = self.new_project()
        long = self.film("长.mp4", seconds=120)
        process = self.start("dataset", "add", project, long, CUTS, "--split", "shots", "--json")
        self.addCleanup(lambda: process.poll() is None and process.kill())
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM clip"), "0")
        process = self.start("dataset", "add", project, long, CUTS, "--split", "shots", "--json")
        self.addCleanup(lambda: process.poll() is None and process.kill())
        process.stdout.readline()
        asked = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        self.assertLess(time.monotonic() - asked, 5)
        self.assertEqual(process.returncode, 130, out)
        self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM dataset"), "0")

    def test_a_thousand_films(self):
        project = self.new_project()
        first = self.film("0.mp4", seconds=0.5)
        films = []
        for i in range(1000):
            path = self.folder / f"素材 {i:04}.mp4"
            shutil.copy(first, path)
            with open(path, "ab") as file:  # a box that readers pass over makes each of them another file
                file.write((12).to_bytes(4, "big") + b"free" + i.to_bytes(4, "big"))
            films.append(path.name)
        added = self.lines("dataset", "add", project, *films, "--no-measures", timeout=100)[-1]
        self.assertEqual((added["clips"], added["films"], added["heldOutClips"]), (1000, 1000, 200))
        self.assertEqual(len(self.cli("dataset", "show", project)[0].splitlines()), 1001)
        again = self.lines("dataset", "add", project, *films, "--no-measures")[-1]
        self.assertEqual((again["added"], again["version"]), (0, added["version"]))
        os.remove(self.folder / films[500])
        self.assertIn(films[500], self.error("train", project, "--style", "x")["message"])


if __name__ == "__main__":
    program.main()
