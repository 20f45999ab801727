"""./studio on a small fake checkout: tiny wheels instead of LibTorch, a CMake project without a compiler, no network."""
import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time
import unittest
import zipfile

import house

TORCH_FILES = ("torch/lib/libtorch_cpu.so", "torch/lib/libc10.so", "torch/lib/libgomp.so.1",
               "torch/include/torch/csrc/api/include/torch/torch.h")
UNUSED = ("torch/lib/libtorch_python.so", "torch/lib/libtorch_cuda.so", "torch/__init__.py")
CMAKE = """cmake_minimum_required(VERSION 3.25)
project(Fake LANGUAGES NONE)
if(NOT EXISTS "${BRANDLOOM_TORCH_ROOT}/torch/lib/libtorch_cpu.so")
  message(FATAL_ERROR "no LibTorch")
endif()
configure_file(tool.sh "${CMAKE_BINARY_DIR}/bin/brandloom-cli" COPYONLY)
configure_file(tool.sh "${CMAKE_BINARY_DIR}/bin/brandloom" COPYONLY)
file(GLOB anything CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/*.glob")
add_custom_target(programs)
if(EXISTS "${CMAKE_SOURCE_DIR}/broken")
  add_custom_target(broken ALL COMMAND false)
endif()
enable_testing()
add_test(NAME good COMMAND true)
set_tests_properties(good PROPERTIES LABELS fast)
if(EXISTS "${CMAKE_SOURCE_DIR}/slow")
  add_test(NAME slow COMMAND sleep 60)
  set_tests_properties(slow PROPERTIES LABELS window)
endif()
if(EXISTS "${CMAKE_SOURCE_DIR}/bad")
  add_test(NAME bad COMMAND false)
  set_tests_properties(bad PROPERTIES LABELS fast)
endif()
"""
TOOL = """#!/bin/sh
printf '%s|' "$(basename "$0")" "$@"
exit "${TOOL_EXIT:-0}"
"""


