"""caption suggest --captioner: a program of the person's own, asked clip by clip."""
import json
import os
import signal
import subprocess
import sys
import time

import program

# Answers by what the film is called; notes what it was asked.
CAPTIONER = '''
import json, os, sys, time
asked = open(os.environ["ASKED"], "a", encoding="utf-8")
for line in sys.stdin:
    request = json.loads(line)
    asked.write(line)
    asked.flush()
    name = os.path.basename(request["film"])
    if name.startswith("slow"):
        time.sleep(600)
    elif name.startswith("bad"):
        print("no JSON \\\\ud800", flush=True)
    elif name.startswith("long"):
        print(json.dumps({"captions": {"en": "x" * 9000}}), flush=True)
    elif name.startswith("dies"):
        sys.exit(3)
    elif name.startswith("flood"):
        sys.stdout.write("y" * 70000)
        sys.stdout.flush()
        time.sleep(600)
    elif name.startswith("mute"):
        print(json.dumps({"captions": {"fr": "un film", "en": "  "}}), flush=True)
    else:
        print(json.dumps({"captions": {"en": "a clip of " + name + "\\nin two lines", "zh": "好"}}), flush=True)
'''


class Captioner(program.ProgramCase):
    def setUp(self):
        super().setUp()
        self.script = self.folder / "题 writer.py"
        self.script.write_text(CAPTIONER, encoding="utf-8")
        self.asked = self.folder / "asked.jsonl"
        self.environment = {**self.environment, "ASKED": str(self.asked)}

    def project_of(self, *names):
        project = self.new_project()
        films = []
        for i, name in enumerate(names):
            path = self.folder / name
            subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i",
                            f"testsrc2=size=64x48:rate=16:duration={1.5 + 0.125 * i}", "-pix_fmt", "yuv420p", path], check=True)
            films.append(path)
        self.cli("dataset", "add", project, "--no-measures", *films)
        rows = self.lines("dataset", "show", project)[0]["rows"]
        return project, {os.path.basename(row["film"]): row["id"] for row in rows}

    def words(self, project, *more):
        return ("caption", "suggest", project, "--captioner", sys.executable, "--captioner-argument", str(self.script), *more)

    def shown(self, project):
        return {os.path.basename(row["film"]): row for row in self.lines("dataset", "show", project)[0]["rows"]}

    def test_good_and_bad_answers(self):
        names = ("a.mp4", "bad.mp4", "dies.mp4", "flood.mp4", "long.mp4", "mute.mp4", "slow.mp4", "z.mp4")
        project, clip = self.project_of(*names)
        self.cli("dataset", "trigger", project, "vorra")
        counted = self.lines(*self.words(project))[-1]
        self.assertEqual((counted["clips"], counted["done"], self.asked.exists()), (8, False, False), "only counted")
        done = self.lines(*self.words(project, "--yes", "--captioner-seconds", "2"), code=1)[-1]
        self.assertEqual(sorted(f["clip"] for f in done["failures"]), sorted(clip[n] for n in names if n not in ("a.mp4", "z.mp4")))
        self.assertEqual({f["code"] for f in done["failures"]}, {"captioner_failed"})
        self.assertEqual((done["captions"], done["done"]), (4, True))
        rows = self.shown(project)
        self.assertEqual(rows["a.mp4"]["captions"], {"en": "vorra, a clip of a.mp4 in two lines", "zh": "vorra，好"})
        self.assertEqual(sorted(rows["a.mp4"]["drafts"]), ["en", "zh"])
        self.assertEqual(rows["z.mp4"]["captions"]["en"], "vorra, a clip of z.mp4 in two lines", "it is started again after a failure")
        self.assertEqual(rows["mute.mp4"]["captions"], {})
        first = json.loads(self.asked.read_text(encoding="utf-8").splitlines()[0])
        self.assertEqual((first["clip"], first["languages"], first["triggers"]), (clip["a.mp4"], ["zh", "en"], ["vorra"]))
        self.assertEqual((first["start"], first["end"]), (0, 1.5))
        self.cli("project", "undo", project)
        self.assertEqual(self.shown(project)["a.mp4"]["captions"], {})

    def test_one_that_never_works(self):
        project, _ = self.project_of("dies1.mp4", "dies2.mp4", "dies3.mp4", "dies4.mp4", "a.mp4")
        error = self.error(*self.words(project, "--yes"), code=1)
        self.assertEqual(error["code"], "captioner_failed")
        self.assertEqual(len(self.asked.read_text(encoding="utf-8").splitlines()), 6, "three tries, twice")
        error = self.error("caption", "suggest", project, "--captioner", "没有 such program", "--yes", code=1)
        self.assertEqual(error["code"], "captioner_absent")
        self.assertIn("没有", error["message"])
        self.error(*self.words(project, "--captioner-seconds", "0"), code=2)

    def test_what_was_said_before_a_cancel_is_kept(self):
        project, _ = self.project_of("a.mp4", "slow.mp4")
        process = self.start(*self.words(project, "--yes"))
        deadline = time.monotonic() + 30
        while not (self.asked.exists() and "slow.mp4" in self.asked.read_text(encoding="utf-8")):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(sorted(self.shown(project)["a.mp4"]["captions"]), ["en", "zh"])


if __name__ == "__main__":
    program.main()
