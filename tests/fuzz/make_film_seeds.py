#!/usr/bin/env python3
"""Writes the first inputs of the fuzzers film, picture and reader: tiny films of every container, PNGs of every kind, and
messages. Usage: make_film_seeds.py FOLDER (corpus/film, corpus/picture and corpus/reader come below it)."""
import json
import pathlib
import subprocess
import sys

SOURCE = ("-f", "lavfi", "-i", "testsrc2=size=32x24:rate=10:duration=1.2")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "40", "-pix_fmt", "yuv420p")
FILMS = {
    "h264.mp4": H264, "faststart.mp4": (*H264, "-movflags", "faststart"), "fragments.mp4": (*H264, "-movflags", "frag_keyframe"),
    "b.mp4": ("-c:v", "libx264", "-bf", "3", "-crf", "45", "-pix_fmt", "yuv420p"), "turned.mov": (*H264, "-metadata:s:v:0", "rotate=90"),
    "edit.mp4": (*H264, "-ss", "0.35"), "mpeg4.avi": ("-c:v", "mpeg4", "-q:v", "20"), "mjpeg.avi": ("-c:v", "mjpeg", "-q:v", "20"),
    "h264.mkv": H264, "ffv1.mkv": ("-c:v", "ffv1", "-frames:v", "2"), "deep.mkv": ("-c:v", "libx264", "-pix_fmt", "yuv420p10le", "-crf", "45"),
    "grey.mkv": ("-c:v", "ffv1", "-pix_fmt", "gray", "-frames:v", "3"), "vp8.webm": ("-c:v", "libvpx", "-b:v", "20k"),
    "vp9.webm": ("-c:v", "libvpx-vp9", "-b:v", "20k"), "theora.ogv": ("-c:v", "libtheora", "-q:v", "0"), "wide.mp4": (*H264, "-vf", "setsar=16/9"),
    "h264.ts": H264, "mpeg2.mpg": ("-c:v", "mpeg2video", "-q:v", "20", "-r", "25"), "flv.flv": ("-c:v", "flv", "-q:v", "20"),
    "gif.gif": (), "apng.apng": ("-f", "apng", "-frames:v", "3"), "raw.h264": (*H264, "-f", "h264"), "hevc.mp4": ("-c:v", "libx265", "-x265-params", "log-level=none", "-crf", "45"),
    "still.png": ("-frames:v", "1"), "still.jpg": ("-frames:v", "1", "-q:v", "20"), "wmv.asf": ("-c:v", "wmv2", "-q:v", "20"),
    "vary.mkv": (*H264, "-vf", r"select='not(mod(n\,2))+eq(n\,3)'", "-vsync", "vfr"), "mxf.mxf": ("-c:v", "mpeg2video", "-r", "25", "-q:v", "30", "-frames:v", "2"),
    "nut.nut": ("-c:v", "mpeg4", "-q:v", "20"), "ivf.ivf": ("-c:v", "libvpx", "-b:v", "20k")}
KINDS = ("rgb24", "rgba", "gray", "ya8", "pal8", "gray16be", "rgb48be", "rgba64be", "monob", "gray10be")


def ffmpeg(*words):
    done = subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, words)], check=False)
    return done.returncode == 0


def films(folder):
    for name, words in FILMS.items():
        if not ffmpeg(*SOURCE, *words, folder / name):
            (folder / name).unlink(missing_ok=True)
    (folder / "list.mp4").write_text("ffconcat version 1.0\nfile /etc/hostname\n")
    (folder / "playlist.mp4").write_text("#EXTM3U\n#EXTINF:1,\n/etc/hostname\n")
    whole = (folder / "h264.mp4").read_bytes()
    (folder / "cut.mp4").write_bytes(whole[:len(whole) // 2])


def pictures(folder):
    for kind in KINDS:
        for size in ("1x1", "17x9", "64x3"):
            name = folder / f"{kind}-{size}.png"
            if not ffmpeg("-f", "lavfi", "-i", f"testsrc=size=64x64,scale={size}", "-frames:v", "1", "-pix_fmt", kind, name):
                name.unlink(missing_ok=True)


def messages(folder):
    info = {"container": "mov,mp4", "codec": "h264", "pixelFormat": "yuv420p", "width": 64, "height": 48, "codedWidth": 64,
            "codedHeight": 48, "rotation": 90, "seconds": 1.5, "fps": 24, "frames": 36, "exact": True, "variable": False,
            "audio": True, "hdr": False, "bits": 8}
    document = json.dumps({
        "frames": 9, "seconds": 1.0, "width": 64, "height": 48, "sharpness": 0.5, "repeatedFrames": 1, "longestFreezeSeconds": 0.1,
        "camera": {"kind": "pan-left", "right": 0.1, "down": 0, "zoom": 0, "shear": 0, "turn": 0, "centre": 0.1, "sway": 0, "motion": 0.1},
        "exposure": {"mean": 0.5, "contrast": 0.2, "dark": 0, "bright": 0.1}, "bars": [0, 2, 0, 2],
        "palette": [[50, 1, 2, 0.6], [20, 3, 4, 0.4]], "hashes": ["0123456789abcdef" * 31] * 3,
        "transitions": [["cut", 0.5, 0.5], ["fade", 0.7, 0.9]]})
    shot = {"first": 0, "frames": 9, "start": 0, "end": 1.0, "width": 64, "height": 48}
    said = [
        {"kind": "ready", "systemCalls": True, "memory": False}, {"kind": "progress", "phase": "shots", "done": 1, "total": 2},
        {"kind": "error", "module": "media", "code": "no_frames", "args": [["file", "a"]]},
        {"kind": "error", "module": "base", "code": "out_of_memory", "args": [["what", "\u5f71\u7247"]]},
        {"kind": "error", "module": "media", "code": "too_large", "args": [["file", "a"], ["size", "1 x 1"]]},
        {"kind": "look", "info": info}, {"kind": "look", "info": info, "pictureWidth": 2, "pictureHeight": 1},
        {"kind": "shots", "shots": [], "transitions": []},
        {"kind": "shots", "shots": [shot, {**shot, "first": 9}], "transitions": [{"kind": 0, "first": 9, "frames": 0}]},
        {"kind": "measures", "document": document},
        {"kind": "limits", "memoryBytes": 1 << 32, "processorSeconds": 60}, {"kind": "look", "side": 320, "atShare": 0.25},
        {"kind": "measure", "start": 0, "end": 2.5}, {"kind": "shots"}]
    for i, message in enumerate(said):
        text = json.dumps(message)
        (folder / f"plain-{i}").write_text(text, encoding="utf-8")
        (folder / f"bytes-{i}").write_bytes(text.encode() + b"\xff\xfe\xfd\xfc" + b"\x10\x20\x30\x40\x50\x60")


if __name__ == "__main__":
    for part, make in (("film", films), ("picture", pictures), ("reader", messages)):
        place = pathlib.Path(sys.argv[1]) / part
        place.mkdir(parents=True, exist_ok=True)
        make(place)
