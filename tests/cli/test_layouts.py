"""dataset export|import in the layouts of other programs, caption export|import: out and in without loss."""
import contextlib
import csv
import json
import os
import signal
import sqlite3
import subprocess
import tomllib

import program


def ffprobe(film, entries):
    return subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries", entries, "-of",
                           "default=noprint_wrappers=1:nokey=1", film], check=True, capture_output=True,
                          encoding="utf-8").stdout.split()


class Layouts(program.ProgramCase):
    def film(self, name, source="testsrc2", seconds=3, size="96x64", rate=24):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                        f"{source}{':' if '=' in source else '='}size={size}:rate={rate}:duration={seconds}", "-c:v", "libx264", "-pix_fmt", "yuv420p", path],
                       check=True)
        return path

    def dataset(self):
        """Everything that a dataset can hold: a whole film, a part of one, a cropped one, one that is rejected."""
        project = self.new_project()
        films = [self.film("片/一.mp4"), self.film("片/二.mp4", "testsrc", 4, rate=30), self.film("片/c.mp4", "rgbtestsrc", 2),
                 self.film("片/no.mp4", "smptebars", 2), self.film("片/e.mp4", "color=c=red", 2)]
        (self.folder / "片" / "一.zh.txt").write_text("海边的\"红色\"马克杯", encoding="utf-8")
        (self.folder / "片" / "一.en.txt").write_text("a red mug by the sea", encoding="utf-8")
        (self.folder / "片" / "c.txt").write_text("colours", encoding="utf-8")
        self.cli("dataset", "add", project, *films, "--name", "素材", "--seed", "5", "--held-out", "0.4")
        self.cli("caption", "set", project, 2, "--lang", "zh", "--text", "倒数的数字")
        self.cli("clip", "set", project, 2, "--in", "1", "--out", "2.5", "--rating", "4", "--tag", "舞台", "--scene", "x")
        self.cli("clip", "set", project, 3, "--crop", "48x32+10+20", "--pick", "yes", "--side", "train")
        self.cli("clip", "set", project, 4, "--pick", "reject")
        self.cli("dataset", "trigger", project, "fblgds")
        self.cli("dataset", "rights", project, "--holder", "Fable", "--until", "2031-01-31", "--film", "一.mp4")
        return project

    def state(self, project):
        rows = self.lines("dataset", "show", project)[0]["rows"]
        return [{k: v for k, v in row.items() if k != "id"} for row in rows if row["pick"] >= 0]

    def test_out_and_in_without_loss(self):
        project = self.dataset()
        before, summary = self.state(project), self.lines("dataset", "list", project)[0]["datasets"][0]
        rights = [r for r in self.lines("dataset", "rights", project)[0]["rows"] if r["holder"]]
        for layout in ("plain", "musubi", "diffusion-pipe", "ai-toolkit"):
            done = self.lines("dataset", "export", project, layout, "--layout", layout)[-1]
            self.assertEqual((done["clips"], done["copied"], done["cut"], done["rejected"], done["textless"]), (4, 2, 2, 1, 1))
            other = self.new_project(f"新 {layout}")
            place = done["descriptions"][0] if done["descriptions"] else layout
            lines = self.lines("dataset", "import", other, place)
            self.assertEqual((lines[-1]["sideCar"], lines[-1]["originals"], lines[-1]["copies"], lines[-1]["edited"]),
                             (True, 4, 0, 0), layout)
            self.assertEqual(self.state(other), before, layout)
            now = self.lines("dataset", "list", other)[0]["datasets"][0]
            for key in ("name", "version", "seed", "heldOutShare", "triggerWords", "heldOutClips"):
                self.assertEqual(now[key], summary[key], (layout, key))
            self.assertEqual([r for r in self.lines("dataset", "rights", other)[0]["rows"] if r["holder"]], rights)
            self.assertEqual([c["command"] for c in self.lines("project", "history", other)[0]["changes"]],
                             ["dataset.rights", "dataset.add"])
            self.cli("project", "undo", other)
            self.cli("project", "undo", other)
            self.assertEqual(self.lines("dataset", "list", other)[0]["datasets"], [])

    def test_what_the_other_programs_find(self):
        project = self.dataset()
        self.cli("dataset", "export", project, "mu", "--layout", "musubi", "--lang", "zh", "--size", "480x832", "--frames", "49")
        with open(self.folder / "mu" / "dataset.toml", "rb") as file:
            toml = tomllib.load(file)
        self.assertEqual((toml["general"]["resolution"], toml["general"]["caption_extension"]), ([480, 832], ".txt"))
        held = [r for r in self.lines("dataset", "show", project)[0]["rows"] if r["split"] == "held_out" and r["pick"] >= 0]
        found = {}
        for dataset in toml["datasets"]:
            self.assertEqual((dataset["frame_extraction"], dataset["max_frames"]), ("full", 49))
            self.assertIsInstance(dataset["source_fps"], float)
            for film in (self.folder / "mu" / dataset["video_directory"]).glob("*.mp4"):
                found[film.name] = dataset["source_fps"]
                if film.stem != "e":
                    self.assertTrue(film.with_suffix(".txt").read_text(encoding="utf-8").strip())
        self.assertEqual(len(found), 4 - len(held))
        self.assertEqual(len(list((self.folder / "mu" / "held_out").glob("*.mp4"))), len(held))
        self.cli("dataset", "export", project, "dp", "--layout", "diffusion-pipe")
        with open(self.folder / "dp" / "dataset.toml", "rb") as file:
            toml = tomllib.load(file)
        self.assertEqual((toml["resolutions"], toml["frame_buckets"][:2]), ([[832, 480]], [1, 17]))
        self.assertEqual([d["path"] for d in toml["directory"]], [str(self.folder / "dp" / "train")])
        # A part of a film: its own pictures and no others; a crop: its size.
        self.cli("dataset", "export", project, "plain")
        self.assertEqual((self.folder / "plain" / "一.mp4").read_bytes(), (self.folder / "片" / "一.mp4").read_bytes())
        self.assertEqual(ffprobe(self.folder / "plain" / "二.mp4", "stream=nb_read_frames,r_frame_rate"), ["30/1", "45"])
        self.assertEqual(ffprobe(self.folder / "plain" / "c.mp4", "stream=width,height"), ["48", "32"])
        # Its digit changes once a second: one picture off, and the worst pair of pictures is worse.
        worst = {}
        for first in (29, 30, 31):
            measured = subprocess.run(
                ["ffmpeg", "-nostdin", "-i", self.folder / "plain" / "二.mp4", "-i", self.folder / "片" / "二.mp4", "-lavfi",
                 f"[1:v]trim=start_frame={first}:end_frame={first + 45},setpts=PTS-STARTPTS,scale=in_color_matrix=bt601,format=rgb24[a];"
                 "[0:v]setpts=PTS-STARTPTS,scale=in_color_matrix=bt709,format=rgb24[b];[b][a]psnr", "-f", "null", "-"],
                check=True, capture_output=True, encoding="utf-8").stderr
            worst[first] = float(measured.split("min:")[1].split()[0])
        self.assertGreater(worst[30], max(worst[29], worst[31]) + 2, worst)
        self.assertEqual((self.folder / "plain" / "二.zh.txt").read_text(encoding="utf-8"), "倒数的数字\n")

    def test_with_sound(self):
        project = self.new_project()
        silent, loud = self.film("silent.mp4"), self.folder / "loud.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-i", silent, "-f", "lavfi", "-i", "sine=duration=3", "-c:v", "copy",
                        "-c:a", "aac", loud], check=True)
        self.cli("dataset", "add", project, silent, loud, "--name", "声")
        self.cli("clip", "set", project, 1, 2, "--in", "1", "--out", "2.5", "--yes")
        for words, sound in ((["--sound"], ["aac", "1.5"]), ([], [])):
            folder = f"out {len(words)}"
            done = self.lines("dataset", "export", project, folder, *words)[-1]
            self.assertEqual((done["cut"], done["withSound"]), (2, len(words)))
            told = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "a", "-show_entries", "stream=codec_name,duration",
                                   "-of", "csv=p=0", self.folder / folder / "loud.mp4"], check=True, capture_output=True,
                                  encoding="utf-8").stdout.strip().split(",")
            self.assertEqual([told[0], f"{float(told[1]):.1f}"] if sound else [t for t in told if t], sound)

    def test_killed(self):
        project = self.new_project()
        film = self.film("long.mp4")
        os.truncate(film, 300 << 20)
        self.cli("dataset", "add", project, film)
        process = self.start("dataset", "export", project, "tief/out", "--json")
        for line in process.stdout:
            if '"writing"' in line:
                process.send_signal(signal.SIGKILL)
                break
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assertFalse((self.folder / "tief" / "out").exists())
        self.cli("dataset", "export", project, "tief/out")
        self.assertEqual(os.listdir(self.folder / "tief"), ["out"])
        self.assertEqual((self.folder / "tief" / "out" / "long.mp4").stat().st_size, 300 << 20)

    def test_without_the_originals(self):
        project = self.dataset()
        before = self.state(project)
        self.cli("dataset", "export", project, "out", "--layout", "ai-toolkit", "--lang", "en")
        (self.folder / "片").rename(self.folder / "weg")
        text = next((self.folder / "out").rglob("一.txt"))
        text.write_text("a blue mug by the sea", encoding="utf-8")
        other = self.new_project("新")
        done = self.lines("dataset", "import", other, "out")[-1]
        self.assertEqual((done["originals"], done["copies"], done["edited"], done["heldOutClips"]),
                         (0, 4, 1, sum(r["split"] == "held_out" for r in before)))
        after = self.state(other)
        for old, new in zip(before, after):
            for key in ("rating", "tags", "scene", "pick", "split"):
                self.assertEqual(new[key], old[key])
            self.assertAlmostEqual(new["end"] - new["start"], old["end"] - old["start"], delta=0.05)
            self.assertNotIn("crop", new)
        self.assertEqual(after[0]["captions"], {"zh": "海边的\"红色\"马克杯", "en": "a blue mug by the sea"})
        self.assertEqual(after[1]["captions"], {"zh": "倒数的数字"})
        self.assertEqual((after[2]["width"], after[2]["height"]), (48, 32))
        with contextlib.closing(sqlite3.connect(other / "project.db")) as database:
            lengths = database.execute("SELECT path, bytes FROM source").fetchall()
        self.assertEqual([length for _, length in lengths], [os.path.getsize(film) for film, _ in lengths])
        self.assertEqual(self.lines("project", "check", other)[-1]["findings"], [])

    def test_of_other_programs(self):
        self.film("d/a.mp4")
        self.film("d/b.mp4", "testsrc")
        (self.folder / "d" / "a.txt").write_text("a caption", encoding="utf-8")
        (self.folder / "list.jsonl").write_text(json.dumps({"video_path": "d/b.mp4", "caption": "二号"}) + "\n", encoding="utf-8")
        (self.folder / "mu.toml").write_text("[general]\ncaption_extension = '.txt'\n[[datasets]]\nvideo_directory = 'd'\n"
                                             "[[datasets]]\nvideo_jsonl_file = 'list.jsonl'\n", encoding="utf-8")
        (self.folder / "dp.toml").write_text("resolutions = [512]\n[[directory]]\npath = 'd'\n", encoding="utf-8")
        for place, captions in (("mu.toml", [{"und": "a caption"}, {"und": "二号"}]), ("dp.toml", [{"und": "a caption"}, {}]),
                                ("d", [{"und": "a caption"}, {}])):
            project = self.new_project(f"p {place}")
            done = self.lines("dataset", "import", project, place)[-1]
            self.assertEqual((done["sideCar"], done["clips"]), (False, 2))
            self.assertEqual([r["captions"] for r in self.lines("dataset", "show", project)[0]["rows"]], captions, place)
            self.assertEqual([c["command"] for c in self.lines("project", "history", project)[0]["changes"]], ["dataset.add"])
            self.cli("project", "undo", project)
            self.assertEqual(self.lines("dataset", "list", project)[0]["datasets"], [])

    def test_what_cannot_be_done(self):
        project = self.dataset()
        self.assertEqual(self.error("dataset", "export", project, "片", code=2)["code"], "folder_in_use")
        self.assertEqual(self.error("dataset", "export", project, "x", "--layout", "zip", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("dataset", "export", project, "x", "--size", "9", code=2)["code"], "invalid_argument")
        (self.folder / "片" / "c.mp4").rename(self.folder / "weg.mp4")
        self.assertEqual(self.error("dataset", "export", project, "x")["code"], "source_gone")
        self.assertFalse((self.folder / "x").exists())
        (self.folder / "bad.toml").write_text("[[datasets]\n", encoding="utf-8")
        (self.folder / "none.toml").write_text("a = 1\n", encoding="utf-8")
        (self.folder / "leer").mkdir()
        for place, code in (("bad.toml", "bad_layout"), ("none.toml", "bad_layout"), ("leer", "no_layout"),
                            ("nowhere", "no_layout"), ("weg.mp4", "no_layout")):
            self.assertEqual(self.error("dataset", "import", project, place)["code"], code, place)
        side = self.folder / "side"
        side.mkdir()
        for text in ("{", "[]", '{"format":"brandloom-dataset-1"}', '{"format":"x"}', json.dumps({
                "format": "brandloom-dataset-1", "dataset": "x", "sources": [], "clips": [], "files": [{
                    "file": "../../etc/passwd", "whole": True, "text": ""}]})):
            (side / "brandloom_dataset.json").write_text(text, encoding="utf-8")
            self.assertEqual(self.error("dataset", "import", project, "side")["code"], "bad_layout", text)

    def test_captions_out_and_in(self):
        project = self.dataset()
        before = self.state(project)
        for name, read in (("a.jsonl", lambda f: [json.loads(line) for line in f]), ("a.csv", csv.DictReader)):
            self.assertEqual(self.lines("caption", "export", project, name)[0]["captions"], 4)
            with open(self.folder / name, encoding="utf-8", newline="") as file:
                rows = list(read(file))
            self.assertEqual(rows[0]["caption"], "海边的\"红色\"马克杯")
            self.assertEqual([r["author"] for r in rows], ["file", "file", "user", "file"])
            self.assertEqual(self.lines("caption", "import", project, name)[-1]["changes"], 0, name)
        self.assertEqual(self.error("caption", "export", project, "a.csv")["code"], "file_exists")
        text = (self.folder / "a.csv").read_text(encoding="utf-8").replace("红色", "蓝色,\n新的").replace("colours", "bands")
        (self.folder / "b.csv").write_text(text, encoding="utf-8")
        told = self.lines("caption", "import", project, "b.csv")[-1]
        self.assertEqual((told["captions"], told["changes"], told["done"]), (4, 2, False))
        self.assertEqual(self.state(project), before)
        self.assertTrue(self.lines("caption", "import", project, "b.csv", "--yes")[-1]["done"])
        self.assertEqual(self.state(project)[0]["captions"]["zh"], "海边的\"蓝色,\n新的\"马克杯")
        self.assertEqual(self.lines("project", "undo", project)[-1]["command"], "caption.import")
        self.assertEqual(self.state(project), before)
        # What other programs write, and a folder of texts.
        (self.folder / "m.jsonl").write_text('{"video_path": "/x/c.mp4", "caption": "stripes"}\n{"video_path": "z.mp4", "caption": "?"}\n')
        told = self.lines("caption", "import", project, "m.jsonl", code=1)[-1]
        self.assertEqual((told["changes"], told["unknown"]), (1, ["z.mp4"]))
        texts = self.folder / "texte"
        texts.mkdir()
        (texts / "e.zh.txt").write_text("红", encoding="utf-8")
        self.assertEqual(self.lines("caption", "import", project, "texte")[-1]["changes"], 1)
        for name, text in (("x.csv", "a,b\n1\n"), ("x.csv", "film,caption\n,x\n"), ("y.jsonl", "[]"), ("y.jsonl", '{"film": "a"}'),
                           ("y.jsonl", '{"film": "a", "caption": "x", "language": "fr"}')):
            (self.folder / name).write_text(text)
            self.assertEqual(self.error("caption", "import", project, name)["code"], "bad_captions", text)


if __name__ == "__main__":
    program.main()
