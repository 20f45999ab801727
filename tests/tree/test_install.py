"""The installed prefix stands alone: moved to a folder with a space and Chinese in its name, with the source tree, the
build tree and the LibTorch cache hidden, it still answers doctor, makes the smoke demo and opens its window."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import house

DEPS = pathlib.Path(os.environ.get("BRANDLOOM_TORCH_ROOT") or "/nonexistent")
PROGRAMS = ("brandloom", "brandloom-cli", "brandloom-film-reader")


def hidden_folders():
    """What the installed program must not need. A folder that holds another is enough."""
    folders = {house.SOURCE.resolve(), house.BUILD.resolve(), DEPS.resolve()}
    return sorted(str(f) for f in folders if f.exists() and not any(other in f.parents for other in folders))


def can_unshare():
    return house.run(["unshare", "--user", "--map-root-user", "--mount", "true"]).returncode == 0


class Install(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.holder = tempfile.TemporaryDirectory(prefix="brandloom-install-")
        cls.addClassCleanup(cls.holder.cleanup)
        root = pathlib.Path(cls.holder.name).resolve()
        first = root / "first 前"
        done = house.run(["cmake", "--install", house.BUILD, "--prefix", first], timeout=200)
        if done.returncode:
            raise AssertionError(done.stdout)
        cls.prefix = root / "moved 品牌 织机" / "brand loom"
        cls.prefix.parent.mkdir()
        first.rename(cls.prefix)
        cls.home = root / "home"
        cls.home.mkdir()

    def start(self, program, *words, timeout=300, **variables):
        """Runs an installed program with nothing of this machine in its environment, the rest hidden from it."""
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "LANG": "C", "QT_QPA_PLATFORM": "offscreen",
                       "XDG_RUNTIME_DIR": str(self.home), **variables}
        command = [str(self.prefix / "bin" / program), *words]
        trace = None
        if can_unshare():
            covers = " && ".join(f'mount -t tmpfs none "${i}"' for i in range(1, len(hidden_folders()) + 1))
            script = f'{covers} && shift {len(hidden_folders())} && exec "$@"'
            command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh", *hidden_folders(),
                       *command]
        else:
            trace = self.home / "opened.txt"
            command = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=open,openat,execve", "-o", str(trace), *command]
        done = house.run(command, timeout=timeout, env=environment, cwd=self.home, stderr=subprocess.PIPE)
        if trace:
            opened = [line for line in trace.read_text(encoding="utf-8", errors="replace").splitlines()
                      if "ENOENT" not in line and any(folder + "/" in line for folder in hidden_folders())]
            self.assertEqual(opened, [])
        return done

    def test_layout(self):
        for name in ("bin/brandloom", "bin/brandloom-cli", "lib/brandloom/libbrandloom_base.so",
                     "lib/brandloom/libbrandloom_engine.so", "lib/brandloom/torch/lib/libtorch_cpu.so",
                     "lib/brandloom/torch/lib/libc10.so", "lib/brandloom/nvidia/cu13/lib/libcudart.so.13",
                     "lib/brandloom/nvidia/cu13/lib/libcupti.so.13",
                     "lib/brandloom/translations/brandloom_zh_CN.qm", "share/brandloom/models/starter",
                     "share/brandloom/schema", "share/brandloom/presets", "share/applications/brandloom.desktop",
                     "share/icons/hicolor/scalable/apps/brandloom.svg", "share/licenses/brandloom/LICENSE",
                     "share/licenses/brandloom/LICENSE-EXCEPTION", "share/licenses/torch/LICENSE"):
            self.assertTrue((self.prefix / name).exists(), name)
        links = [path for path in self.prefix.rglob("*") if path.is_symlink()]
        self.assertEqual(links, [])

    def test_run_paths_start_at_the_program(self):
        files = [*(self.prefix / "bin").iterdir(), *(self.prefix / "lib" / "brandloom").glob("*.so")]
        self.assertGreaterEqual(len(files), 4)
        for path in files:
            dynamic = house.run(["readelf", "-d", path]).stdout
            found = re.findall(r"\((?:RUNPATH|RPATH)\).*\[(.*)\]", dynamic)
            for entry in ":".join(found).split(":"):
                self.assertTrue(entry == "" or entry.startswith("$ORIGIN"), f"{path.name}: {entry}")

    def test_window_is_not_linked_to_torch(self):
        for program in PROGRAMS:
            needed = house.run(["ldd", self.prefix / "bin" / program]).stdout
            self.assertIn("libbrandloom_base", needed)
            self.assertNotIn("not found", needed)
            self.assertNotRegex(needed, "torch|libc10|cudart")

    def test_the_engine_computes_with_its_own_blas(self):
        log = self.home / "bindings"
        done = self.start("brandloom-cli", "encode-text", "--prompt", "a red mug", "--out", str(self.home / "text.safetensors"),
                          LD_DEBUG="bindings", LD_DEBUG_OUTPUT=str(log))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        text = "".join(path.read_text(encoding="utf-8", errors="replace") for path in self.home.glob("bindings.*"))
        bound = re.findall(r"binding file .*libtorch_cpu\.so \[0\] to (.*) \[0\]: .*`sgemm_'", text)
        self.assertTrue(bound)
        self.assertRegex(bound[-1], "libtorch_cpu", "OpenCV's BLAS stands in for it")

    def test_desktop_file(self):
        done = house.run(["desktop-file-validate", self.prefix / "share/applications/brandloom.desktop"])
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_doctor(self):
        done = self.start("brandloom-cli", "doctor", "--json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for line in done.stdout.splitlines():
            json.loads(line)

    def test_demo(self):
        out = self.home / "演示 out"
        done = self.start("brandloom-cli", "demo", "--smoke", "--out", str(out))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        films = [path for path in out.rglob("*.mp4") if path.stat().st_size > 1000]
        self.assertGreaterEqual(len(films), 2, done.stdout)
        probe = shutil.which("ffprobe") or "ffprobe"
        for film in films:
            done = house.run([probe, "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of",
                              "csv=p=0", film])
            self.assertGreater(int(done.stdout.strip() or 0), 0, film.name)

    def test_window(self):
        done = self.start("brandloom", "--selftest")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    house.main()
