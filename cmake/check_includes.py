#!/usr/bin/env python3
"""Looks at the #include lines of core/, gui/ and app/ for what link lines cannot catch.

Usage: check_includes.py ROOT. Prints one line per fault (file:line: sentence), exit code 1 when there is any. The rooms,
their tiers and their doors are read from the brandloom_room(...) calls; cmake/BrandloomRoom.cmake checks the links.
"""
import pathlib
import re
import sys

HEADER, SOURCE = (".h", ".hpp"), (".cpp", ".cc", ".cu")

QT = re.compile(r"^(Q[A-Z]\w*|Qt\w+/.*|q[a-z_]+\.h)$")
TORCH = re.compile(r"^(torch|ATen|c10|caffe2)/")
JSON_LOG = re.compile(r"^(nlohmann|spdlog)/")
MEDIA = re.compile(r"^(lib(av|sw|postproc)\w+/|sqlite3|SQLiteCpp/|opencv|pango/|cairo|curl/|archive)")
SYSTEM = re.compile(r"^(unistd|fcntl|dlfcn|pthread|sched|windows|io|(sys|linux)/\w+)\.h$")

# A statement of SQL at the start of a string literal; sentences for people do not look like this.
SQL = re.compile(r'"(?:\w*\()?\s*(SELECT\s+[^"]*|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|REPLACE\s+INTO\b|'
                 r'CREATE\s+(TEMP\s+|UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER)\b|ALTER\s+TABLE\b|DROP\s+(TABLE|INDEX)\b|'
                 r'PRAGMA\s+\w|BEGIN\s+(IMMEDIATE|EXCLUSIVE|TRANSACTION)|insert\s+into\s|delete\s+from\s|'
                 r'create\s+table\s|select\s+[\w*,.()\s]+\sfrom\s+\w+\s*["(]|update\s+\w+\s+set\s)')

# Rooms of gui/ that are not pages. Pages know these two; only the shell knows the pages.
GUI_COMMON = ("gui/bridge", "gui/widgets")
GUI_SHELL = "gui/shell"


class Room:
    def __init__(self, path, tier, public, private):
        self.path, self.tier, self.public, self.private = path, tier, public, private


def target_name(path):
    return re.sub(r"^core/", "", path).replace("/", "_")


def read_rooms(root):
    """path -> Room, from every brandloom_room(...) call below core, gui and app."""
    rooms = {}
    for part in ("core", "gui", "app"):
        for cmake in sorted((root / part).rglob("CMakeLists.txt")):
            text = re.sub(r"#.*", "", cmake.read_text(encoding="utf-8"))
            for call in re.finditer(r"brandloom_room\(([^)]*)\)", text):
                words = call[1].split()
                lists, current = {"TIER": [], "SOURCES": [], "PUBLIC": [], "PRIVATE": [], "EXECUTABLE": []}, None
                for word in words[1:]:
                    if word in lists or word == "SHARED":
                        current = word
                    elif current in lists:
                        lists[current].append(word)
                names = {key: [w.split("::")[1] for w in lists[key] if w.startswith("Brandloom::")]
                         for key in ("PUBLIC", "PRIVATE")}
                tier = lists["TIER"][0] if lists["TIER"] else ""
                known = rooms.get(words[0])
                if known:  # a second target of the same folder (a program beside a library)
                    known.public += names["PUBLIC"]
                    known.private += names["PRIVATE"]
                else:
                    rooms[words[0]] = Room(words[0], tier, names["PUBLIC"], names["PRIVATE"])
    return rooms


def reachable(room, rooms):
    """Paths of the rooms whose headers this one may include: itself, what it names, and what those hand on."""
    by_name = {target_name(path): other for path, other in rooms.items()}
    seen, todo = {room.path}, [*room.public, *room.private]
    while todo:
        other = by_name.get(todo.pop())
        if other and other.path not in seen:
            seen.add(other.path)
            todo += other.public
    return seen


def room_of(name, rooms):
    """The innermost room that holds this path (relative, with /)."""
    parts = name.split("/")
    for end in range(len(parts) - 1, 0, -1):
        if (path := "/".join(parts[:end])) in rooms:
            return rooms[path]
    return None


