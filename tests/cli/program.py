"""Starts brandloom-cli for tests: in a small prefix of its own beside the fake engine, or as it was built."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("BRANDLOOM_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("BRANDLOOM_BUILD", SOURCE / "build" / "release"))
FILM = SOURCE / "resources" / "samples" / "sample_film.mp4"


def fake_prefix(folder):
    """A prefix whose engine is the fake one; the path of its program."""
    prefix = pathlib.Path(folder) / "prefix 品牌"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "lib" / "brandloom").mkdir(parents=True)
    (prefix / "share").mkdir()
    shutil.copy(BUILD / "bin" / "brandloom-cli", prefix / "bin")
    (prefix / "bin" / "brandloom-film-reader").symlink_to(BUILD / "bin" / "brandloom-film-reader")
    libraries = prefix / "lib" / "brandloom"
    shutil.copy(BUILD / "tests-bin" / "fake" / "libbrandloom_engine.so", libraries)
    for name in ("libbrandloom_base.so", "libbrandloom_text_module.so"):
        (libraries / name).symlink_to(BUILD / "lib" / "brandloom" / name)
    for name in ("torch", "nvidia"):
        (libraries / name).symlink_to(BUILD / "lib" / "brandloom" / name)
    (prefix / "share" / "brandloom").symlink_to(SOURCE / "resources")
    return prefix / "bin" / "brandloom-cli"


class ProgramCase(unittest.TestCase):
    """Each test has an empty folder with a space and Chinese in its name; the program is started there."""
    REAL_ENGINE = False

    @classmethod
    def setUpClass(cls):
        holder = tempfile.TemporaryDirectory(prefix="brandloom-cli-")
        cls.addClassCleanup(holder.cleanup)
        cls.root = pathlib.Path(holder.name).resolve()
        cls.program = BUILD / "bin" / "brandloom-cli" if cls.REAL_ENGINE else fake_prefix(cls.root)
        cls.environment = {**os.environ, "HOME": str(cls.root / "home"), "OMP_WAIT_POLICY": "passive"}
        for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "BRANDLOOM_LOG"):
            cls.environment.pop(name, None)
        (cls.root / "home").mkdir()

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="测 试 ", dir=self.root))

    def start(self, *words, environment=None, **kwargs):
        kwargs.setdefault("stdout", subprocess.PIPE)
        kwargs.setdefault("stderr", subprocess.PIPE)
        kwargs.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen([str(self.program), *map(str, words)], cwd=self.folder,
                                encoding="utf-8", errors="strict", env={**self.environment, **(environment or {})},
                                **kwargs)

    def cli(self, *words, code=0, timeout=100, environment=None):
        """Runs to its end; (stdout, stderr)."""
        process = self.start(*words, environment=environment)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        self.assertEqual(process.returncode, code, f"{words}\n{out}\n{err}")
        return out, err

    def lines(self, *words, code=0, **kwargs):
        """With --json: every line as an object; nothing else may be said."""
        out, err = self.cli(*words, "--json", code=code, **kwargs)
        self.assertEqual(err, "")
        return [json.loads(line) for line in out.splitlines()]

    def error(self, *words, code=1, **kwargs):
        """The JSON error, which has the same words as the text."""
        last = self.lines(*words, code=code, **kwargs)[-1]
        self.assertEqual(last["type"], "error")
        self.assertTrue(last["message"].endswith("."), last)
        out, err = self.cli(*words, code=code, **kwargs)
        self.assertIn(last["message"], err)
        self.assertIn(last["remedy"], err)
        return last

    def new_project(self, name="项 目"):
        self.cli("project", "new", name, "--name", "名 字")
        return self.folder / name


def main():
    unittest.main(verbosity=2)
