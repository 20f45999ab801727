"""Ctrl-C: once finishes the step, saves and exits 130; twice ends at once; kill -9 loses nothing that was recorded."""
import json
import os
import pty
import signal
import subprocess
import time

import program
from program import FILM

SLOW = {"BRANDLOOM_FAKE_SECONDS_PER_STEP": "0.02"}


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.split()


class Stopping(program.ProgramCase):
    def training(self, folder, steps=100000, environment=None):
        """A training that has reported a loss."""
        process = self.start("train", FILM, "--project", folder, "--steps", steps, "--json",
                             environment=environment or SLOW)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        lines = []
        for line in process.stdout:
            lines.append(json.loads(line))
            if lines[-1]["type"] == "loss":
                return process, lines
        self.fail(f"ended early: {process.communicate()}")

    def test_once(self):
        folder = self.new_project()
        process, lines = self.training(folder)
        process.send_signal(signal.SIGINT)
        asked = time.monotonic()
        out, err = process.communicate(timeout=30)
        self.assertLess(time.monotonic() - asked, 5)
        self.assertEqual((process.returncode, err), (130, ""))
        trained = json.loads(out.splitlines()[-1])
        self.assertEqual(trained["type"], "trained")
        self.assertTrue(trained["result"]["stopped"])
        self.assertEqual(sqlite(folder / "project.db", "SELECT state FROM training_run"), ["stopped"])
        steps = int(sqlite(folder / "project.db", "SELECT max(step) FROM loss")[0])
        self.assertEqual(steps, trained["result"]["stepsDone"])
        self.assertEqual(self.lines("project", "check", folder)[-1]["findings"], [])

    def test_terminate_is_the_same(self):
        folder = self.new_project()
        process, _ = self.training(folder)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(out.splitlines()[-1])["type"], "trained")

    def test_twice(self):
        folder = self.new_project()
        # A deaf engine does not hear the first Ctrl-C.
        process, _ = self.training(folder, environment={**SLOW, "BRANDLOOM_FAKE_DEAF": "1"})
        process.send_signal(signal.SIGINT)
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(0.3)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=5)
        self.assertEqual(process.returncode, 130)

    def test_generate_leaves_nothing(self):
        process = self.start("generate", "--out", "a.mp4", "--prompt", "x", "--steps", "100000", "--json",
                             environment=SLOW)
        for line in process.stdout:
            if '"sampling"' in line:
                break
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(out.splitlines()[-1])["code"], "cancelled")
        self.assertEqual(os.listdir(self.folder), [])

    def test_terminal_shows_progress_and_the_way_out(self):
        folder = self.new_project()
        parent, child = pty.openpty()
        process = self.start("train", FILM, "--project", folder, "--steps", "100000", stderr=child,
                             environment={**SLOW, "TERM": "xterm"})
        os.close(child)
        seen, asked = "", False
        while True:
            try:
                chunk = os.read(parent, 4096)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk.decode("utf-8", errors="replace")
            if not asked and " left" in seen and "s/step" in seen:
                process.send_signal(signal.SIGINT)
                asked = True
        os.close(parent)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertRegex(seen, r"\r\x1b\[Ktraining  \d+/200000  high 0\.\d{4}")
        self.assertIn("press Ctrl-C again", seen)
        self.assertIn("Stopped and saved Style: version 1", out)

    def test_killed_loses_nothing_recorded(self):
        folder = self.new_project()
        losses, runs, checkpoints = set(), set(), set()
        for i in range(5):
            process = self.start("train", FILM, "--project", folder, "--steps", "100000", "--json",
                                 environment={"BRANDLOOM_FAKE_SECONDS_PER_STEP": "0.002"})
            recorded, run = 0, None
            for line in process.stdout:
                line = json.loads(line)
                if line["type"] != "recorded":
                    continue
                recorded += 1
                if line["what"] == "run":
                    run = line["id"]
                    runs.add(str(run))
                elif line["what"] == "losses":
                    losses |= {f"{run}|{step}" for step in range(1, line["step"] + 1)}
                if recorded > i % 3:
                    break
            process.kill()
            process.communicate()
        self.assertGreater(len(losses), 5)
        database = folder / "project.db"
        self.assertLessEqual(runs, set(sqlite(database, "SELECT id FROM training_run")))
        self.assertLessEqual(losses, set(sqlite(database, "SELECT run_id, step FROM loss")))
        self.assertEqual(sqlite(database, "PRAGMA integrity_check"), ["ok"])
        # The next writer marks the dead runs.
        self.lines("train", FILM, "--project", folder, "--steps", "1")
        self.assertEqual(sqlite(database, "SELECT state FROM training_run ORDER BY id"), ["failed"] * 5 + ["finished"])
        self.assertEqual(self.lines("project", "check", folder)[-1]["findings"], [])


if __name__ == "__main__":
    program.main()
