"""Films as they come from phones, broken disks and strangers, made with ffmpeg: what is known of each by how it was made.

make(folder) writes them all and returns {name: Expected}. Run by hand: hard_films.py FOLDER.
"""
import pathlib
import struct
import subprocess
import sys
import zlib


class Expected:
    """`info`: fields of 'film info'; `frames`: pictures that can be decoded; `error`: code of the refusal instead."""

    def __init__(self, info=None, frames=None, error=None):
        self.info, self.frames, self.error = info or {}, frames, error


def ffmpeg(*words):
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *map(str, words)], check=True)


def pattern(size="160x120", rate=25, seconds=2):
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")


H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")


def phone(folder):
    """A phone held upright: every third and seventh picture of 60 a second, turned by a note in the header, with sound."""
    flat = folder / "flat.mp4"
    ffmpeg(*pattern(rate=60), "-f", "lavfi", "-i", "sine=duration=2", "-vf", r"select='not(mod(n\,3))+not(mod(n\,7))'",
           "-vsync", "vfr", *H264, "-c:a", "aac", flat)
    ffmpeg("-i", flat, "-c", "copy", "-metadata:s:v:0", "rotate=90", folder / "竖屏 手机.mp4")
    flat.unlink()
    frames = sum(1 for n in range(120) if n % 3 == 0 or n % 7 == 0)
    return {"竖屏 手机.mp4": Expected({"width": 120, "height": 160, "variableRate": True, "audio": True,
                                   "frames": frames}, frames)}


def shapes(folder):
    ffmpeg(*pattern(), "-vf", "scale=101:57,setsar=1", "-c:v", "ffv1", "-pix_fmt", "yuv420p", folder / "odd size.mkv")
    ffmpeg(*pattern("720x576", 25, 1), "-vf", "setsar=16/15", *H264, folder / "anamorphic.mp4")
    ffmpeg(*pattern("320x180", 25, 1), "-vf", "setsar=1", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le",
           folder / "十比特.mkv")
    ffmpeg(*pattern("7680x4320", 25, 0.04), *H264, folder / "8K.mp4")
    ffmpeg(*pattern("64x48", 25, 1), *H264, folder / "small.mp4")
    # The header of the film says 8K, its pictures are small.
    lying = bytearray((folder / "small.mp4").read_bytes())
    at = lying.index(b"avc1", lying.index(b"stsd")) + 28
    assert struct.unpack_from(">HH", lying, at) == (64, 48)
    struct.pack_into(">HH", lying, at, 7680, 4320)
    (folder / "8K in the header.mp4").write_bytes(lying)
    (folder / "small.mp4").unlink()
    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 9)), (b"IEND", b"")):
        png += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    (folder / "900 megapixels.png").write_bytes(png)
    return {"odd size.mkv": Expected({"width": 101, "height": 57, "frames": 50, "audio": False}, 50),
            "anamorphic.mp4": Expected({"width": 768, "height": 576, "codedWidth": 720, "frames": 25}, 25),
            "十比特.mkv": Expected({"width": 320, "height": 180, "bits": 10, "pixelFormat": "yuv420p10le"}, 25),
            "8K.mp4": Expected({"width": 7680, "height": 4320, "frames": 1}, 1),
            "8K in the header.mp4": Expected({"width": 64, "height": 48, "frames": 25}, 25),
            "900 megapixels.png": Expected(error="no_frames")}


def clocks(folder):
    ffmpeg(*pattern(), *H264, "-f", "h264", folder / "no time stamps.h264")
    ffmpeg(*pattern(), *H264, "-output_ts_offset", "-0.52", "-avoid_negative_ts", "disabled", folder / "times missing in front.mkv")
    ffmpeg(*pattern(rate=1000, seconds=0.3), *H264, folder / "thousand a second.mp4")
    ffmpeg(*pattern(rate=1, seconds=3), "-vf", "setpts=N*18000/TB", "-vsync", "vfr", *H264, folder / "ten hours.mkv")
    ffmpeg(*pattern(seconds=0.04), *H264, folder / "一帧.mp4")
    ffmpeg(*pattern("64x48", 10, 1), "-loop", "0", folder / "endless.gif")
    return {"no time stamps.h264": Expected({"width": 160, "height": 120, "codec": "h264"}, 50),
            "times missing in front.mkv": Expected({"frames": 50, "seconds": 2.0, "variableRate": False}, 50),
            "thousand a second.mp4": Expected({"frames": 300, "fps": 1000.0}, 300),
            "ten hours.mkv": Expected({"frames": 3}, 3),
            "一帧.mp4": Expected({"frames": 1}, 1),
            "endless.gif": Expected({"width": 64, "height": 48, "frames": 10, "codec": "gif"}, 10)}


def broken(folder):
    ffmpeg(*pattern(seconds=4), *H264, "-g", "25", folder / "whole.mp4")
    ffmpeg("-i", folder / "whole.mp4", "-c", "copy", "-movflags", "faststart", folder / "front.mp4")
    whole, front = (folder / "whole.mp4").read_bytes(), (folder / "front.mp4").read_bytes()
    (folder / "截断.mp4").write_bytes(whole[:len(whole) // 2])
    (folder / "cut, index in front.mp4").write_bytes(front[:len(front) // 2])
    (folder / "whole.mp4").unlink()
    (folder / "front.mp4").unlink()
    (folder / "空.mp4").write_bytes(b"")
    (folder / "文字.mov").write_text("These are only words, and not a film.\n" * 20, encoding="utf-8")
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", folder / "sound only.m4a")
    parts = [folder / "a.ts", folder / "b.ts"]
    for part, size in zip(parts, ("64x48", "128x96")):
        ffmpeg(*pattern(size, 25, 1), *H264, part)
    (folder / "another size half way.ts").write_bytes(b"".join(part.read_bytes() for part in parts))
    for part in parts:
        part.unlink()
    return {"截断.mp4": Expected(error="not_a_film"),
            "cut, index in front.mp4": Expected({"width": 160, "height": 120}),
            "空.mp4": Expected(error="empty_file"),
            "文字.mov": Expected(error="not_a_film"),
            "sound only.m4a": Expected(error="no_picture"),
            "another size half way.ts": Expected({"width": 64, "height": 48})}


def make(folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    films = {}
    for part in (phone, shapes, clocks, broken):
        films.update(part(folder))
    return films


if __name__ == "__main__":
    for film, expected in make(sys.argv[1]).items():
        print(film, expected.error or expected.info)
