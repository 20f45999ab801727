"""What the tests of the house share: where the checkout and the build are, and small fake trees."""
import os
import pathlib
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("BRANDLOOM_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("BRANDLOOM_BUILD", SOURCE / "build" / "release"))


def run(command, timeout=100, **kwargs):
    """The finished process, text of both streams in .stdout."""
    kwargs.setdefault("stderr", subprocess.STDOUT)
    return subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          timeout=timeout, encoding="utf-8", errors="replace", check=False, **kwargs)


class TreeCase(unittest.TestCase):
    """Each test gets an empty folder whose name has a space and Chinese in it."""

    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="brandloom-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name).resolve() / "a b 织机"
        self.folder.mkdir()

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


def main():
    unittest.main(verbosity=2)
