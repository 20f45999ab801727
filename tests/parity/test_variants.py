"""brandloom_parity on golden sets that were kept otherwise: the same numbers under other names, in other layouts, shards
and formats; and files that a loader must refuse, made here with other sizes and names. A changed number has to fail."""
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile

SOURCE = pathlib.Path(os.environ.get("BRANDLOOM_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("BRANDLOOM_BUILD", SOURCE / "build" / "release"))
GOLDEN = pathlib.Path(os.environ.get("BRANDLOOM_FIXTURES") or SOURCE / "tests/data")
sys.path.insert(0, str(SOURCE / "tests/cli"))
import weight_files  # noqa: E402


def write_safetensors(path, tensors, prefix=""):
    """tensors: name -> (dtype, shape, bytes)."""
    header, end, body = {}, 0, b""
    for name, (dtype, shape, data) in tensors.items():
        header[prefix + name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [end, end + len(data)]}
        body += data
        end += len(data)
    text = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)


def weights_in(folder):
    """The one safetensors file of a folder, or all shards."""
    tensors = {}
    for file in sorted(folder.glob("*.safetensors")):
        tensors.update(weight_files.safetensors(file)[0])
    return tensors


def shard(folder, source, count, stem):
    """The tensors of `source` in `count` files behind an index, in an order of their own."""
    tensors = list(weights_in(source).items())[::-1]
    index = {}
    for i in range(count):
        name = f"{stem}-{i + 1:05}-of-{count:05}.safetensors"
        part = dict(tensors[i::count])
        write_safetensors(folder / name, part)
        index.update({key: name for key in part})
    (folder / f"{stem}.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": index}))
    if (source / "config.json").exists():
        shutil.copy(source / "config.json", folder)


def rest_as_safetensors(source, target):
    """VAE and text encoder converted, the tokenizer copied."""
    for file in source.glob("*.pth"):
        write_safetensors(target / (file.stem + ".safetensors"), weight_files.pth(file))
    if (source / "google").exists():
        shutil.copytree(source / "google", target / "google")


def sharded(source, target):
    """Other stems, other numbers of shards, converted VAE and text encoder."""
    target.mkdir(parents=True)
    if (source / "high_noise_model").exists():
        shard(target / "high_noise_model", source / "high_noise_model", 3, "weights")
        shard(target / "low_noise_model", source / "low_noise_model", 2, "diffusion_pytorch_model")
    else:
        shard(target, source, 4, "diffusion_pytorch_model")
    rest_as_safetensors(source, target)
    return target


def single_files(source, target):
    """As ComfyUI keeps them, under its prefix; the high-noise file stands for the model."""
    models = target / "diffusion_models"
    if (source / "high_noise_model").exists():
        for expert in ("high", "low"):
            write_safetensors(models / f"tiny_{expert.upper()}_fp32.safetensors", weights_in(source / f"{expert}_noise_model"),
                              "model.diffusion_model.")
        shutil.copy(source / "high_noise_model/config.json", models)
        answer = models / "tiny_HIGH_fp32.safetensors"
    else:
        write_safetensors(models / "tiny.safetensors", weights_in(source), "diffusion_model.")
        shutil.copy(source / "config.json", models)
        answer = models / "tiny.safetensors"
    for file in source.glob("*.pth"):
        kind = "vae" if "VAE" in file.stem else "text_encoders"
        write_safetensors(target / kind / f"renamed_{kind}.safetensors", weight_files.pth(file))
    if (source / "google").exists():
        shutil.copy(source / "google/umt5-xxl/spiece.model", target / "text_encoders")
    return answer


