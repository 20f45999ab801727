"""film info|shots|measure on films from phones, broken disks and strangers: right values, or one sentence."""
import os
import pathlib
import shutil
import struct
import sys

import program

sys.path.insert(0, str(program.SOURCE / "tests" / "support"))
import hard_films  # noqa: E402  (beside the other helpers of tests)


class Films(program.ProgramCase):
    def test_hard_films(self):
        films = hard_films.make(self.folder / "难 films")
        names = list(films)
        paths = [self.folder / "难 films" / name for name in names]
        pictures = self.folder / "小图"
        told = self.lines("film", "info", *paths, "--pictures", pictures, "--side", "96", code=1)[-1]["films"]
        self.assertEqual([pathlib.Path(film["film"]).name for film in told], names)
        good = [path for path in paths if not films[path.name].error]
        measured = {pathlib.Path(line["film"]): line["clips"][0] for line in self.lines("film", "measure", *good)
                    if line["type"] == "measures"}
        shots = {pathlib.Path(line["film"]): line["shots"] for line in self.lines("film", "shots", *good)
                 if line["type"] == "shots"}
        for film, path in zip(told, paths):
            expected = films[path.name]
            with self.subTest(film=path.name):
                if expected.error:
                    self.assertEqual(film["error"]["code"], expected.error, film)
                    self.assertIn(path.name, film["error"]["message"])
                    self.assertFalse((pictures / (path.name + ".png")).exists())
                    continue
                self.assertNotIn("error", film)
                for key, value in expected.info.items():
                    self.assertEqual(film[key], value, key)
                width, height = struct.unpack(">II", pathlib.Path(film["picture"]).read_bytes()[16:24])
                self.assertEqual(max(width, height), min(96, max(film["width"], film["height"])))
                self.assertAlmostEqual(width / height, film["width"] / film["height"], delta=0.05 * width / height)
                self.assertEqual((measured[path]["width"], measured[path]["height"]), (film["width"], film["height"]))
                self.assertGreaterEqual(len(shots[path]), 1)
                if expected.frames:
                    self.assertEqual(measured[path]["frames"], expected.frames)
                    self.assertEqual(sum(shot["frames"] for shot in shots[path]), expected.frames)
        for path in paths:
            if path not in good:
                self.assertEqual(self.error("film", "measure", path)["code"], films[path.name].error)

    def test_the_reader_is_missing(self):
        (self.program.parent / "brandloom-film-reader").rename(self.folder / "aside")
        try:
            error = self.error("film", "info", program.FILM)
        finally:
            (self.folder / "aside").rename(self.program.parent / "brandloom-film-reader")
        self.assertEqual(error["code"], "reader_missing")
        self.assertEqual(self.lines("film", "info", program.FILM)[-1]["films"][0]["frames"], 73)

    def test_text(self):
        out, _ = self.cli("film", "info", program.FILM)
        self.assertRegex(out, r"sample_film\.mp4: \d+x\d+, 3\.0\d s, 24\.000 frames a second, h264, no sound")
        self.assertEqual(self.error("film", "info", "没有.mp4")["code"], "file_missing")
        self.assertEqual(self.error("film", "info", program.FILM, "--side", "5000", code=2)["code"], "invalid_argument")
        twin = self.folder / "b" / program.FILM.name
        twin.parent.mkdir()
        twin.symlink_to(program.FILM)
        told = self.lines("film", "info", program.FILM, twin, "--pictures", self.folder / "b" / "p")[-1]["films"]
        self.assertEqual([pathlib.Path(film["picture"]).name for film in told],
                         ["sample_film.mp4.png", "sample_film.mp4-2.png"])
        shutil.rmtree(self.folder / "b")
        locked = self.folder / "file"
        locked.write_text("no folder")
        self.assertEqual(self.error("film", "info", program.FILM, "--pictures", locked / "x")["code"], "file_unwritable")
        self.assertEqual(os.listdir(self.folder), ["file"])


if __name__ == "__main__":
    program.main()
