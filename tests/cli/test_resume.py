"""brandloom-cli with the real engine: kill -9 at random moments, --resume, and the same bytes as without a kill; new
runs that branch off; commands while it runs; the forecast beside the outcome."""
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import program
from program import FILM

SETTINGS = ("--steps", "6", "--block-steps", "2", "--batch", "1", "--accumulation", "2", "--ema-decay", "0.9",
            "--dropout", "0.1", "--warmup-steps", "1", "--checkpoint-every", "2", "--style", "寓言")


def files(folder, run):
    """Name and bytes of what a run made in the end."""
    last = max((folder / "runs" / str(run)).glob("step-*"))
    found = {path.name: path.read_bytes() for path in last.glob("*_noise.safetensors")}
    assert len(found) == 4, found.keys()
    return found


def rows(folder, sql):
    with sqlite3.connect(f"file:{folder / 'project.db'}?mode=ro", uri=True) as database:
        return database.execute(sql).fetchall()


class Resume(program.ProgramCase):
    REAL_ENGINE = True

    def train(self, folder, *words, **kwargs):
        return self.start("train", "--project", folder, *words, "--json", **kwargs)

    def same_files(self, made, expected, when=""):
        """Names only: unittest would compare megabytes of bytes line by line."""
        self.assertEqual({name for name in expected if made[name] != expected[name]}, set(), when)

    def test_killed_and_resumed_gives_the_same_bytes(self):
        """BRANDLOOM_KILLS (5) kills at random moments of trainings that are resumed until they end."""
        kills, seed = int(os.environ.get("BRANDLOOM_KILLS", "5")), int(os.environ.get("BRANDLOOM_SEED", time.time_ns()))
        dice = random.Random(seed)
        whole = self.new_project("whole")
        began = time.monotonic()
        self.lines("train", FILM, "--project", whole, *SETTINGS)
        self.seconds = time.monotonic() - began  # how long the quickest so far took: the machine has other work
        expected = files(whole, 1)

        folder = self.new_project("killed")
        told, killed, resumed = [], 0, 0
        while killed < kills:
            resumed += self.one(folder, dice.uniform(0, self.seconds), expected, told, seed)
            killed += told[-1][0]
            self.assertLess(len(told), 5 * kills + 5, "nearly every training ends before it is killed")
        resumed += self.one(folder, None, expected, told, seed)
        print(f"{killed} kills, seed {seed}, {resumed} resumed; {'; '.join(words for _, words in told)}", file=sys.stderr)

    def one(self, folder, moment, expected, told, seed):
        """Starts or resumes, kills after `moment` seconds; True when it was resumed."""
        unfinished = bool(rows(folder, "SELECT id FROM training_run WHERE state <> 'finished'"))
        began = time.monotonic()
        process = self.train(folder, *(("--resume",) if unfinished else (FILM, *SETTINGS)))
        killer = threading.Timer(moment, process.kill) if moment is not None else None
        if killer:
            killer.start()
        lines = [json.loads(text) for text in process.stdout if text.endswith("}\n")]
        _, warnings = process.communicate()
        took = time.monotonic() - began
        if killer:
            killer.cancel()
        when = f"{'resumed' if unfinished else 'begun'}, to be killed after {moment} s, seed {seed}; {warnings}"
        self.assertIn(process.returncode, (0, -signal.SIGKILL) if killer else (0,), f"{when}: {lines[-1:]}")
        last = [line for line in lines if line["type"] != "progressed"][-1:]
        told.append((process.returncode != 0,
                     f"{moment or 0:.2f} s: " + " ".join(str(last[0].get(key, "")) for key in ("type", "step")) if last
                     else f"{moment or 0:.2f} s"))
        self.assertEqual(self.lines("project", "check", folder)[-1]["findings"], [], when)
        if process.returncode == 0:
            if not unfinished:
                self.seconds = min(self.seconds, took)
            run = lines[-1]["run"]
            made = files(folder, run)
            self.same_files(made, expected, when)
            steps = [row[0] for row in rows(folder, f"SELECT step FROM loss WHERE run_id = {run} ORDER BY step")]
            self.assertEqual(steps, list(range(1, 13)), when)
        return unfinished

    def test_a_stopped_training_goes_on_and_branches(self):
        folder, whole = self.new_project("stopped"), self.new_project("whole")
        self.lines("train", FILM, "--project", whole, *SETTINGS)
        process = self.train(folder, FILM, *SETTINGS)
        for text in process.stdout:
            line = json.loads(text)
            if line["type"] == "loss" and line["step"] == 3:
                process.send_signal(signal.SIGINT)
                break
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, err), (130, ""))
        stopped = json.loads(out.splitlines()[-1])
        self.assertTrue(stopped["result"]["stopped"])
        done = stopped["result"]["stepsDone"]
        self.assertLess(done, 12)
        (folder / "runs" / "1" / "step-000099").mkdir()
        (folder / "runs" / "1" / "step-000099" / ".1-1-1.寓言_low_noise.safetensors").write_bytes(b"what a kill left")
        resumed = self.lines("train", "--project", folder, "--resume")
        self.assertEqual(resumed[-1]["resumedAfter"], done)
        self.assertEqual([line["step"] for line in resumed if line["type"] == "loss"], list(range(done + 1, 13)))
        self.same_files(files(folder, 1), files(whole, 1))
        error = self.lines("train", "--project", folder, "--resume", code=2)[-1]
        self.assertEqual(error["code"], "nothing_to_resume")
        # More steps: a new run whose parent is this one.
        longer = self.lines("train", "--project", folder, "--resume", "--run", "1", "--steps", "7")[-1]
        self.assertEqual((longer["run"], longer["result"]["stepsDone"]), (2, 14))
        # Back to a checkpoint, with another rate.
        back = self.lines("train", "--project", folder, "--resume", "--run", "1", "--from-step", "10",
                          "--learning-rate", "0")[-1]
        self.assertEqual((back["run"], back["resumedAfter"], back["result"]["stepsDone"]), (3, 10, 12))
        self.assertEqual(rows(folder, "SELECT id, parent_id, parent_step FROM training_run ORDER BY id"),
                         [(1, None, None), (2, 1, 12), (3, 1, 10)])
        error = self.lines("train", "--project", folder, "--resume", "--run", "1", "--from-step", "11", code=2)[-1]
        self.assertEqual(error["code"], "no_checkpoint")
        # A damaged state gives way to the one before.
        newest = max((folder / "runs" / "1").glob("step-*/*.state.safetensors"))
        newest.write_bytes(newest.read_bytes()[:-5] + b"wrong")
        again = self.lines("train", "--project", folder, "--resume", "--run", "1", "--steps", "7")[-1]
        self.assertEqual(again["resumedAfter"], 10)

    def test_commands_are_obeyed_and_recorded(self):
        folder = self.new_project()
        process = self.train(folder, FILM, "--steps", "400", "--batch", "1", "--preview-steps", "1", "--commands",
                             "--validate-every", "2", "--clips-per-film", "1", FILM, stdin=subprocess.PIPE)
        seen = []
        for text in process.stdout:
            line = json.loads(text)
            seen.append(line)
            if line["type"] == "loss" and line["step"] == 1:
                process.stdin.write("save\nsample\nlearning-rate 0.0001\nnonsense\npause\n")
                process.stdin.flush()
            if line["type"] == "progressed" and line["progress"]["phase"] == "paused":
                process.stdin.write("resume\nstop\n")
                process.stdin.flush()
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, seen[-1:])
        commands = [line["command"] for line in seen if line["type"] == "command"]
        self.assertEqual(commands, ["save", "sample", "learning-rate", "pause", "resume", "stop"])
        self.assertEqual([row[0] for row in rows(folder, "SELECT command FROM run_command ORDER BY id")], commands)
        self.assertEqual(len([line for line in seen if line["type"] == "preview"]), 1)

    def test_held_out_clips_are_measured_and_recorded(self):
        folder = self.new_project()
        other = self.folder / "other.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=128x128:rate=8:duration=3", other],
                       check=True)
        trained = self.lines("train", FILM, other, "--project", folder, "--steps", "4", "--batch", "1",
                             "--validate-every", "4")
        self.assertEqual((trained[-1]["clips"], trained[-1]["heldOutClips"]), (2, 1))
        self.assertEqual([line["step"] for line in trained if line["type"] == "heldOut"], [0, 0, 4, 4, 8, 8])
        self.assertEqual(rows(folder, "SELECT step, expert, round(relative, 9) FROM held_out WHERE step = 0"),
                         [(0, "high", 1.0), (0, "low", 1.0)])
        self.assertGreater(trained[-1]["result"]["bestHeldOut"], 0)
        self.assertEqual(trained[-1]["result"]["clipLosses"][0]["samples"], 8)

    def test_the_forecast_holds(self):
        """Memory and disk each time; the time in one of three tries, because other work may begin between the two runs."""
        held = []
        for attempt in range(3):
            made, seconds = self.forecast_and_outcome(f"预测 {attempt}")
            held.append((made["secondsLow"], seconds, made["secondsHigh"]))
            if made["secondsLow"] <= seconds <= made["secondsHigh"]:
                return
        self.fail(f"the time taken was never within the forecast: {held}")

    def forecast_and_outcome(self, name):
        folder = self.new_project(name)
        words = (FILM, "--steps", "12", "--checkpoint-every", "4", "--style", "x")
        made = self.lines("train", "--project", folder, *words, "--forecast")[-1]
        self.assertEqual(made["type"], "rehearsed")
        self.assertEqual(rows(folder, "SELECT count(*) FROM training_run"), [(0,)])
        process = self.train(folder, *words)
        lines = [json.loads(text) for text in process.stdout]
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0, lines[-1:])
        peak = usage.ru_maxrss * 1024
        self.assertAlmostEqual(made["memoryBytes"] / peak, 1, delta=0.1, msg=f"{made['memoryBytes']} forecast, {peak} used")
        size = sum(path.stat().st_size for path in max((folder / "runs" / "1").glob("step-*")).iterdir())
        self.assertAlmostEqual(made["diskBytes"] / size, 1, delta=0.1, msg=f"{made['diskBytes']} forecast, {size} used")
        return made, lines[-1]["result"]["seconds"]


if __name__ == "__main__":
    program.main()