def make_wheel(folder, name, version, tags, files):
    """A wheel that pip accepts; its pin line."""
    info = f"{name}-{version}.dist-info"
    path = folder / f"{name}-{version}-{tags}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tags}\n")
        wheel.writestr(f"{info}/licenses/LICENSE", "licence\n")
        for file in files:
            wheel.writestr(file, random.Random(file).randbytes(3_000_000))
        wheel.writestr(f"{info}/RECORD", "")
    return f"{name.replace('_', '-')}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Studio(house.TreeCase):
    def setUp(self):
        super().setUp()
        self.tree = self.folder / "checkout"
        shutil.copytree(house.SOURCE / "installer", self.tree / "installer")
        shutil.copy(house.SOURCE / "studio", self.tree / "studio")
        shutil.copy(house.SOURCE / "CMakePresets.json", self.tree)
        self.write("checkout/CMakeLists.txt", CMAKE)
        self.write("checkout/tool.sh", TOOL).chmod(0o755)
        self.write("checkout/installer/packages.txt", "# all there\ndash\n")
        self.wheels = self.folder / "wheels"
        self.wheels.mkdir()
        pins = make_wheel(self.wheels, "torch", "2.11.0", "cp312-cp312-manylinux_2_28_x86_64", TORCH_FILES + UNUSED)
        pins += make_wheel(self.wheels, "nvidia_cuda_runtime", "13.0.96",
                           "py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64", ["nvidia/cu13/lib/libcudart.so.13"])
        pins += make_wheel(self.wheels, "nvidia_cuda_cupti", "13.0.85", "py3-none-manylinux_2_25_x86_64",
                           ["nvidia/cu13/lib/libcupti.so.13", "nvidia/cu13/lib/libnvperf_host.so"])
        self.write("checkout/installer/wheels.txt", "# pins\n" + pins)
        self.cache = self.folder / "cache"
        self.environment = {"PATH": "/usr/bin:/bin", "LANG": "C", "BRANDLOOM_DEPS": str(self.cache),
                            "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": self.wheels.as_uri(), "PIP_CONFIG_FILE": os.devnull}

    def studio(self, *words, **kwargs):
        kwargs.setdefault("env", self.environment)
        kwargs.setdefault("cwd", "/")
        kwargs.setdefault("stderr", subprocess.PIPE)
        return house.run([self.tree / "studio", "--no-cuda", *words], **kwargs)

    def whole(self):
        """The finished folders of LibTorch, each looked at file by file."""
        found = [path for path in self.cache.glob("deps-*") if path.suffix != ".part"] if self.cache.exists() else []
        for path in found:
            for name in TORCH_FILES + ("nvidia/cu13/lib/libcudart.so.13", "nvidia/cu13/lib/libcupti.so.13"):
                self.assertEqual((path / name).read_bytes(), random.Random(name).randbytes(3_000_000), name)
        return found

    def test_first_run_then_nothing_to_do(self):
        done = self.studio("cli", "project", "info", "a b", env={**self.environment, "TOOL_EXIT": "7"})
        self.assertEqual(done.returncode, 7, done.stderr)
        self.assertEqual(done.stdout, "brandloom-cli|project|info|a b|")
        (deps,) = self.whole()
        for name in UNUSED + ("nvidia/cu13/lib/libnvperf_host.so",):
            self.assertFalse((deps / name).exists(), name)
        self.assertFalse((self.cache / "wheels").exists())
        offline = {**self.environment, "PIP_FIND_LINKS": "", "LANG": "zh_CN.UTF-8"}
        started = time.monotonic()
        done = self.studio("doctor", "--json", env=offline)
        self.assertLess(time.monotonic() - started, 2.0)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "brandloom-cli|doctor|--json|", ""))
        done = self.studio(env=offline)
        self.assertEqual((done.returncode, done.stdout), (0, "brandloom|"))

    def test_mistakes(self):
        for words in (("bench",), ("bench", "nothing"), ("soak", "nothing"), ("no-such-verb",)):
            done = self.studio(*words)
            self.assertEqual((done.returncode, len(done.stderr.splitlines())), (2, 1), done.stderr)
        self.assertEqual(self.studio("--help").returncode, 0)
        self.assertFalse(self.cache.exists())

    def test_parity_before_it_is_built(self):
        done = self.studio("parity", "/nowhere")
        self.assertEqual(done.returncode, 1)
        self.assertIn("brandloom_parity is not in this tree yet", done.stderr)

    def test_started_through_a_link(self):
        (self.folder / "link").symlink_to(self.tree / "studio")
        done = house.run([self.folder / "link", "--no-cuda", "cli"], env=self.environment, cwd=self.folder,
                         stderr=subprocess.PIPE)
        self.assertEqual((done.returncode, done.stdout), (0, "brandloom-cli|"), done.stderr)

    def test_wrong_bytes_are_refused(self):
        path = self.tree / "installer" / "wheels.txt"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("sha256:" + text.rsplit("sha256:", 1)[1][:8], "sha256:00000000"), encoding="utf-8")
        done = self.studio("cli")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nvidia-cuda-cupti==13.0.85 could not be downloaded", done.stderr)
        self.assertEqual(self.whole(), [])

    def test_no_network_says_so_and_keeps_what_it_has(self):
        (self.wheels / "nvidia_cuda_cupti-13.0.85-py3-none-manylinux_2_25_x86_64.whl").rename(self.folder / "away.whl")
        done = self.studio("cli")
        self.assertEqual(done.returncode, 1)
        self.assertIn("Run the same command again", done.stderr)
        (self.folder / "away.whl").rename(self.wheels / "nvidia_cuda_cupti-13.0.85-py3-none-manylinux_2_25_x86_64.whl")
        done = self.studio("cli")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("downloading torch", done.stderr)
        self.assertEqual(len(self.whole()), 1)

    def test_killed_anywhere_and_started_again(self):
        seconds = 0.1
        for _ in range(8):
            shutil.rmtree(self.cache, ignore_errors=True)
            process = subprocess.Popen([self.tree / "studio", "--no-cuda", "cli"], env=self.environment, cwd="/",
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                       start_new_session=True)
            try:
                process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
            seconds += 0.35
            self.whole()
        for _ in range(2):
            done = self.studio("cli")
            self.assertEqual((done.returncode, done.stdout), (0, "brandloom-cli|"), done.stderr)
        self.assertEqual(len(self.whole()), 1)
        self.assertEqual([path.name for path in self.cache.glob("*.part")], [])

    def test_two_at_once(self):
        both = [subprocess.Popen([self.tree / "studio", "--no-cuda", "cli"], env=self.environment, cwd="/",
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                for _ in range(2)]
        for process in both:
            out, error = process.communicate(timeout=100)
            self.assertEqual((process.returncode, out), (0, b"brandloom-cli|"), error)
        self.assertEqual(len(self.whole()), 1)

    def test_moved_checkout(self):
        self.assertEqual(self.studio("cli").returncode, 0)
        moved = self.folder / "moved"
        self.tree.rename(moved)
        self.tree = moved
        done = self.studio("cli")
        self.assertEqual((done.returncode, done.stdout), (0, "brandloom-cli|"), done.stderr)

    def test_cache_folder(self):
        for environment, expected in (({"HOME": str(self.folder / "home")}, "home/.cache/brandloom"),
                                      ({"XDG_CACHE_HOME": str(self.folder / "xdg")}, "xdg/brandloom"),
                                      ({"HOME": "/proc/nowhere"}, "checkout/build/cache")):
            environment = {**self.environment, **environment}
            del environment["BRANDLOOM_DEPS"]
            done = self.studio("cli", env=environment)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(list((self.folder / expected).glob("deps-cpu-*"))), 1)

    def test_tests_pass_fail_and_run_out_of_time(self):
        done = self.studio("test")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        lines = done.stdout.splitlines()
        self.assertIn("Slowest tests:", lines)
        self.assertIn("Slowest files to compile (last build of each):", lines)
        summary = next(i for i, line in enumerate(lines) if line.startswith("100% tests passed"))
        self.assertGreater(summary, lines.index("Slowest files to compile (last build of each):"))
        self.write("checkout/slow", "")
        self.write("checkout/CMakeLists.txt", CMAKE + "\n")
        done = self.studio("test", env={**self.environment, "BRANDLOOM_TEST_MINUTES": "0.03"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("more than 0.03 minutes", done.stdout)
        (self.tree / "slow").unlink()
        self.write("checkout/bad", "")
        self.write("checkout/CMakeLists.txt", CMAKE)
        done = self.studio("test")
        self.assertEqual(done.returncode, 1)
        self.assertIn("bad (Failed)", done.stdout)
        self.assertEqual(self.studio("test", "-R", "good").returncode, 0)
        self.assertEqual(self.studio("test", "-R", "nothing").returncode, 1)

    def test_failed_configure_is_a_sentence(self):
        self.write("checkout/CMakeLists.txt", "project(\n")
        done = self.studio("build")
        self.assertEqual(done.returncode, 1)
        self.assertIn("configuring failed", done.stderr)

    def test_failed_build_is_a_failure(self):
        self.write("checkout/broken", "")
        for verb in ("build", "test"):
            done = self.studio(verb)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("building failed", done.stderr)
            self.assertEqual(done.stdout, "")

    @unittest.skipUnless(os.geteuid() == 0, "changes the user")
    def test_missing_package_without_root(self):
        self.write("checkout/installer/packages.txt", "dash\nno-such-package-at-all\n")
        for path in (self.folder.parent, self.folder):
            path.chmod(0o755)
        # A PATH without sudo: the shell and what the script needs, nothing else.
        tools = self.folder / "bin"
        tools.mkdir()
        for tool in ("sh", "readlink", "dirname", "sed", "id", "mkdir", "dpkg-query", "getent", "cut", "flock"):
            (tools / tool).symlink_to(pathlib.Path(shutil.which(tool, path="/usr/bin:/bin")))
        environment = {**self.environment, "PATH": str(tools), "BRANDLOOM_DEPS": "/tmp"}
        done = house.run(["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh",
                          self.tree / "studio", "build"], env=environment, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertEqual(done.stderr.strip().splitlines(), [
            "studio: these packages are missing and installing them needs root, so ask an administrator to run: "
            "apt-get install no-such-package-at-all"])


if __name__ == "__main__":
    house.main()
