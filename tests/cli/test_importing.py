"""dataset add with folders, stages, kills and --continue."""
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import time

import program

CUTS = program.SOURCE / "resources" / "samples" / "sample_cuts.mp4"
DEADLINE = 100


def rows(project, sql):
    with sqlite3.connect(f"file:{project / 'project.db'}?mode=ro", uri=True, timeout=30) as database:
        return database.execute(sql).fetchall()


def children(process):
    """Processes that this one has started and that still run."""
    found = []
    for status in pathlib.Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        if f"\nPPid:\t{process}\n" in text and "\nState:\tZ" not in text:
            found.append(int(status.parent.name))
    return found


def runs(process):
    try:
        return "\nState:\tZ" not in pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


class Importing(program.ProgramCase):
    def films(self, count, seconds=1):
        """So many files that are all different, in a folder and one below it."""
        folder = self.folder / "素材"
        (folder / "下").mkdir(parents=True)
        first = self.folder / "first.mp4"
        subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                        f"testsrc2=size=320x180:rate=24:duration={seconds}", "-pix_fmt", "yuv420p", first], check=True)
        for i in range(count):
            path = folder / ("下" if i % 2 else ".") / f"{i:03}.mp4"
            shutil.copy(first, path)
            with open(path, "ab") as file:  # a box that readers pass over makes each of them another file
                file.write((12).to_bytes(4, "big") + b"free" + i.to_bytes(4, "big"))
        (folder / ".hidden.mp4").write_bytes(b"x")
        return folder

    def test_a_folder_in_stages(self):
        project = self.new_project()
        folder = self.films(3)
        (folder / "文字.mp4").write_text("no film")
        (folder / "000.en.txt").write_text("a test pattern\n")
        lines = self.lines("dataset", "add", project, folder, CUTS, "--split", "fixed", "--piece", "0.5", code=1)
        stages = [line["stage"] for line in lines if line["type"] == "import"]
        self.assertEqual(stages[0], "found")
        self.assertEqual(sorted(set(stages)), ["found", "looked", "measured", "refused"])
        found = [line for line in lines if line["type"] == "import"][0]["films"]
        self.assertEqual([pathlib.Path(film).name for film in found], ["000.mp4", "002.mp4", "001.mp4", "文字.mp4", CUTS.name])
        looked = [line for line in lines if line.get("stage") == "looked"]
        self.assertEqual([line["number"] for line in looked], [0, 1, 2, 4])
        self.assertTrue(all(pathlib.Path(line["picture"]).read_bytes().startswith(b"\x89PNG") for line in looked))
        last = lines[-1]
        self.assertEqual((last["added"], last["refused"], last["measured"]), (4, 1, last["clips"]))
        self.assertEqual(last["clips"], 3 * 2 + 8)
        self.assertEqual(rows(project, "SELECT count(*) FROM clip_measures"), [(last["clips"],)])
        self.assertIn("Nothing was left to do.", self.cli("dataset", "add", project, "--continue")[0])
        self.assertEqual(self.error("dataset", "add", project, folder, "--continue", code=2)["code"], "bad_usage")
        self.assertEqual(self.error("dataset", "add", project, code=2)["code"], "bad_usage")

    def test_killed_half_way_goes_on(self):
        whole, killed = self.new_project("甲"), self.new_project("乙")
        folder = self.films(40)
        expected = self.lines("dataset", "add", whole, folder, "--split", "shots")[-1]
        for wanted in ("SELECT count(*) > 0 FROM source", "SELECT count(*) > 0 FROM clip_measures"):
            process = self.start("dataset", "add", killed, *([folder, "--split", "shots"] if "source" in wanted else ["--continue"]),
                                 "--json")
            self.addCleanup(lambda process=process: process.poll() is None and process.kill())
            end = time.monotonic() + DEADLINE
            while not rows(killed, wanted)[0][0]:
                self.assertIsNone(process.poll(), "it was done before it could be killed")
                self.assertLess(time.monotonic(), end)
                time.sleep(0.01)
            readers = children(process.pid)
            process.send_signal(signal.SIGKILL)
            process.communicate()
            for reader in readers:
                while runs(reader):
                    self.assertLess(time.monotonic(), end + DEADLINE, "the film reader has stayed behind")
                    time.sleep(0.01)
        self.assertEqual(rows(killed, "SELECT count(*) FROM import_job WHERE ended IS NULL"), [(1,)])
        self.cli("dataset", "add", killed, "--continue")
        listed = self.lines("dataset", "list", killed)[0]["datasets"][0]
        self.assertEqual((listed["version"], listed["clips"]), (expected["version"], expected["clips"]))
        same = "SELECT first_frame, frame_count, document FROM clip_measures ORDER BY source_sha256, first_frame"
        self.assertEqual(rows(killed, same), rows(whole, same))
        self.assertEqual(rows(killed, "SELECT count(*), min(undone IS NULL) FROM undo_record"), [(1, 1)])
        self.assertIn("Nothing was left to do.", self.cli("dataset", "add", killed, "--continue")[0])

    def test_stopped(self):
        project = self.new_project()
        process = self.start("dataset", "add", project, self.films(40), "--json")
        self.addCleanup(lambda: process.poll() is None and process.kill())
        while json.loads(process.stdout.readline()).get("stage") != "looked":
            pass
        readers = children(process.pid)
        self.assertEqual(len(readers), 1)
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130, out)
        self.assertFalse(runs(readers[0]))
        self.assertEqual(rows(project, "SELECT count(*) FROM clip"), [(0,)])
        self.assertGreater(rows(project, "SELECT count(*) FROM source")[0][0], 0)

    def test_a_film_that_breaks_its_reader(self):
        project = self.new_project()
        folder = self.films(2)
        reader = self.program.parent / "brandloom-film-reader"
        real = os.readlink(reader)
        reader.unlink()
        # A reader that falls over whenever it is to look at 001.mp4, as a hostile film would make it.
        reader.write_text(f'#!/usr/bin/env python3\nimport os, signal, subprocess, sys\n'
                          f'child = subprocess.Popen([{real!r}], stdin=subprocess.PIPE, stdout=1)\n'
                          'while data := os.read(0, 65536):\n'
                          '    if b"001.mp4" in data:\n'
                          '        child.kill()\n'
                          '        os.kill(os.getpid(), signal.SIGSEGV)\n'
                          '    child.stdin.write(data)\n    child.stdin.flush()\n')
        reader.chmod(0o755)
        try:
            lines = self.lines("dataset", "add", project, folder, code=1)
        finally:
            reader.unlink()
            reader.symlink_to(real)
        broken = [film for film in lines[-1]["results"] if film["outcome"] == "refused"]
        self.assertEqual([pathlib.Path(film["film"]).name for film in broken], ["001.mp4"])
        self.assertEqual(broken[0]["error"]["code"], "reader_stopped")
        self.assertIn("001.mp4", broken[0]["error"]["message"])
        self.assertEqual((lines[-1]["added"], lines[-1]["measured"]), (1, 1))
        self.assertEqual(rows(project, "SELECT state, count(*) FROM import_file GROUP BY state ORDER BY state"),
                         [("added", 1), ("refused", 1)])


if __name__ == "__main__":
    program.main()