def without_comments(text):
    """Comments blanked, lines kept. Good enough for include lines and literals; raw strings pass through."""
    text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m[0]), text, flags=re.S)
    return re.sub(r"(?m)^\s*//.*$|(?<=[;{})])\s*//.*$", "", text)


def foreign_fault(name, room, included):
    """Why this header of others may not be included here, or None."""
    header = name.endswith(HEADER)
    torch_free = room.tier != "engine"
    if QT.match(included) or included == "qcustomplot.h":
        if name.startswith(("core/", "app/cli/", "app/common/")):
            return "no Qt under core/, app/cli or app/common"
    if TORCH.match(included) and torch_free:
        return "torch only in rooms of tier engine; ask core/door instead"
    if JSON_LOG.match(included):
        if header:
            return "no header includes nlohmann or spdlog (4-11 s per file); include it in the .cpp"
        if room.tier in ("engine", "gui"):
            return f"nlohmann and spdlog are not for rooms of tier {room.tier}"
    if MEDIA.match(included) and room.tier != "domain":
        return "files, films and databases only in rooms of tier domain"
    if SYSTEM.match(included) and not name.startswith("core/base/platform"):
        return "system calls only in core/base/platform"
    return None


def own_fault(name, room, included, rooms):
    """Why this header of ours may not be included here, or None."""
    other = room_of(included, rooms)
    if other is None:
        return f"'{included}' lies in no room"
    if other.path == room.path:
        return None
    if room.tier == "gui" and other.path.startswith("gui/") and room.path != GUI_SHELL:
        if other.path not in GUI_COMMON:
            return f"a page knows gui/bridge and gui/widgets, not {other.path}"
    if other.path not in reachable(room, rooms):
        return f"{room.path} does not name {other.path} in its CMakeLists.txt"
    return None


def check_file(root, name, rooms):
    room = room_of(name, rooms)
    if room is None:
        return [(1, "lies in no room: its folder needs a CMakeLists.txt with brandloom_room(...)")]
    faults = []
    code = without_comments((root / name).read_text(encoding="utf-8"))
    for number, line in enumerate(code.split("\n"), 1):
        if found := re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line):
            included = found[2]
            ours = included.startswith(("core/", "gui/", "app/"))
            fault = own_fault(name, room, included, rooms) if ours else foreign_fault(name, room, included)
            if not ours and found[1] == '"' and "/" not in included and (root / name).parent.joinpath(included).exists():
                fault = f'write the path from the root of the tree: "{room.path}/{included}"'
            if fault:
                faults.append((number, fault))
        if "setStyleSheet" in line and not name.startswith("gui/widgets/theme"):
            faults.append((number, "setStyleSheet only in gui/widgets/theme; set a kind with setKind()"))
    if not name.startswith("core/store/") and not name.endswith(("_repository.cpp", "_repository.h")):
        for found in SQL.finditer(code):
            faults.append((code.count("\n", 0, found.start()) + 1, "SQL text only in core/store and *_repository.cpp"))
    return faults


def check_links(root, name):
    """One target per folder, made by brandloom_room, or the tier check would see nothing."""
    text = re.sub(r"#.*", "", (root / name).read_text(encoding="utf-8"))
    return [(text.count("\n", 0, found.start()) + 1, f"use brandloom_room instead of {found[1]}")
            for found in re.finditer(r"\b(target_link_libraries|add_library|add_executable|link_libraries)\s*\(", text)]


def check(root):
    rooms = read_rooms(root)
    faults = []
    for part in ("core", "gui", "app"):
        for path in sorted((root / part).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix in HEADER + SOURCE:
                faults += [f"{name}:{line}: {sentence}" for line, sentence in check_file(root, name, rooms)]
            elif path.name == "CMakeLists.txt":
                faults += [f"{name}:{line}: {sentence}" for line, sentence in check_links(root, name)]
    return faults


if __name__ == "__main__":
    found_faults = check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
    print("\n".join(found_faults))
    sys.exit(1 if found_faults else 0)
