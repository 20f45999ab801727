#!/usr/bin/env python3
"""Format, size and portability of the tracked files.

Usage: check_style.py ROOT [format] [size] [paths]   (all three when none is named)
  format  clang-format finds nothing to change in the C++ files
  size    no source file above 600 lines, save those listed in cmake/large_files.txt, which may only shrink
  paths   no path of one machine, no host of a private network
Prints one line per fault, exit code 1 when there is any.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

CPP = (".h", ".hpp", ".cpp", ".cc", ".cu")
SIZED = (*CPP, ".py", ".sh", ".cmake")
TEXT = (*SIZED, ".txt", ".md", ".json", ".sql", ".ts", ".svg", ".desktop", ".yml", "")
LIMIT = 600
MACHINE = re.compile(r"(?<![\w.~})>/-])/(?:work|root|home)/\w|\bfile:///|https?://[^/\s\"')]*\.(?:internal|corp|lan)\b")


def tracked(root):
    """Files that git knows, and new ones it would not ignore; every file where there is no git."""
    listed = subprocess.run(["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "--cached", "--others",
                             "--exclude-standard"], capture_output=True, check=False)
    if listed.returncode == 0:
        names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    else:
        names = [path.relative_to(root).as_posix() for path in root.rglob("*") if "build" not in path.parts]
    return sorted(name for name in set(names) if (root / name).is_file() and not (root / name).is_symlink())


def check_format(root, names):
    files = [name for name in names if name.endswith(CPP)]
    groups = [files[i:i + 20] for i in range(0, len(files), 20)]

    def run(group):
        done = subprocess.run(["clang-format", "--dry-run", "-Werror", *group], cwd=root, capture_output=True,
                              encoding="utf-8", errors="replace", check=False)
        faults = sorted({line.split(": error:")[0] for line in done.stderr.splitlines() if ": error:" in line})
        by_file = {fault.rsplit(":", 2)[0]: fault for fault in reversed(faults)}
        if done.returncode and not by_file:
            return [f"clang-format: {done.stderr.strip() or done.returncode}"]
        return [f"{at}: not formatted; run clang-format -i on this file" for at in by_file.values()]

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return [fault for group in pool.map(run, groups) for fault in group]


def check_size(root, names):
    allowed = {}
    listing = root / "cmake" / "large_files.txt"
    if listing.exists():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                count, name = line.split(maxsplit=1)
                allowed[name] = int(count)
    faults = []
    for name in names:
        if name.endswith(SIZED) or name in ("studio", ".ci/run"):
            lines = (root / name).read_bytes().count(b"\n")
            limit = allowed.get(name, LIMIT)
            if lines > limit:
                faults.append(f"{name}: {lines} lines, at most {limit}; split it")
    return faults


def check_paths(root, names):
    faults = []
    for name in names:
        path = root / name
        if path.suffix not in TEXT or path.stat().st_size > 2_000_000 or name == "cmake/check_style.py":
            continue
        data = path.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if MACHINE.search(line):
                faults.append(f"{name}:{number}: a path or host of one machine")
    return faults


CHECKS = {"format": check_format, "size": check_size, "paths": check_paths}


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    names = tracked(root)
    faults = [fault for key in sys.argv[2:] or CHECKS for fault in CHECKS[key](root, names)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