class Variants(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="brandloom 变体 ")
        self.addCleanup(holder.cleanup)
        self.root = pathlib.Path(holder.name)

    def parity(self, code, *words):
        done = subprocess.run([BUILD / "tests-bin/brandloom_parity", self.root, *words, "--failed"], capture_output=True,
                              encoding="utf-8", env={**os.environ, "OMP_WAIT_POLICY": "passive"}, timeout=250, check=False)
        self.assertEqual(done.returncode, code, done.stdout[-3000:] + done.stderr[-1000:])
        return done.stdout

    def cases(self):
        """(folder, its JSON, its model) of the end-to-end cases whose model lies in the set; the quick ones."""
        found = []
        for folder in sorted((GOLDEN / "checkpoint/cases").iterdir()):
            case = json.loads((folder / "case.json").read_text(encoding="utf-8"))
            model = (folder / case["model"]).resolve()
            if model.is_relative_to(GOLDEN.resolve()) and (case.get("steps", 1) <= 4 or not found):
                found.append((folder, case, model))
        return found

    def put(self, name, folder, case, **changes):
        target = self.root / "checkpoint/cases" / name
        shutil.copytree(folder, target)
        case = {key: value for key, value in case.items() if not key.startswith("model")} | changes
        for key, value in changes.items():
            case[key] = os.path.relpath(value, target)
        (target / "case.json").write_text(json.dumps(case), encoding="utf-8")
        return target

    def test_other_layouts_give_the_same_numbers(self):
        made = 0
        for number, (folder, case, model) in enumerate(self.cases()):
            self.put(f"分片 {number}", folder, case, model=sharded(model, self.root / f"models/s {number}"))
            self.put(f"单文件 {number}", folder, case, model=single_files(model, self.root / f"models/c {number}"))
            if "solver" not in case and (model / "high_noise_model").exists():
                self.put(f"两处 {number}", folder, case, model_high=model / "high_noise_model",
                         model_low=model / "low_noise_model")
            made += 2
        self.assertGreater(made, 0)
        self.assertIn(", 0 failed", self.parity(0, "--area", "checkpoint"))

    def test_a_changed_number_fails(self):
        folder, case, model = self.cases()[0]
        target = self.put("x", folder, case, model=model)
        tensors = weight_files.safetensors(target / "outputs.safetensors")[0]
        name = next(key for key in tensors if key.endswith("velocity"))
        dtype, shape, data = tensors[name]
        values = list(weight_files.floats(data))
        values[len(values) // 2] += 0.01 * max(map(abs, values))
        tensors[name] = dtype, shape, struct.pack(f"<{len(values)}f", *values)
        write_safetensors(target / "outputs.safetensors", tensors)
        self.assertIn(name, self.parity(1, "--area", "checkpoint"))

    def test_unknown_kinds_fail(self):
        (self.root / "weather").mkdir()
        (self.root / "malformed").mkdir()
        (self.root / "malformed/expected.json").write_text('{"computes": "x", "gguf": [{"file": "a"}]}')
        out = self.parity(1)
        self.assertIn("weather", out)
        self.assertIn("gguf", out)

    def test_files_to_refuse_made_here(self):
        folder = self.root / "malformed"
        good = {"层.weight": ("F32", (3, 5), struct.pack("<15f", *range(15))), "b": ("I64", (), struct.pack("<q", -7))}
        values = {"层.weight": {"dtype": "F32", "shape": [3, 5], "values": list(range(15))},
                  "b": {"dtype": "I64", "shape": [], "values": [-7]}}
        expected = {"made": "by this test", "safetensors": [], "sharded": [], "pth": []}

        def safetensors(name, verdict, change=lambda data: data, tensors=None):
            path = folder / "safetensors" / name
            write_safetensors(path, good)
            path.write_bytes(change(path.read_bytes()))
            expected["safetensors"].append({"file": name, "verdict": verdict} | ({"tensors": tensors} if tensors else {}))

        def header(edit):
            def change(data):
                end = 8 + struct.unpack("<Q", data[:8])[0]
                text = edit(data[8:end])
                return struct.pack("<Q", len(text)) + text + data[end:]
            return change

        safetensors("好 的.safetensors", "load", tensors=values)
        safetensors("spaces.safetensors", "load", header(lambda t: t + b" " * 13), values)
        for length in (0, 1, 7, 9):
            safetensors(f"cut{length}.safetensors", "refuse", lambda data, n=length: data[:n])
        safetensors("short.safetensors", "refuse", lambda data: data[:-1])
        safetensors("long.safetensors", "refuse", lambda data: data + b"\0\0")
        safetensors("two.safetensors", "refuse", lambda data: data + data)
        for n, size in enumerate((2**63 - 1, 2**64 - 1, 100_000_001)):
            safetensors(f"length{n}.safetensors", "refuse", lambda data, s=size: struct.pack("<Q", s) + data[8:])
        for n, (old, new) in enumerate(((b'"F32"', b'"F33"'), (b"[3, 5]", b"[3, 6]"), (b"[3, 5]", b"[5.0]"),
                                        (b"[3, 5]", b"[-3, -5]"), (b'"dtype": "F32", ', b""), (b"[0, 60]", b"[60, 0]"),
                                        (b"[0, 60]", b"[4, 64]"), (b'"b"', b'"\\u5c42.weight"'), (b"{", b"[{", ),
                                        (b"[0, 60]", b"[0, 60, 60]"), (b"I64", b"i64"), (b"[60, 68]", b"[52, 60]"))):
            def edit(text, old=old, new=new):
                assert old in text, (old, text)
                return text.replace(old, new, 1)
            safetensors(f"edit{n}.safetensors", "refuse", header(edit))

        def index(name, verdict, weight_map, files=2):
            where = folder / "sharded" / name
            for i in range(files):
                write_safetensors(where / f"teil{i}.safetensors", dict(list(good.items())[i:i + 1]))
            (where / "anders.safetensors.index.json").write_text(json.dumps({"weight_map": weight_map}))
            expected["sharded"].append({"folder": name, "verdict": verdict})

        names = list(good)
        index("gut", "load", {names[0]: "teil0.safetensors", names[1]: "teil1.safetensors"})
        index("weg", "refuse", {names[0]: "teil0.safetensors", names[1]: "teil7.safetensors"})
        index("hinaus", "refuse", {names[0]: "../gut/teil0.safetensors", names[1]: "teil1.safetensors"})
        index("vertauscht", "refuse", {names[0]: "teil1.safetensors", names[1]: "teil0.safetensors"})
        index("falsch", "refuse", {names[0]: 3})

        def pth(name, pickled, verdict="refuse", compression=zipfile.ZIP_STORED, data=b"\0" * 24):
            path = folder / "pth" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(path, "w", compression) as archive:
                archive.writestr("mine/data.pkl", pickled)
                archive.writestr("mine/data/0", data)
                archive.writestr("mine/version", "3\n")
            expected["pth"].append({"file": name, "verdict": verdict} | (
                {"tensors": {"w": {"dtype": "F32", "shape": [2, 3], "values": [0, 1, 2, 3, 4, 5]}}} if verdict == "load" else {}))

        def state_dict(rows=2, columns=3, offset=0, elements=6, function=b"ctorch._utils\n_rebuild_tensor_v2\n"):
            def number(n):
                return b"J" + struct.pack("<i", n)
            return (b"\x80\x02}X\x01\0\0\0w" + function + b"((X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpu"
                    + number(elements) + b"tQ" + number(offset) + number(rows) + number(columns) + b"\x86" + number(columns)
                    + number(1) + b"\x86\x89ccollections\nOrderedDict\n)RtRs.")

        pth("gut.pth", state_dict(), "load", data=struct.pack("<6f", *range(6)))
        pth("bytes.pth", state_dict(), data=b"\0" * 20)
        pth("rows.pth", state_dict(rows=3))
        pth("offset.pth", state_dict(offset=1))
        pth("elements.pth", state_dict(elements=2**31 - 1))
        pth("negative.pth", state_dict(columns=-3))
        pth("call.pth", state_dict(function=b"cbuiltins\neval\n"))
        pth("deflated.pth", state_dict(), compression=zipfile.ZIP_DEFLATED)
        pth("half.pth", state_dict()[:-9])
        pth("nothing.pth", b"")
        pth("number.pth", b"\x80\x02K\x05.")
        (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False), encoding="utf-8")
        out = self.parity(0, "--area", "malformed")
        self.assertIn(", 0 failed", out)


if __name__ == "__main__":
    unittest.main(verbosity=2)
