"""brandloom-cli as it was built, with the real engine and the starter model: train, generate, stop, kill -9."""
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time

import program
from program import FILM


def sqlite(database, sql, lines=False):
    out = subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout
    return out.splitlines() if lines else out.split()


def ffprobe(film, entries):
    return subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-show_entries", entries, "-of", "csv=p=0", film],
                          check=True, capture_output=True, encoding="utf-8").stdout.strip()


class RealEngine(program.ProgramCase):
    REAL_ENGINE = True

    def test_train_then_generate_without_and_with_the_style(self):
        folder = self.new_project()
        lines = self.lines("train", FILM, "--project", folder, "--style", "寓言", "--steps", "3", "--batch", "1",
                           "--learning-rate", "0.02", "--warmup-steps", "1", "--checkpoint-every", "4")
        losses = [line for line in lines if line["type"] == "loss"]
        self.assertEqual([line["expert"] for line in losses], ["high"] * 3 + ["low"] * 3)
        self.assertTrue(all(0 < line["loss"] < 10 for line in losses), losses)
        self.assertEqual(sqlite(folder / "project.db", "SELECT step || expert FROM checkpoint ORDER BY step, expert"),
                         ["4high", "4low", "6high", "6low"])
        trained = lines[-1]
        for path in trained["result"]["adapters"].values():
            header = pathlib.Path(path).read_bytes()[8:2000]
            self.assertIn(b"lora", header)
        generate = ("generate", "--project", folder, "--prompt", "一个蓝色的香水 a blue perfume", "--seed", "4", "--steps", "3")
        without = self.lines(*generate)[-1]
        with_style = self.lines(*generate, "--style", "寓言")[-1]
        again = self.lines(*generate, "--out", "again.mp4")[-1]
        self.assertEqual(without["sha256"], again["sha256"], "the same recipe gives the same bytes")
        self.assertNotEqual(without["sha256"], with_style["sha256"])
        result = without["result"]
        self.assertEqual(result["experts"],
                         ["high" if t >= 1000 * result["used"]["boundary"] else "low" for t in result["timesteps"]])
        self.assertEqual(set(result["experts"]), {"high", "low"})
        self.assertEqual(ffprobe(with_style["file"], "stream=width,height,r_frame_rate,nb_read_frames"), "256,256,8/1,17")
        info = self.lines("project", "info", folder)[0]
        self.assertEqual([info[key] for key in ("clips", "runs", "styles", "shots")], [1, 1, 1, 2])
        self.assertEqual(self.lines("project", "check", folder)[-1]["findings"], [])

    def test_errors_come_through_the_door(self):
        folder = self.new_project()
        for words, module, code in ((("train", FILM, "--project", folder, "--rank", "0"), "training", 2),
                                    (("train", FILM, "--project", folder, "--targets", "x"), None, 2),
                                    (("train", FILM, "--project", folder, "--model", self.folder), "wan", 1),
                                    (("generate", "--prompt", "x", "--out", "x.mp4", "--frames", "6"), "generation", 2),
                                    (("generate", "--prompt", "x", "--out", "x.mp4", "--solver", "magic"), None, 2)):
            error = self.lines(*words, code=code)[-1]
            self.assertEqual(error["type"], "error")
            if module:
                self.assertEqual(error["module"], module)
            self.assertNotIn("{", error["message"] + error["remedy"])
        self.assertFalse((self.folder / "x.mp4").exists())

    def test_a_recipe_repeats_to_the_byte_in_every_way_of_working(self):
        ask = ("generate", "--prompt", "一个红色的马克杯 a red mug", "--seed", "6", "--steps", "3", "--frames", "9")
        shot = self.lines(*ask, "--out", "first.mp4")[-1]
        self.assertEqual(self.lines(*ask, "--out", "same.mp4")[-1]["sha256"], shot["sha256"])
        for number, (source, words) in enumerate((("first.json", ("--residency", "stream")),
                                                  ("first.mp4", ("--residency", "expert", "--preview", "看", "--preview-every",
                                                                 "1")))):
            again = self.lines("generate", "--recipe", source, "--out", f"again{number}.mp4", *words)[-1]
            self.assertEqual(again["sha256"], shot["sha256"], source)
            self.assertTrue(again["repeatsItsRecipe"])
            self.assertEqual((self.folder / f"again{number}.json").read_bytes(), (self.folder / "first.json").read_bytes())
        self.assertEqual(sorted(p.name for p in (self.folder / "看").iterdir()), ["step_0001.png", "step_0002.png"])
        other = self.lines("generate", "--recipe", "first.json", "--out", "pictures")[-1]
        self.assertEqual(len(list((self.folder / "pictures").glob("frame_*.png"))), 9)
        self.assertTrue(other["repeatsItsRecipe"])

    def test_odd_prompts_and_sizes_give_whole_films(self):
        for number, (prompt, words, shape) in enumerate((("", (), "256,256,17"), ("zzz ∑ qqq 龘", (), "256,256,17"),
                                                         ("a red mug on a beach, " * 300, (), "256,256,17"),
                                                         ("蓝色的汽车", ("--size", "160x96", "--frames", "33"), "640,384,33"))):
            film = self.folder / f"odd-{number}.mp4"
            shot = self.lines("generate", "--prompt", prompt, "--seed", "2", "--steps", "4", "--out", film, *words)[-1]
            self.assertEqual(shot["result"]["promptCut"], len(prompt) > 1000)
            self.assertEqual(ffprobe(film, "stream=width,height,nb_read_frames"), shape)
            grey = subprocess.run(["ffmpeg", "-v", "error", "-i", film, "-vf", "scale=16:16", "-pix_fmt", "gray", "-f", "rawvideo", "-"],
                                  check=True, capture_output=True).stdout
            self.assertGreater(max(grey) - min(grey), 30, "a picture without contrast")
        self.assertIn("--prompt", self.error("generate", "--out", "x.mp4", code=2)["message"])

    def test_memory_is_forecast(self):
        """Within a tenth of what the system measured, in each way of working and number type; told before it begins."""
        for residency in ("all", "expert", "stream"):
            for dtype in ("fp32", "bf16"):
                process = self.start("generate", "--prompt", "a red mug", "--steps", "2", "--residency", residency, "--dtype",
                                     dtype, "--json", "--out", f"{residency}{dtype}.mp4")
                lines = [json.loads(line) for line in process.stdout]
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                process.stdout.close()
                process.stderr.close()
                self.assertEqual(process.returncode, 0, lines[-1])
                result, peak = lines[-1]["result"], usage.ru_maxrss * 1024
                told = [line for line in lines if line["type"] == "memoryForecast"]
                self.assertEqual([(t["residency"], t["peakBytes"]) for t in told], [(residency, result["forecastBytes"])])
                begun = [i for i, line in enumerate(lines) if line.get("progress", {}).get("phase") == "encoding"]
                self.assertLess(lines.index(told[0]), begun[0])
                self.assertLess(abs(result["forecastBytes"] / peak - 1), 0.1, (residency, dtype, result["forecastBytes"], peak))
                # The process goes on to write the MP4, which the engine's own count does not see.
                self.assertTrue(0.9 * peak < result["peakBytes"] < 1.02 * peak, (result["peakBytes"], peak))

    def test_a_stop_is_acknowledged_at_once_and_leaves_nothing(self):
        for phase in ("sampling", "decoding"):
            process = self.start("generate", "--prompt", "x", "--size", "256x256", "--frames", "33", "--steps",
                                 "1" if phase == "decoding" else "50", "--json", "--out", "x.mp4")
            self.until(process, lambda line: line.get("progress", {}).get("phase") == phase)
            process.send_signal(signal.SIGINT)
            asked = time.monotonic()
            lines = self.until(process, lambda line: line.get("progress", {}).get("phase") == "stopping")
            self.assertLess(time.monotonic() - asked, 2, "200 ms, and room for a busy machine")
            out, err = process.communicate(timeout=60)
            self.assertEqual((process.returncode, err), (130, ""), lines)
            self.assertEqual(json.loads(out.splitlines()[-1])["code"], "cancelled")
            self.assertEqual(list(self.folder.iterdir()), [])

    def test_what_cannot_be_made_is_one_sentence(self):
        model = self.folder / "model"
        shutil.copytree(program.SOURCE / "resources/models/starter", model)
        error = self.error("generate", "--prompt", "x", "--size", "8192x8192", "--frames", "4001", "--out", "x.mp4")
        self.assertEqual((error["module"], error["code"]), ("generation", "too_little_memory"))
        weights = model / "low_noise_model/diffusion_pytorch_model.safetensors"
        data = bytearray(weights.read_bytes())
        length = int.from_bytes(data[:8], "little")
        header = json.loads(data[8:8 + length])
        begin, end = header["blocks.2.ffn.2.weight"]["data_offsets"]
        self.assertEqual(header["blocks.2.ffn.2.weight"]["dtype"], "BF16")
        data[8 + length + begin:8 + length + end] = b"\xc0\x7f" * ((end - begin) // 2)
        weights.write_bytes(data)
        for residency in ("all", "stream"):
            error = self.error("generate", "--model", model, "--prompt", "x", "--steps", "3", "--frames", "5", "--residency",
                               residency, "--out", "x.mp4")
            self.assertEqual((error["code"], error["args"]["expert"]), ("sample_not_finite", "low"))
        weights.unlink()
        error = self.error("generate", "--model", model, "--prompt", "x", "--out", "x.mp4")
        self.assertEqual(error["code"], "part_missing")
        self.assertIn("low_noise_model/diffusion_pytorch_model.safetensors", error["message"])
        self.assertEqual([p.name for p in self.folder.iterdir()], ["model"])

    def test_out_of_memory_is_one_sentence(self):
        process = self.start("generate", "--prompt", "x", "--size", "1536x1536", "--frames", "49", "--steps", "1", "--residency",
                             "all", "--json", "--out", "x.mp4",
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (5 << 28, 5 << 28)))
        self.addCleanup(lambda: process.poll() is None and process.kill())
        out, err = process.communicate(timeout=100)
        self.assertEqual(process.returncode, 1, out[-2000:] + err)
        self.assertLessEqual(len(err.splitlines()), 1, "the line of the log: " + err)
        self.assertEqual(json.loads(out.splitlines()[-1])["code"], "out_of_memory")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_file_size_limit_is_one_sentence(self):
        process = self.start("generate", "--prompt", "x", "--steps", "1", "--json", "--out", "x.mp4",
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
        out, err = process.communicate(timeout=100)
        self.assertEqual((process.returncode, err), (1, ""), out[-2000:])
        self.assertEqual(json.loads(out.splitlines()[-1])["type"], "error")
        self.assertEqual([p.name for p in self.folder.iterdir()], [])

    def test_doctor_loads_the_engine_when_asked(self):
        engine = {line["id"]: line for line in self.lines("doctor", "--engine")[:-1]}["engine"]
        self.assertRegex(engine["value"], r"LibTorch 2\.\d+")

    def until(self, process, wanted):
        """Lines up to the first that is wanted."""
        lines = []
        for text in process.stdout:
            lines.append(json.loads(text))
            if wanted(lines[-1]):
                return lines
        self.fail(f"ended early: {lines[-1:]} {process.communicate()}")

    def training(self, folder, *more):
        process = self.start("train", FILM, "--project", folder, "--steps", "5000", "--batch", "1", "--json", *more)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def test_stopped_training_is_saved(self):
        folder = self.new_project()
        process = self.training(folder)
        self.until(process, lambda line: line["type"] == "loss" and line["step"] == 2)
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, err), (130, ""))
        self.assertLess(time.monotonic() - asked, 20)
        trained = json.loads(out.splitlines()[-1])
        self.assertEqual(trained["type"], "trained")
        self.assertGreaterEqual(trained["result"]["stepsDone"], 2)
        self.assertEqual(sqlite(folder / "project.db", "SELECT state FROM training_run"), ["stopped"])
        self.assertEqual(self.lines("project", "check", folder)[-1]["findings"], [])

    def test_killed_training_loses_nothing_recorded(self):
        """kill -9 at the first checkpoint, then BRANDLOOM_KILLS (5) times at a random moment; all in one project."""
        kills, seed = int(os.environ.get("BRANDLOOM_KILLS", "5")), int(os.environ.get("BRANDLOOM_SEED", time.time_ns()))
        dice = random.Random(seed)
        folder = self.new_project()
        heard = Heard()

        process = self.training(folder, "--checkpoint-every", "3", "--keep-checkpoints", "0")
        began = time.monotonic()
        heard.note(self.until(process, lambda line: line["type"] == "recorded" and line["what"] == "checkpoint"))
        self.kill(process, heard)
        whole = 2 * (time.monotonic() - began)
        self.assertTrue(heard.checkpoints and heard.losses)
        self.check_all_there(folder, heard, f"the first kill, seed {seed}")

        moments = []
        for n in range(kills):
            generate = n % 5 == 4  # every fifth hits a Shot
            process = self.start("generate", "--project", folder, "--prompt", f"a mug {n}", "--steps", "4",
                                 "--json") if generate else self.training(folder, "--checkpoint-every", "3", "--keep-checkpoints", "0")
            moment = dice.uniform(0, whole / 2 if generate else whole)
            killer = threading.Timer(moment, process.kill)
            killer.start()
            lines = [json.loads(text) for text in process.stdout if text.endswith("}\n")]
            self.addCleanup(killer.cancel)
            process.communicate()
            self.assertIn(process.returncode, (-signal.SIGKILL, 0) if generate else (-signal.SIGKILL,))
            heard.note(lines)
            moments.append(f"{moment:.2f} s: {lines[-1]['type'] if lines else 'nothing'} "
                           f"{lines[-1].get('what', lines[-1].get('progress', {}).get('phase', '')) if lines else ''}")
            self.check_all_there(folder, heard, f"kill {n + 1} at {moment:.2f} s, seed {seed}")
        heard.note(self.lines("generate", "--project", folder, "--prompt", "a mug", "--steps", "1", "--frames", "5"))
        self.check_all_there(folder, heard, f"the last kill, seed {seed}")
        self.assertEqual(set(sqlite(folder / "project.db", "SELECT state FROM training_run")), {"failed"})
        print(f"{kills + 1} kills, seed {seed}: {len(heard.runs)} runs, {len(heard.losses)} losses, "
              f"{len(heard.checkpoints)} checkpoints, {len(heard.shots)} Shots acknowledged, all there; "
              f"last heard: {'; '.join(moments)}", file=sys.stderr)

    def kill(self, process, heard):
        process.kill()
        heard.note(json.loads(text) for text in process.stdout if text.endswith("}\n"))
        process.communicate()

    def check_all_there(self, folder, heard, when):
        """By the sqlite3 shell and Python's own SHA-256, then by the program itself, which opens the project again."""
        database = folder / "project.db"
        self.assertEqual(sqlite(database, "PRAGMA integrity_check"), ["ok"], when)
        self.assertLessEqual(heard.runs, set(sqlite(database, "SELECT id FROM training_run")), when)
        self.assertLessEqual(heard.losses, set(sqlite(database, "SELECT run_id, step FROM loss")), when)
        self.assertLessEqual(heard.shots, set(sqlite(database, "SELECT id FROM shot")), when)
        self.assertLessEqual(heard.checkpoints, set(sqlite(database, "SELECT run_id, step FROM checkpoint")), when)
        files = sqlite(database, "SELECT sha256 || relative_path FROM checkpoint "
                                 "UNION ALL SELECT sha256 || relative_path FROM training_state "
                                 "UNION ALL SELECT sha256 || relative_path FROM shot", lines=True)
        for row in files:
            self.assertEqual(hashlib.sha256((folder / row[64:]).read_bytes()).hexdigest(), row[:64], when)
        check = self.lines("project", "check", folder)[-1]
        self.assertEqual(check["findings"], [], when)
        self.assertEqual(check["filesChecked"], len(files), when)
        # Reading changes nothing: who writes next says of the last run that it ended.
        before = "SELECT state FROM training_run WHERE id < (SELECT max(id) FROM training_run)"
        self.assertLessEqual(set(sqlite(database, before)), {"failed"}, when)


class Heard:
    """What the program said is recorded."""

    def __init__(self):
        self.runs, self.losses, self.checkpoints, self.shots = set(), set(), set(), set()

    def note(self, lines):
        run = None
        for line in lines:
            if line["type"] != "recorded":
                continue
            if line["what"] == "run":
                run = line["id"]
                self.runs.add(str(run))
            elif line["what"] == "losses":
                self.losses.update(f"{run}|{step}" for step in range(1, line["step"] + 1))
            elif line["what"] == "checkpoint":
                self.checkpoints.add(f"{run}|{line['step']}")
            elif line["what"] == "shot":
                self.shots.add(str(line["id"]))


if __name__ == "__main__":
    program.main()
