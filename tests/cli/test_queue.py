"""queue list|move|pause|resume|cancel|clear|run, train --queue and generate --queue, with the fake engine."""
import json
import os
import random
import signal
import subprocess

import program
from program import FILM

SLOW = {"BRANDLOOM_FAKE_SECONDS_PER_STEP": "0.02"}


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


class Queue(program.ProgramCase):
    def queued(self, project, *names, steps=3):
        return [self.lines("train", project, FILM, "--style", name, "--steps", steps, "--queue")[-1]["job"]
                for name in names]

    def listed(self, project):
        return self.lines("queue", "list", project)[-1]["jobs"]

    def order(self, project):
        return "".join(job["title"] for job in self.listed(project))

    def interrupted(self, project, how, *words):
        """queue run, ended by a signal after a loss."""
        process = self.start("queue", "run", project, "--json", *words, environment=SLOW)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        for line in process.stdout:
            if json.loads(line)["type"] == "loss":
                break
        process.send_signal(how)
        out, _ = process.communicate(timeout=30)
        return process.returncode, [json.loads(line) for line in out.splitlines()]

    def test_a_line_is_worked_off(self):
        project = self.new_project()
        self.assertIn("empty", self.cli("queue", "list", project)[0])
        self.assertIn("Nothing waits", self.cli("queue", "run", project)[0])
        self.queued(project, "A", "B")
        job = self.lines("generate", "--project", project, "--prompt", "a red mug 杯", "--seed", 7, "--queue")[-1]
        self.assertEqual((job["type"], job["job"]), ("queued", 3))
        self.assertEqual([(j["id"], j["kind"], j["title"], j["state"]) for j in self.listed(project)],
                         [(1, "train", "A", "waiting"), (2, "train", "B", "waiting"),
                          (3, "generate", "a red mug 杯", "waiting")])
        self.cli("queue", "move", project, 2, "--top")
        lines = self.lines("queue", "run", project)
        self.assertEqual(lines[-1], {"type": "worked", "finished": 3, "failed": 0, "paused": 0})
        self.assertEqual([line["job"]["title"] for line in lines if line["type"] == "begun"],
                         ["B", "A", "a red mug 杯"])
        jobs = self.listed(project)
        self.assertEqual([(j["id"], j["state"], j.get("run"), j.get("shot")) for j in jobs],
                         [(3, "finished", None, 1), (1, "finished", 2, None), (2, "finished", 1, None)])
        self.assertEqual((jobs[2]["done"], jobs[2]["total"], jobs[2]["attempts"]), (6, 6, 1))
        self.assertEqual(len(self.lines("style", "list", project)[-1]["styles"]), 2)
        self.assertEqual(len(self.lines("shot", "list", project)[-1]["shots"]), 1)
        self.assertEqual(self.lines("queue", "clear", project)[-1]["jobs"], 3)
        self.assertEqual(self.listed(project), [])
        self.cli("project", "undo", project)
        self.assertEqual(len(self.listed(project)), 3)
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])

    def test_changes_by_hand(self):
        project = self.new_project()
        self.queued(project, *"ABCD")
        self.cli("queue", "move", project, 4, "--before", 1)
        self.cli("queue", "move", project, 1, "--after", 3)
        self.assertEqual(self.order(project), "DBCA")
        self.cli("project", "undo", project)
        self.assertEqual(self.order(project), "DABC")
        self.assertEqual(self.lines("queue", "cancel", project, 2)[-1]["leftTheLine"], True)
        self.assertEqual(self.order(project), "DAC")
        self.cli("project", "undo", project)
        self.assertEqual(self.order(project), "DABC")
        self.cli("queue", "pause", project, 4)
        self.assertEqual([j["state"] for j in self.listed(project)], ["paused", "waiting", "waiting", "waiting"])
        self.assertEqual(self.lines("queue", "run", project)[-1]["finished"], 3)
        self.assertEqual(self.listed(project)[0]["state"], "paused")
        self.cli("queue", "resume", project, 4)
        self.assertEqual(self.lines("queue", "run", project)[-1]["finished"], 1)

    def test_a_waiting_job_is_edited(self):
        project = self.new_project()
        self.queued(project, "A", "B")
        self.cli("train", project, "--queue", "--job", 1, "--style", "Better", "--steps", 2)
        job = self.listed(project)[0]
        self.assertEqual((job["title"], job["request"]["training"]["steps"], job["request"]["clipsPerFilm"]),
                         ("Better", 2, 4))
        self.assertEqual(len(job["request"]["films"]), 1, "what was not given stays")
        self.cli("project", "undo", project)
        self.assertEqual(self.listed(project)[0]["title"], "A")
        self.cli("project", "redo", project)
        self.assertEqual(self.lines("queue", "run", project)[-1]["finished"], 2)
        self.assertEqual(self.error("train", project, "--queue", "--job", 1)["code"], "entry_not_waiting")
        self.assertEqual(self.error("train", project, "--queue", "--job", 9, code=2)["code"], "entry_missing")
        self.assertEqual(self.error("train", project, FILM, "--job", 1, code=2)["code"], "bad_usage")
        self.assertEqual({s["name"] for s in self.lines("style", "list", project)[-1]["styles"]}, {"Better", "B"})

    def test_interrupted_is_paused_and_goes_on(self):
        for how in (signal.SIGINT, signal.SIGKILL):
            with self.subTest(how=how):
                project = self.new_project(f"p{how.value}")
                self.queued(project, "A", "B", steps=60)
                code, lines = self.interrupted(project, how)
                if how == signal.SIGINT:
                    self.assertEqual(code, 130)
                    self.assertEqual(lines[-1], {"type": "worked", "finished": 0, "failed": 0, "paused": 1})
                self.cli("project", "rename", project, "opened for writing")
                job, other = self.listed(project)
                self.assertEqual((job["state"], job["run"], other["state"]), ("paused", 1, "waiting"))
                if how == signal.SIGINT:
                    self.assertGreater(job["done"], 0)
                self.assertEqual(self.lines("style", "list", project)[-1]["styles"], [])
                self.assertEqual(self.lines("queue", "run", project, "--resume")[-1]["finished"], 2)
                self.assertEqual(self.lines("project", "info", project)[-1]["runs"], 2, "it went on in its own run")
                self.assertEqual([j["attempts"] for j in self.listed(project)], [1, 2])
                self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM style_version"), "2")

    def test_paused_is_kept_or_discarded(self):
        for word in ("--keep", "--discard"):
            with self.subTest(word=word):
                project = self.new_project("p" + word)
                self.queued(project, "A", steps=500)
                self.interrupted(project, signal.SIGINT)
                self.assertTrue((project / "runs" / "1").exists())
                done = self.lines("queue", "cancel", project, 1, word)[-1]
                self.assertEqual((done["style"], done["version"], done["discarded"]),
                                 ("A", 1, False) if word == "--keep" else ("", 0, True))
                self.assertEqual((project / "runs" / "1").exists(), word == "--keep")
                self.assertEqual(self.listed(project)[0]["state"], "stopped")
                self.assertEqual(len(self.lines("style", "list", project)[-1]["styles"]), word == "--keep")
                self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])

    def test_failed_stays_and_can_be_tried_again(self):
        project = self.new_project()
        self.queued(project, "A", "B")
        last = self.lines("queue", "run", project, code=1,
                          environment={"BRANDLOOM_FAKE_FAIL_AT_STEP": "2"})[-1]
        self.assertEqual((last["failed"], last["finished"]), (2, 0))
        job = self.listed(project)[1]
        self.assertEqual((job["state"], job["failure"]["module"]), ("failed", "training"))
        self.assertIn(job["failure"]["message"], self.cli("queue", "list", project)[0])
        self.cli("queue", "resume", project, 1)
        self.assertEqual(self.lines("queue", "run", project)[-1]["finished"], 1)

    def test_while_another_writes(self):
        project = self.new_project()
        self.queued(project, "A", "B", steps=5000)
        process = self.start("queue", "run", project, "--json", environment=SLOW)
        self.addCleanup(process.kill)
        for line in process.stdout:
            if json.loads(line)["type"] == "loss":
                break
        self.assertEqual([j["state"] for j in self.listed(project)], ["running", "waiting"])
        for words in (["move", project, 2, "--top"], ["pause", project, 1], ["cancel", project, 2], ["run", project]):
            self.assertEqual(self.error("queue", *words)["code"], "locked")
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)

    def test_wrong_words(self):
        project = self.new_project()
        self.queued(project, "A")
        self.assertEqual(self.error("queue", "list", "没有")["code"], "folder_missing")
        self.assertEqual(self.error("queue", "move", project, 1, code=2)["code"], "bad_usage")
        self.assertEqual(self.error("queue", "move", project, 1, "--top", "--bottom", code=2)["code"], "bad_usage")
        self.assertEqual(self.error("queue", "move", project, 1, "--before", 1, code=2)["code"], "beside_itself")
        self.assertEqual(self.error("queue", "move", project, 1, "--before", 9, code=2)["code"], "entry_missing")
        self.assertEqual(self.error("queue", "pause", project, "一", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("queue", "resume", project, 1)["code"], "entry_not_paused")
        self.assertEqual(self.error("queue", "cancel", project, 1, "--keep", "--discard", code=2)["code"],
                         "bad_usage")
        self.assertEqual(self.error("train", project, FILM, "--queue", "--resume", code=2)["code"], "bad_usage")
        self.assertEqual(self.error("train", project, "gone.mp4", "--queue")["code"], "file_missing")
        self.assertEqual(self.error("generate", "--prompt", "x", "--out", "a.mp4", "--queue", code=2)["code"],
                         "bad_usage")
        sqlite(project / "project.db", "UPDATE queue_entry SET request = '{}'")
        failed = self.lines("queue", "run", project, code=1)
        self.assertEqual([l for l in failed if l["type"] == "ended"][0]["job"]["failure"]["code"], "job_unreadable")

    def test_killed_while_it_works(self):
        kills = int(os.environ.get("BRANDLOOM_KILLS", 4))
        project = self.new_project()
        random.seed(os.environ.get("BRANDLOOM_SEED"))
        titles = [chr(ord("A") + i) for i in range(6)]
        self.queued(project, *titles, steps=30)
        for _ in range(kills):
            process = self.start("queue", "run", project, "--resume", environment=SLOW)
            try:
                process.communicate(timeout=random.uniform(0.05, 0.8))
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
            jobs = self.listed(project)
            self.assertEqual(sorted(j["title"] for j in jobs), titles)
            self.assertLessEqual(sum(j["state"] == "running" for j in jobs), 1)
        self.assertIn(self.lines("queue", "run", project, "--resume")[-1]["failed"], (0,))
        self.assertEqual({j["state"] for j in self.listed(project)}, {"finished"})
        # One that was killed after its version was saved may have saved another.
        styles, versions = sqlite(project / "project.db",
                                  "SELECT count(DISTINCT style_id), count(*) FROM style_version").split("|")
        self.assertEqual(styles, "6")
        self.assertGreaterEqual(int(versions), 6)
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])


if __name__ == "__main__":
    program.main()
