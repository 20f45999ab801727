"""A virtual X server of its own.

    virtual_screen.py PROGRAM [WORD...]     runs the program on one, with its exit status
"""
import os
import subprocess
import sys

WIDTH, HEIGHT = 1440, 900


class VirtualScreen:
    """`name` is what DISPLAY says."""

    def __init__(self):
        reader, writer = os.pipe()
        self.server = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
                                        "-nolisten", "tcp"], pass_fds=[writer], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
        os.close(writer)
        with os.fdopen(reader) as said:
            self.name = ":" + said.readline().strip()

    def close(self):
        self.server.terminate()
        self.server.wait(60)


def main():
    screen = VirtualScreen()
    try:
        return subprocess.run(sys.argv[1:], env=os.environ | {"DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"},
                              check=False).returncode
    finally:
        screen.close()


if __name__ == "__main__":
    sys.exit(main())
