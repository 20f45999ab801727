#!/usr/bin/env python3
"""Texts of the window: complete, current, and drawable.

Usage: check_translations.py ROOT
  every tr() text of gui/ and app/ is in translations/brandloom_zh_CN.ts and has a finished translation
  every counted text ("%n clip(s)") is in translations/brandloom_en.ts with both forms, without "(s)"
  placeholders (%1, %n, {file}) and the final ellipsis survive
  every character of a translation is in Inter or Noto Sans CJK SC, the two families that the window names
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

LUPDATE = ("/usr/lib/qt6/bin/lupdate", "lupdate")
FAMILIES = ("Inter", "Noto Sans CJK SC")


def run(command):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)


def messages(path):
    """(context, source, comment) -> (state, [translated forms])."""
    if not path.exists():
        raise SystemExit(f"{path.name} is missing; build translations_update")
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name"), message.findtext("source"), message.findtext("comment") or "")
            translation = message.find("translation")
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found[key] = (translation.get("type", ""), forms)
    return found


def texts_in_sources(root, *flags):
    """What lupdate finds in the sources today, as keys of messages()."""
    tool = next((name for name in LUPDATE if pathlib.Path(name).exists() or "/" not in name))
    with tempfile.TemporaryDirectory(prefix="brandloom-") as folder:
        fresh = pathlib.Path(folder) / "fresh.ts"
        folders = [str(root / part) for part in ("gui", "app") if (root / part).is_dir()]
        done = run([tool, "-silent", "-locations", "none", "-extensions", "cpp,h", "-I", str(root),
                    "-source-language", "en", "-target-language", "zh_CN", *flags, *folders, "-ts", str(fresh)])
        if done.returncode or not fresh.exists():
            raise SystemExit(f"lupdate failed: {done.stdout}{done.stderr}")
        return set(messages(fresh)), done.stderr


def font_characters(family):
    """Code points of the regular face of exactly this family, from fontconfig; None when it is not installed."""
    done = run(["fc-match", "-f", "%{family}\n%{charset}", f"{family}:style=Regular"])
    names, _, ranges = done.stdout.partition("\n")
    if family not in names.split(","):
        return None
    points = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def text_faults(key, forms):
    context, source, _ = key
    where = f"{context}: \"{source[:60]}\""
    for form in forms:
        if not form.strip():
            yield f"{where} has an empty translation"
        wanted, got = (set(re.findall(r"%(?:L?\d+|n)|\{\w+\}", text)) for text in (source, form))
        if wanted != got:
            yield f"{where}: {sorted(wanted ^ got)} is in one language only"
        if source.endswith("…") != form.endswith("…"):
            yield f"{where}: the ellipsis is in one language only"
        if re.search("[“”‘’]", form):
            yield f"{where}: Chinese names and quotes stand in 「」"


def differences(wanted, known, name):
    for context, source, _ in sorted(wanted - set(known)):
        yield f"{context}: \"{source[:60]}\" is not in {name}; build translations_update"
    for context, source, _ in sorted(set(known) - wanted):
        yield f"{context}: \"{source[:60]}\" is in {name} but in no source; build translations_update"


def english_faults(root):
    """Counted texts in English: both forms are there and say what a person would say."""
    path = root / "translations" / "brandloom_en.ts"
    known = messages(path) if path.exists() else {}
    yield from differences(texts_in_sources(root, "-pluralonly")[0], known, path.name)
    for (context, source, _), (state, forms) in sorted(known.items()):
        if state or len(forms) != 2 or not all(form.strip() for form in forms):
            yield f"{context}: \"{source[:60]}\" needs two forms in {path.name}"
        elif any("%n" not in form or "(s)" in form for form in forms):
            yield f"{context}: \"{source[:60]}\" is not said in words in {path.name}"


def check(root):
    ts = root / "translations" / "brandloom_zh_CN.ts"
    known = messages(ts)
    wanted, warnings = texts_in_sources(root)
    faults = [f"lupdate: {line}" for line in warnings.splitlines() if line.strip()]
    faults += differences(wanted, known, ts.name)
    faults += english_faults(root)
    needed = {}
    for key, (state, forms) in sorted(known.items()):
        if state:
            faults.append(f"{key[0]}: \"{key[1][:60]}\" is {state}")
            continue
        faults += text_faults(key, forms)
        for form in forms:
            needed.update({ord(c): form for c in form if not c.isspace()})
    available = set()
    for family in FAMILIES:
        points = font_characters(family)
        if points is None:
            faults.append(f"the font family {family} is not installed")
        available |= points or set()
    faults += [f"U+{point:04X} {chr(point)} in \"{needed[point][:40]}\" has no glyph in {' or '.join(FAMILIES)}"
               for point in sorted(set(needed) - available)]
    return faults, len(known)


def main():
    arguments = argparse.ArgumentParser(description="Texts of the window: complete, current, drawable.")
    arguments.add_argument("root", type=pathlib.Path)
    options = arguments.parse_args()
    faults, count = check(options.root.resolve())
    print("\n".join(faults) if faults else f"{count} texts are translated and can be drawn")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
