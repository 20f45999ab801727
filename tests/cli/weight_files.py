"""Readers of weight files for tests, written from the formats' descriptions; nothing of Brandloom is used."""
import collections
import json
import pathlib
import pickle
import struct
import zipfile

BYTES = {"F64": 8, "I64": 8, "F32": 4, "BF16": 2, "F16": 2, "U8": 1}
STORAGES = {"DoubleStorage": "F64", "LongStorage": "I64", "FloatStorage": "F32", "BFloat16Storage": "BF16",
            "HalfStorage": "F16", "ByteStorage": "U8"}


def safetensors(path):
    """name -> (dtype, shape, bytes), and the metadata."""
    data = pathlib.Path(path).read_bytes()
    end = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:end])
    metadata = header.pop("__metadata__", {})
    return {name: (row["dtype"], tuple(row["shape"]), data[end + row["data_offsets"][0]:end + row["data_offsets"][1]])
            for name, row in header.items()}, metadata


def pth(path):
    """name -> (dtype, shape, bytes) of a state dict of contiguous tensors."""
    archive = zipfile.ZipFile(path)
    pickled = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
    root = pickled[:-len("data.pkl")]

    class Reader(pickle.Unpickler):
        def find_class(self, module, name):
            if name in STORAGES:
                return STORAGES[name]
            if name == "OrderedDict":
                return collections.OrderedDict
            if name == "_rebuild_tensor_v2":
                return lambda storage, offset, size, stride, *_: (storage, offset, tuple(size))
            raise pickle.UnpicklingError(f"{module}.{name}")

        def persistent_load(self, pid):
            return pid[1], pid[2]

    def tensor(value):
        (dtype, key), offset, shape = value
        count = 1
        for side in shape:
            count *= side
        data = archive.read(f"{root}data/{key}")
        return dtype, shape, data[offset * BYTES[dtype]:(offset + count) * BYTES[dtype]]

    with archive.open(pickled) as stream:
        return {name: tensor(value) for name, value in Reader(stream).load().items()}


def floats(data):
    """Little-endian float32."""
    return struct.unpack(f"<{len(data) // 4}f", data)


def whole(data):
    return struct.unpack(f"<{len(data) // 8}q", data)
