"""project backup|restore and what becomes of damaged and newer databases, with the fake engine."""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time

import program
from program import FILM


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


def age(project, days=2):
    """Lets the project have been made some days ago."""
    sqlite(project / "project.db", f"UPDATE project SET created = created - {days * 86400}")


def wait_for(holds, seconds=60):
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"nothing came within {seconds} s")
        time.sleep(0.02)


class Backups(program.ProgramCase):
    def names(self, project):
        return [b["name"] for b in self.lines("project", "restore", project)[-1]["backups"]]

    def test_backup_and_restore(self):
        project = self.new_project()
        self.assertEqual(self.names(project), [])
        self.assertIn("no backup yet", self.cli("project", "restore", project)[0])
        self.cli("dataset", "add", project, FILM)
        made = self.lines("project", "backup", project)[-1]
        self.assertEqual((made["type"], made["kind"]), ("backup", "manual"))
        file = project / "backups" / made["name"]
        self.assertEqual(made["bytes"], file.stat().st_size)
        self.assertEqual(sqlite(file, "PRAGMA integrity_check; SELECT count(*) FROM clip"), "ok\n1")
        self.cli("project", "undo", project)
        self.assertEqual(self.lines("project", "info", project)[-1]["clips"], 0)
        restored = self.lines("project", "restore", project, "--from", made["name"])[-1]
        self.assertEqual(restored["from"], made["name"])
        self.assertEqual(self.lines("project", "info", project)[-1]["clips"], 1)
        self.cli("project", "restore", project, "--from", restored["keptAs"])
        self.assertEqual(self.lines("project", "info", project)[-1]["clips"], 0)
        listed = self.lines("project", "restore", project)[-1]["backups"]
        self.assertEqual([(b["kind"], b["readable"], b["counts"]["clip"]) for b in listed],
                         [("replaced", True, 1), ("replaced", True, 0), ("manual", True, 1)])
        self.assertIn("0 clips", self.cli("project", "restore", project)[0])
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])

    def test_wrong_words(self):
        project = self.new_project()
        self.assertEqual(self.error("project", "backup", "没有")["code"], "folder_missing")
        self.assertEqual(self.error("project", "backup", ".")["code"], "not_a_project")
        self.assertEqual(self.error("project", "backup", code=2)["code"], "bad_usage")
        self.assertEqual(self.error("project", "restore", "没有")["code"], "folder_missing")
        self.assertEqual(self.error("project", "restore", ".")["code"], "not_a_project")
        self.assertEqual(self.error("project", "restore", project, "--from", "newest")["code"], "no_backup")
        self.assertEqual(self.error("project", "restore", project, "--from", "../project.db", code=2)["code"],
                         "backup_unknown")

    def test_a_day_later(self):
        project = self.new_project()
        age(project)
        for _ in range(2):
            self.cli("dataset", "add", project, FILM)
        names = self.names(project)
        self.assertEqual(len(names), 1, "one a day")
        self.assertTrue(names[0].startswith("daily-"))
        self.assertEqual(sqlite(project / "backups" / names[0], "PRAGMA integrity_check"), "ok")

    def test_damaged_database(self):
        project = self.new_project()
        self.cli("project", "backup", project)
        name = self.names(project)[0]
        database = project / "project.db"
        whole = database.read_bytes()
        for bytes_left in (whole[:5000], whole[:4096] + b"x" * (len(whole) - 4096), b""):
            database.write_bytes(bytes_left)
            error = self.error("dataset", "add", project, FILM)
            self.assertEqual((error["code"], error["args"]["backup"]), ("damaged_with_backup", name))
            self.assertIn("Restore that backup", error["remedy"])
        database.unlink()
        self.assertEqual(self.error("project", "info", project)["code"], "gone_with_backup")
        out, _ = self.cli("project", "restore", project, "--from", "newest")
        self.assertIn(name, out)
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])

    def test_schema_from_the_future(self):
        project = self.new_project()
        self.cli("dataset", "add", project, FILM)
        sqlite(project / "project.db", "PRAGMA user_version = 99; CREATE TABLE hologram (id INTEGER PRIMARY KEY); "
                                       "ALTER TABLE clip ADD COLUMN depth REAL")
        before = sqlite(project / "project.db", "SELECT count(*) FROM undo_record")
        writing = [("dataset", "add", project, FILM), ("project", "undo", project), ("train", "--project", project),
                   ("style", "delete", project, "x"), ("generate", "--project", project, "--prompt", "x")]
        for words in writing:
            self.assertEqual(self.error(*words)["code"], "schema_from_future", words)
        for words in (("project", "info"), ("project", "history"), ("project", "check"), ("dataset", "list"),
                      ("dataset", "show"), ("style", "list")):
            self.cli(*words, project)
        self.assertIn("newer Brandloom", self.cli("project", "info", project)[0])
        self.assertIn("schema 99", self.lines("project", "info", project)[-1]["notice"])
        self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM undo_record"), before)
        backup = self.lines("project", "backup", project)[-1]["name"]
        self.assertEqual(sqlite(project / "backups" / backup, "PRAGMA user_version"), "99")

    def test_killed_while_backing_up_and_restoring(self):
        project = self.new_project()
        sqlite(project / "project.db", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 30000) "
                                       "INSERT INTO setting (key, value) SELECT 'key'||i, hex(randomblob(100)) FROM n")
        begin = time.monotonic()
        name = self.lines("project", "backup", project)[-1]["name"]
        took = time.monotonic() - begin
        sqlite(project / "project.db", "DELETE FROM setting WHERE key = 'key1'")
        kills = int(os.environ.get("BRANDLOOM_KILLS", "12"))
        seed = random.randrange(1 << 30)
        dice = random.Random(seed)
        killed = 0
        for i in range(kills):
            words = ("project", "backup", project) if i % 2 else ("project", "restore", project, "--from", name)
            process = self.start(*words)
            time.sleep(dice.uniform(0.1, 0.9) * took)  # machines differ
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += process.returncode == -signal.SIGKILL
            with self.subTest(kill=i, seed=seed):
                self.assertEqual(sqlite(project / "project.db", "PRAGMA integrity_check"), "ok")
                self.assertIn(sqlite(project / "project.db", "SELECT count(*) FROM setting"), ("29999", "30000"))
                self.assertTrue(self.lines("project", "info", project)[-1]["name"])
            for backup in (project / "backups").glob("[mr]*.db"):
                self.assertEqual(sqlite(backup, "PRAGMA integrity_check"), "ok", backup)
                if backup.name != name:
                    backup.unlink()
        self.assertGreaterEqual(killed, kills // 3, "the kills came too late to prove anything")
        self.cli("project", "restore", project, "--from", name)
        self.assertEqual(sqlite(project / "project.db", "SELECT count(*) FROM setting"), "30000")


class Life(program.ProgramCase):
    def test_trash_keeps_for_thirty_days(self):
        project = self.new_project()
        self.cli("dataset", "add", project, FILM)
        for _ in range(2):
            self.cli("train", "--project", project, "--steps", "2", "--style", "海边")
        self.cli("train", "--project", project, "--steps", "2", "--style", "夜")
        self.cli("generate", "--project", project, "--style", "海边@1", "--prompt", "x")
        self.assertEqual(self.lines("project", "trash", project)[-1]["items"], [])
        self.assertIn("is empty", self.cli("project", "trash", project)[0])
        self.cli("style", "delete", project, "海边@1")
        self.cli("style", "delete", project, "夜")
        items = self.lines("project", "trash", project)[-1]["items"]
        self.assertEqual([(i["kind"], i["name"]) for i in items], [("style_version", "海边@1"), ("style", "夜")])
        blobs = sqlite(project / "project.db", "SELECT count(DISTINCT blob) FROM blob_use")
        database = project / "project.db"
        for days in (29, 31):
            sqlite(database, f"UPDATE style_version SET trashed = unixepoch() - {days} * 86400 WHERE trashed NOT NULL; "
                             f"UPDATE style SET trashed = unixepoch() - {days} * 86400 WHERE trashed NOT NULL")
            for blob in (project / "blobs").rglob("?" * 64):
                os.utime(blob, (1, 1))
            self.cli("dataset", "add", project, FILM)  # opens it for writing
            left = self.lines("project", "trash", project)[-1]["items"]
            self.assertEqual(len(left), 2 if days == 29 else 0)
            # A second look finds only what something uses.
            check = self.lines("project", "check", project)[-1]
            self.assertEqual((check["findings"], check["unusedFiles"]), ([], 0))
            self.assertEqual(sqlite(database, "SELECT count(DISTINCT blob) FROM blob_use") == blobs, days == 29)
        self.assertEqual(len(list((project / "blobs").rglob("?" * 64))),
                         int(sqlite(database, "SELECT count(DISTINCT blob) FROM blob_use")))
        # The Shot stays, the number is not given again, the name is free, nothing of it can be undone.
        self.assertEqual(self.lines("project", "info", project)[-1]["shots"], 1)
        self.assertEqual(self.error("style", "restore", project, "夜")["code"], "style_missing")
        self.assertEqual(self.error("style", "restore", project, "海边@1")["code"], "style_no_version")
        self.cli("train", "--project", project, "--steps", "2", "--style", "夜")
        self.cli("train", "--project", project, "--steps", "2", "--style", "海边")
        self.assertEqual([v["version"] for v in self.lines("style", "show", project, "海边")[-1]["versions"]], [2, 3])
        self.assertNotIn("delete", self.cli("project", "history", project)[0])
        self.cli("project", "undo", project)

    def test_settings(self):
        project, file = self.new_project(), self.root / "home" / ".config" / "brandloom" / "settings.json"
        self.addCleanup(lambda: file.unlink(missing_ok=True))

        def now(*words):
            return {s["key"]: (s["value"], s["origin"]) for s in self.lines("settings", "list", *words)[-1]["settings"]}
        shipped = {"model": ("", "shipped"), "trash-days": ("30", "shipped")}
        self.assertEqual(now(), shipped)
        lines = self.lines("settings", "set", "trash-days", 7)
        self.assertEqual([line.get("what", line["type"]) for line in lines], ["settings", "setting"])
        self.assertEqual(json.loads(file.read_text(encoding="utf-8")), {"settings": {"trash-days": "7"}})
        self.assertEqual(now("--project", project)["trash-days"], ("7", "person"))
        lines = self.lines("settings", "set", "trash-days", 90, "--project", project)
        self.assertEqual([line.get("what", line["type"]) for line in lines], ["project", "setting"])
        self.assertEqual((now("--project", project)["trash-days"], now()["trash-days"]), (("90", "project"), ("7", "person")))
        self.assertIn("trash-days = 90 (project)", self.cli("settings", "list", "--project", project)[0])
        # What has been in the Trash for ten days stays with 90 and goes with 7.
        self.cli("train", "--project", project, "--steps", "1", "--style", "海边", FILM)
        self.cli("style", "delete", project, "海边")
        sqlite(project / "project.db", "UPDATE style SET trashed = unixepoch() - 864000 WHERE trashed NOT NULL")
        self.cli("settings", "set", "model", "starter", "--project", project)
        self.assertEqual(len(self.lines("project", "trash", project)[-1]["items"]), 1)
        self.assertEqual(self.lines("project", "undo", project)[-1]["subject"], "model")
        lines = self.lines("settings", "clear", "trash-days", "--project", project)
        self.assertEqual((lines[-1]["value"], lines[-1]["origin"]), ("7", "person"))
        self.assertEqual(len(self.lines("project", "trash", project)[-1]["items"]), 1)
        self.cli("project", "rename", project, "x")
        self.assertEqual(self.lines("project", "trash", project)[-1]["items"], [])
        # The model of what is made, where none is named.
        self.cli("settings", "set", "model", "没有", "--project", project)
        for words in (("generate", "--project", project, "--prompt", "x"), ("train", FILM, "--project", project, "--steps", 1)):
            self.assertEqual(self.error(*words, code=2)["code"], "model_unknown")
        self.cli("generate", "--project", project, "--prompt", "x", "--model", "starter")
        self.cli("settings", "clear", "model", "--project", project)
        self.cli("generate", "--project", project, "--prompt", "x")
        for words in (("set", "colour", "red"), ("clear", "colour"), ("set", "trash-days", "0"), ("set", "trash-days", "soon"),
                      ("set", "trash-days", "3651", "--project", project)):
            self.assertEqual(self.error("settings", *words, code=2)["code"], "invalid_argument", words)
        self.cli("settings", "clear", "trash-days")
        self.assertEqual(now(), shipped)
        file.write_text("{", encoding="utf-8")
        self.assertEqual(self.error("settings", "list")["code"], "bad_json")
        self.cli("project", "undo", project)  # opens all the same

    def test_rename(self):
        project = self.new_project()
        lines = self.lines("project", "rename", project, "新 名字")
        self.assertEqual((lines[0]["what"], lines[-1]["name"]), ("project", "新 名字"))
        self.assertTrue(project.is_dir(), "the folder keeps its name")
        self.assertEqual(self.error("project", "rename", project, "a\nb", code=2)["code"], "bad_name")
        self.assertEqual(self.lines("project", "undo", project)[-1]["command"], "project.rename")
        self.assertEqual(self.lines("project", "info", project)[-1]["name"], "名 字")
        self.cli("project", "redo", project)
        # A folder that is moved is the same project.
        project.rename(self.folder / "别处")
        self.assertEqual(self.lines("project", "info", "别处")[-1]["name"], "新 名字")
        self.cli("project", "undo", "别处")
        self.assertEqual(self.lines("project", "info", "别处")[-1]["name"], "名 字")

    def test_emptying_the_trash(self):
        project = self.new_project()
        self.cli("dataset", "add", project, FILM)
        self.cli("train", "--project", project, "--steps", "2", "--style", "甲")
        self.cli("style", "delete", project, "甲")
        for blob in (project / "blobs").rglob("?" * 64):
            os.utime(blob, (1, 1))
        self.assertEqual(self.lines("project", "trash", project, "--empty", "--days", "1")[-1]["items"], [])
        self.assertEqual(self.error("project", "trash", project, "--empty", "--days", "-1", code=2)["code"],
                         "invalid_argument")
        lines = self.lines("project", "trash", project, "--empty")
        self.assertEqual([line["what"] for line in lines if line["type"] == "recorded"], ["style"])
        self.assertEqual([i["name"] for i in lines[-1]["items"]], ["甲"])
        self.assertGreater(lines[-1]["files"], 0)
        self.assertEqual(list((project / "blobs").rglob("?" * 64)), [])
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])

    def test_shots_can_be_deleted(self):
        project = self.new_project()
        for prompt in ("红杯", "a boat 船"):
            self.cli("generate", "--project", project, "--prompt", prompt)
        shots = self.lines("shot", "list", project)[-1]["shots"]
        self.assertEqual([s["prompt"] for s in shots], ["a boat 船", "红杯"])
        film = pathlib.Path(shots[0]["file"])
        lines = self.lines("shot", "delete", project, shots[0]["id"])
        self.assertEqual([line["what"] for line in lines if line["type"] == "recorded"], ["shot"])
        self.assertEqual(self.lines("project", "info", project)[-1]["shots"], 1)
        self.assertEqual([s["id"] for s in self.lines("shot", "list", project, "--trash")[-1]["shots"]], [shots[0]["id"]])
        self.assertEqual(self.error("shot", "delete", project, shots[0]["id"])["code"], "shot_in_trash")
        self.assertEqual(self.error("shot", "restore", project, shots[1]["id"], code=2)["code"], "shot_not_in_trash")
        for wrong in ("99", "x", "", "1x"):
            self.assertEqual(self.error("shot", "delete", project, wrong, code=2)["code"], "shot_missing", wrong)
        self.cli("project", "undo", project)
        self.assertEqual(len(self.lines("shot", "list", project)[-1]["shots"]), 2)
        self.cli("project", "redo", project)
        self.cli("shot", "restore", project, shots[0]["id"])
        self.cli("shot", "delete", project, shots[0]["id"])
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        self.assertTrue(film.exists())
        sqlite(project / "project.db", "UPDATE shot SET trashed = unixepoch() - 31 * 86400 WHERE trashed NOT NULL")
        self.cli("dataset", "add", project, FILM)  # opens it for writing
        self.assertFalse(film.exists())
        self.assertFalse(film.with_suffix(".json").exists())
        self.assertTrue(pathlib.Path(shots[1]["file"]).exists())
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        self.assertEqual([r["command"] for r in self.lines("project", "history", project)[-1]["changes"]],
                         ["dataset.add"])
        # A row that names a file outside takes nothing with it.
        (self.folder / "mine.mp4").write_text("mine")
        sqlite(project / "project.db", "UPDATE shot SET trashed = 1, relative_path = 'shots/../../mine.mp4'")
        self.assertEqual(len(self.lines("project", "trash", project, "--empty")[-1]["items"]), 0)
        self.assertTrue((self.folder / "mine.mp4").exists())

    def test_moved_folder(self):
        project = self.new_project()
        films = project / "films 片"
        films.mkdir()
        shutil.copy(FILM, films / "里面.mp4")
        shutil.copy(FILM.with_name("sample_cuts.mp4"), self.folder / "外面.mp4")
        self.cli("dataset", "add", project, films / "里面.mp4", "外面.mp4")
        self.cli("train", "--project", project, "--steps", "3", "--checkpoint-every", "1", "--style", "海边")
        run = self.lines("train", films / "里面.mp4", "--project", project, "--steps", "2", "--checkpoint-every", "1",
                         "--style", "名")[-1]
        self.cli("generate", "--project", project, "--style", "海边", "--prompt", "x")
        self.assertEqual(sqlite(project / "project.db", "SELECT DISTINCT path FROM source JOIN clip ON "
                                                        "source_sha256 = sha256 WHERE dataset_id NOT NULL ORDER BY 1"), f"{self.folder}/外面.mp4\nfilms 片/里面.mp4")
        away = self.folder / "别处" / "新 名"
        away.parent.mkdir()
        project.rename(away)
        self.assertEqual(self.lines("project", "check", away)[-1]["findings"], [])
        shown = self.lines("dataset", "show", away)[-1]["rows"]
        self.assertEqual({row["film"] for row in shown}, {str(away / "films 片" / "里面.mp4"), f"{self.folder}/外面.mp4"})
        added = self.lines("dataset", "add", away, away / "films 片" / "里面.mp4")[-1]
        self.assertEqual([film["outcome"] for film in added["results"]], ["known"])
        self.cli("train", "--project", away, "--steps", "2", "--style", "海边")
        self.cli("train", "--project", away, "--resume", "--run", run["run"], "--steps", "4")
        self.cli("generate", "--project", away, "--style", "海边", "--prompt", "x")
        (self.folder / "外面.mp4").write_bytes(b"x")
        (away / "films 片" / "里面.mp4").unlink()
        findings = self.lines("project", "check", away, code=1)[-1]["findings"]
        self.assertEqual(sorted(f["code"] for f in findings), ["file_changed", "file_gone"])

    def test_two_processes(self):
        project = self.new_project()
        self.cli("dataset", "add", project, FILM)
        backup = self.lines("project", "backup", project)[-1]["name"]
        writer = self.start("train", "--project", project, "--steps", "100000", "--checkpoint-every", "3", "--json")
        try:
            for line in writer.stdout:
                if '"checkpoint"' in line:
                    break
            locked = [("dataset", "add", project, FILM), ("project", "undo", project),
                      ("project", "restore", project, "--from", backup), ("project", "trash", project, "--empty"),
                      ("project", "pack", project, "a.zip")]
            for words in locked:
                error = self.error(*words)
                self.assertEqual((error["code"], error["args"]["pid"]), ("locked", str(writer.pid)), words)
            self.assertIn(str(writer.pid), self.lines("project", "info", project)[-1]["heldBy"])
            self.assertEqual(self.lines("dataset", "show", project)[-1]["rows"][0]["firstFrame"], 0)
            self.cli("project", "history", project)
            self.cli("project", "backup", project)
            self.assertIsNone(writer.poll(), "the writer was not disturbed")
        finally:
            writer.send_signal(signal.SIGINT)
            writer.communicate(timeout=60)
        self.cli("project", "restore", project, "--from", backup)

    def test_recovery_after_a_kill(self):
        project = self.new_project()
        calm = self.lines("project", "recovery", project)[-1]
        self.assertEqual((calm["interrupted"], calm["runs"], calm["unfinished"], calm["backups"]), (False, [], [], 0))
        self.cli("dataset", "add", project, FILM)
        process = self.start("train", "--project", project, "--steps", "100000", "--checkpoint-every", "3", "--style",
                             "海边", "--json")
        for line in process.stdout:
            if '"checkpoint"' in line:
                break
        # The event comes before the project's record of it.
        wait_for(lambda: sqlite(project / "project.db", "SELECT count(*) FROM training_state") != "0")
        self.assertFalse(self.lines("project", "recovery", project)[-1]["runs"], "somebody writes it")
        process.send_signal(signal.SIGKILL)
        process.communicate()
        (project / "shots" / ".123-0-456.film.mp4").write_bytes(b"half a film")
        (project / ".hidden").write_text("not ours")
        for _ in range(2):
            found = self.lines("project", "recovery", project)[-1]
            self.assertEqual(len(found["runs"]), 1)
            self.assertEqual(found["runs"][0]["lastCheckpoint"] % 3, 0)
            self.assertGreater(found["runs"][0]["lastCheckpoint"], 0)
            self.assertIn(str(project / "shots" / ".123-0-456.film.mp4"), [f["file"] for f in found["unfinished"]])
            self.assertIn("can go on after step", self.cli("project", "recovery", project)[0])
            self.cli("dataset", "add", project, FILM)  # opens it for writing
        self.cli("project", "recovery", project, "--clean")
        self.assertEqual(self.lines("project", "recovery", project)[-1]["unfinished"], [])
        self.assertEqual((project / ".hidden").read_text(), "not ours")
        self.assertEqual(self.error("project", "recovery", "没有")["code"], "folder_missing")


if __name__ == "__main__":
    program.main()
