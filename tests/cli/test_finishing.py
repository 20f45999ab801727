"""export: Shots and films become Pieces; judged by ffprobe, ffmpeg's ebur128 and the sqlite3 shell."""
import json
import os
import pathlib
import re
import signal
import subprocess

import program

QUICK = ("--speed", "ultrafast")


def run(*words):
    return subprocess.run(list(map(str, words)), check=True, capture_output=True, encoding="utf-8")


def probe(file):
    return json.loads(run("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", file).stdout)


def loudness(file):
    err = run("ffmpeg", "-hide_banner", "-nostdin", "-i", file, "-filter_complex", "ebur128=peak=true", "-f", "null", "-").stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", err)[-1]), float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", err)[-1])


def boxes(file):
    """Kinds of the boxes of an MP4 in their order."""
    data, at, out = pathlib.Path(file).read_bytes(), 0, []
    while at + 8 <= len(data):
        size = int.from_bytes(data[at:at + 4], "big")
        out.append(data[at + 4:at + 8].decode("latin-1"))
        at += size if size >= 8 else len(data)
    return out


class Export(program.ProgramCase):
    def film(self, name, seconds=1, size="128x72", rate=8, source="testsrc2"):
        run("ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", f"{source}=size={size}:rate={rate}:duration={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", self.folder / name)
        return self.folder / name

    def sound(self, name, seconds=1, source="sine=f=440", *more, volume=1):
        run("ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", f"{source}:d={seconds}", "-af", f"volume={volume}", *more, self.folder / name)
        return self.folder / name

    def project_with_shots(self, count=2):
        project = self.new_project()
        for seed in range(count):
            self.cli("generate", "--project", project, "--prompt", f"晨光，杯子 {seed}", "--seed", seed, "--steps", 2)
        return project

    def test_shots_become_pieces(self):
        project = self.project_with_shots()
        logo = self.folder / "logo.png"
        run("ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "color=white:size=200x80,format=rgba,colorchannelmixer=aa=0.5",
            "-frames:v", "1", logo)
        self.cli("brand", "set", project, "--name", "晨光", "--logo-dark", logo, "--legal-zh", "广告", "--legal-en", "Advertisement")
        lines = self.lines("export", project, 1, 2, "--target", "16:9", "--target", "抖音", "--target", "1:1", "--target", "4:5",
                           "--cross-fade", 0.2, "--caption", "0-1 每天清晨，一杯好咖啡。", "--caption", "Slow mornings",
                           "--voice", self.sound("voice.wav", 0.6, "sine=f=900", volume=0.2), "--music",
                           self.sound("music.mp3", 1, "anoisesrc=c=pink:a=0.3"), "--fade-out", 0.2, *QUICK)
        self.assertEqual([l["what"] for l in lines if l["type"] == "recorded"], ["piece"] * 4)
        pieces = lines[-1]["pieces"]
        self.assertEqual([(p["target"], p["width"], p["height"]) for p in pieces],
                         [("16x9", 1920, 1080), ("douyin", 1080, 1920), ("1x1", 1080, 1080), ("4x5", 1080, 1350)])
        for piece in pieces:
            seen = probe(piece["file"])
            video, audio = seen["streams"]
            self.assertEqual((video["width"], video["height"], int(video["nb_frames"])), (piece["width"], piece["height"], piece["frames"]))
            self.assertEqual([video[k] for k in ("codec_name", "color_space", "color_transfer", "color_primaries", "color_range", "pix_fmt")],
                             ["h264", "bt709", "bt709", "bt709", "tv", "yuv420p"])
            self.assertAlmostEqual(float(video["duration"]), piece["seconds"], delta=0.001)
            self.assertAlmostEqual(float(audio["duration"]), piece["seconds"], delta=0.03)
            order = boxes(piece["file"])
            self.assertLess(order.index("moov"), order.index("mdat"))
            have, peak = loudness(piece["file"])
            self.assertAlmostEqual(have, -14, delta=0.5)
            self.assertLessEqual(peak, -0.5)
            self.assertAlmostEqual(piece["loudness"], have, delta=0.2)
            tags = seen["format"]["tags"]
            aigc = json.loads(tags["AIGC"])
            self.assertEqual((aigc["Label"], aigc["ContentProducer"], len(aigc["ProduceID"]), aigc["PropagateID"]), ("1", "晨光", 32, ""))
            self.assertIn("trainedAlgorithmicMedia", tags["DigitalSourceType"])
            cover = probe(piece["cover"])["streams"][0]
            self.assertEqual((cover["codec_name"], cover["width"], cover["height"]), ("png", piece["width"], piece["height"]))
        self.assertEqual(self.lines("project", "check", project)[-1]["findings"], [])
        rows = run("sqlite3", project / "project.db", "SELECT target, (SELECT count(*) FROM piece_shot WHERE piece = id) FROM piece").stdout
        self.assertEqual(sorted(rows.split()), ["16x9|2", "1x1|2", "4x5|2", "douyin|2"])
        # A second time under another name, and undone: it goes to the Trash, and out of it for good.
        again = self.lines("export", project, 1, "--target", "1:1", "--no-cover", "--name", "{brand}-{size}", *QUICK)[-1]["pieces"][0]
        self.assertEqual(pathlib.Path(again["file"]).name, "晨光-1080x1080.mp4")
        same = self.lines("export", project, 1, "--target", "1:1", "--no-cover", "--name", "{brand}-{size}", *QUICK)[-1]["pieces"][0]
        self.assertEqual(pathlib.Path(same["file"]).name, "晨光-1080x1080-2.mp4")
        self.assertEqual(pathlib.Path(again["file"]).read_bytes(), pathlib.Path(same["file"]).read_bytes(), "the same bytes")
        self.assertEqual(self.lines("project", "undo", project)[-1]["command"], "piece.add")
        self.assertEqual([i["kind"] for i in self.lines("project", "trash", project)[-1]["items"]], ["piece"])
        self.cli("project", "trash", project, "--empty")
        self.assertFalse(os.path.exists(same["file"]))
        self.assertTrue(os.path.exists(again["file"]))

    def test_films_stills_and_single_frames(self):
        project = self.new_project()
        self.film("one.mp4", seconds=0.125)
        self.film("long.mp4", seconds=1, size="72x128", rate=25)
        run("ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "color=red:size=90x90", "-frames:v", "1", self.folder / "still.png")
        done = self.lines("export", project, "one.mp4", "long.mp4@0.2-0.6", "still.png@0-0.4", "--target", "1:1", "--fit", "pad",
                          "--out", "成 片", *QUICK)[-1]["pieces"][0]
        self.assertEqual((done["fps"], done["id"]), (25, 0), "outside the project nothing is recorded")
        self.assertEqual(done["frames"], 3 + 10 + 10)
        self.assertNotIn("loudness", done)
        self.assertEqual(len(probe(done["file"])["streams"]), 1)

    def test_the_checklist(self):
        project = self.project_with_shots(1)
        found = self.lines("export", project, 1, "--target", "reels", "--label", "off", "--caption", "x" * 400, "--check", code=1)[-1]
        codes = {f["code"]: f for f in found["pieces"][0]["findings"]}
        self.assertLessEqual({"label_off", "caption_fast", "caption_tall", "legal_missing", "no_sound", "small_source"}, set(codes))
        self.assertTrue(all(f["fix"] for f in codes.values()))
        self.assertFalse((project / "pieces").exists(), "only looked at")
        strict = self.lines("export", project, 1, "--target", "reels", "--label", "off", "--strict", code=1)[-1]["pieces"][0]
        self.assertIn("AI label is switched off", strict["error"])
        self.assertEqual(list((project / "pieces").iterdir()), [])
        # Whoever switches the visible label off still tells machines.
        off = self.lines("export", project, 1, "--target", "1:1", "--label", "off", *QUICK)[-1]["pieces"][0]
        self.assertIn("AIGC", probe(off["file"])["format"]["tags"])

    def test_wrong_words(self):
        project = self.project_with_shots(1)
        (self.folder / "text.mp3").write_text("not a sound")
        (self.folder / "empty.wav").write_bytes(b"")
        self.film("film.mp4")
        for words, code, exit_code in (
                (("1", "--target", "vine"), "platform_unknown", 2), (("99",), "shot_missing", 2), (("none.mp4",), "file_missing", 1),
                (("1@1-0.5",), "bad_part", 2), (("1@0-99",), "bad_part", 2), (("1@a-b",), "invalid_argument", 2),
                (("1", "--caption", "2-1 x"), "bad_caption", 2), (("1", "--fit", "stretch"), "invalid_argument", 2),
                (("1", "--name", "{colour}"), "bad_template", 2), (("1", "--voice", "text.mp3"), "sound_unreadable", 1),
                (("1", "--voice", "empty.wav"), "empty_file", 1), (("1", "--music", "film.mp4"), "no_sound", 1),
                (("1", "--music", "."), "not_regular_file", 1), (("1", "--logo-size", "2"), "invalid_argument", 2),
                (("1", "--focus", "middle"), "invalid_argument", 2)):
            last = self.lines("export", project, *words, *QUICK, code=exit_code)[-1]
            if last["type"] == "export":
                self.assertTrue(last["pieces"][0]["error"].endswith("."), words)
            else:
                self.assertEqual(last["code"], code, words)
        shot = next(iter((project / "shots").glob("*.mp4")))
        shot.write_bytes(shot.read_bytes()[:-1])
        self.assertEqual(self.error("export", project, "1")["code"], "file_changed")
        self.assertEqual(list((project / "pieces").iterdir()) if (project / "pieces").exists() else [], [])

    def test_hostile_sounds(self):
        """What breaks or lies is said so or becomes silence; nothing hangs, nothing is left."""
        project = self.project_with_shots(1)
        good = self.sound("good.mp3", 1).read_bytes()
        wav = bytearray(self.sound("good.wav", 1).read_bytes())
        (self.folder / "cut.mp3").write_bytes(good[:len(good) // 2])
        (self.folder / "noise.mp3").write_bytes(good[:600] + os.urandom(20000) + good[600:])
        wav[40:44] = b"\xff\xff\xff\x7f"  # says that it is 2 GiB long
        (self.folder / "lies.wav").write_bytes(wav)
        os.mkfifo(self.folder / "pipe.wav")
        for name in ("cut.mp3", "noise.mp3", "lies.wav"):
            done = self.start("export", project, "1", "--target", "1:1", "--music", name, "--no-cover", "--json", *QUICK)
            out, err = done.communicate(timeout=60)
            self.assertIn(done.returncode, (0, 1), (name, out, err))
        self.assertEqual(self.error("export", project, "1", "--music", "pipe.wav")["code"], "not_regular_file")

    def test_cancelled_in_the_middle_leaves_nothing(self):
        project = self.new_project()
        self.film("long.mp4", seconds=20)
        process = self.start("export", project, "long.mp4", "--target", "16:9", "--target", "9:16", "--json", "--speed", "slow")
        for line in process.stdout:
            told = json.loads(line)
            if told["type"] == "progressed" and told["progress"]["phase"] == "exporting" and told["progress"]["done"] > 5:
                break
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 130)
        self.assertEqual(json.loads(out.splitlines()[-1])["code"], "cancelled")
        self.assertEqual(list((project / "pieces").iterdir()), [])

    def test_a_full_disk_leaves_nothing(self):
        project = self.new_project()
        run("ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", "nullsrc=size=256x256:rate=24:duration=3,noise=alls=100:allf=t",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", self.folder / "noise.mp4")
        disk = self.folder / "disk"
        disk.mkdir()
        script = f"""mount -t tmpfs -o size=1m none '{disk}'
'{self.program}' export '{project}' '{self.folder / "noise.mp4"}' --target 1:1 --quality 1 --out '{disk}' --speed ultrafast --json > '{self.folder / "told"}'
echo $? >> '{self.folder / "told"}'
ls -A '{disk}' >> '{self.folder / "told"}'
"""
        subprocess.run(["unshare", "--map-root-user", "--mount", "bash", "-c", script], check=True, timeout=60, env=self.environment)
        *_, last, code = (self.folder / "told").read_text().splitlines()
        self.assertEqual(code, "1", "no file is left on the disk")
        self.assertIn("The disk is full", json.loads(last)["pieces"][0]["error"])


if __name__ == "__main__":
    program.main()
