"""The real program on a virtual screen: how soon it can be seen, what it has loaded by then, and how it ends.

Whether it can be seen is asked of the X server, not of the program: the screen is of one colour until a window is painted.
"""
import ctypes
import os
import pathlib
import signal
import statistics
import subprocess
import tempfile
import time
import unittest

from virtual_screen import HEIGHT, WIDTH, VirtualScreen

BUILD = pathlib.Path(os.environ["BRANDLOOM_BUILD"])
PROGRAM = BUILD / "bin" / "brandloom"
ALLOWED_SECONDS = 0.8
DEADLINE = 60


class XImage(ctypes.Structure):
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_uint32))]


class Screen:
    """What can be seen on a virtual screen."""

    def __init__(self):
        self.server = VirtualScreen()
        self.name = self.server.name
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XOpenDisplay.argtypes = [ctypes.c_char_p]
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self.x.XGetImage.restype = ctypes.POINTER(XImage)
        self.x.XGetImage.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint,
                                     ctypes.c_uint, ctypes.c_ulong, ctypes.c_int]
        self.x.XDestroyImage.argtypes = [ctypes.POINTER(XImage)]
        self.display = self.x.XOpenDisplay(self.name.encode())
        assert self.display, "the virtual screen did not open"
        self.root = self.x.XDefaultRootWindow(self.display)

    def colours(self):
        """Different colours in the band that holds the title of a page."""
        image = self.x.XGetImage(self.display, self.root, 0, 40, WIDTH, 60, 0xFFFFFFFF, 2)
        if not image:
            return 0
        found = set(image.contents.data[0:WIDTH * 60:7])
        self.x.XDestroyImage(image)
        return len(found)

    def close(self):
        self.x.XCloseDisplay.argtypes = [ctypes.c_void_p]
        self.x.XCloseDisplay(self.display)
        self.server.close()


def until(happened, what):
    end = time.monotonic() + DEADLINE
    while not happened():
        if time.monotonic() > end:
            raise AssertionError(f"waited {DEADLINE} s for {what}")
        time.sleep(0.004)


class Start(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="brandloom-start-")
        self.addCleanup(holder.cleanup)
        self.home = pathlib.Path(holder.name)
        self.screen = Screen()
        self.addCleanup(self.screen.close)

    def start(self, *words):
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "XDG_", "OMP_"))}
        environment |= {"HOME": str(self.home), "DISPLAY": self.screen.name, "LANG": "C.UTF-8",
                        "XDG_RUNTIME_DIR": str(self.home)}
        program = subprocess.Popen([PROGRAM, *words], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT)
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.wait)
        self.addCleanup(program.kill)
        return program

    def seen(self, program):
        until(lambda: self.screen.colours() > 12 or program.poll() is not None, "the window")
        self.assertIsNone(program.poll(), "it ended before it could be seen")

    def test_visible_in_time(self):
        self.assertLessEqual(self.screen.colours(), 2, "the empty screen is of one colour")
        took = []
        for _ in range(6):
            begin = time.monotonic()
            program = self.start()
            self.seen(program)
            took.append(time.monotonic() - begin)
            program.send_signal(signal.SIGTERM)
            self.assertEqual(program.wait(DEADLINE), 0, program.stdout.read())
            until(lambda: self.screen.colours() <= 2, "the screen to be empty again")
        warm = took[1:]
        print("visible after", ", ".join(f"{seconds * 1000:.0f}" for seconds in took), "ms")
        self.assertLessEqual(statistics.median(warm), ALLOWED_SECONDS)

    def test_nothing_of_the_engine_is_loaded(self):
        program = self.start()
        self.seen(program)
        maps = pathlib.Path(f"/proc/{program.pid}/maps").read_text(encoding="utf-8", errors="replace")
        self.assertIn("libbrandloom_base", maps)
        for name in ("libtorch", "libc10", "libcudart", "libbrandloom_engine"):
            self.assertNotIn(name, maps)
        program.send_signal(signal.SIGINT)
        self.assertEqual(program.wait(DEADLINE), 0)

    def test_ended_before_it_could_be_seen(self):
        program = self.start()
        log = self.home / ".local/state/brandloom/brandloom.log"
        until(lambda: log.exists() and "starts" in log.read_text(encoding="utf-8"), "the log")
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.wait(DEADLINE), 0)

    def test_project_of_the_command_line_that_is_not_there(self):
        program = self.start(str(self.home / "没有 here"))
        self.seen(program)
        program.send_signal(signal.SIGTERM)
        self.assertEqual(program.wait(DEADLINE), 0)
        self.assertFalse((self.home / "没有 here").exists())

    def test_words_it_does_not_know(self):
        program = self.start("--nonsense")
        self.assertEqual(program.wait(DEADLINE), 2)
        self.assertIn(b"nonsense", program.stdout.read())


if __name__ == "__main__":
    unittest.main(verbosity=2)
