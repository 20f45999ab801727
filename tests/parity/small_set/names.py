#!/usr/bin/env python3
"""The names of the golden model folders in every layout, for clones that have no golden data.

    names.py GOLDEN tests/data          needs torch and safetensors; GOLDEN is the whole golden set

Every tensor is cut to its first element, with as many axes as before: names, number types and which tensor is which stay
those that the reference implementations wrote, in a few kilobytes. A sharded file becomes one shard behind its index, and
.pth becomes .safetensors, which every layout may have.
"""
import json
import pathlib
import shutil
import sys

import torch
from safetensors import safe_open
from safetensors.torch import save_file

FOLDERS = ("wan2.2-t2v-a14b-tiny", "wan2.2-t2v-a14b-tiny-diffusers", "wan2.2-ti2v-5b-tiny", "wan2.1-t2v-1.3b-tiny")


def tensors(path):
    if path.suffix == ".pth":
        return torch.load(path, map_location="cpu", weights_only=True)
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in file.keys()}


def cut(values):
    return {name: value[(slice(0, 1),) * value.dim()].clone() for name, value in values.items()}


def main(golden, data):
    for name in FOLDERS:
        source, target = golden / "checkpoint" / name, data / "checkpoint" / name
        shutil.rmtree(target, ignore_errors=True)
        for path in sorted(p for p in source.rglob("*") if p.is_file()):
            into = target / path.relative_to(source)
            is_shard = "-of-0" in path.name
            if is_shard or not (path.suffix in (".safetensors", ".pth") or path.name.endswith(".safetensors.index.json") or path.name in ("config.json", "model_index.json")):
                continue
            into.parent.mkdir(parents=True, exist_ok=True)
            if path.name in ("config.json", "model_index.json"):
                shutil.copy(path, into)
            elif path.name.endswith(".safetensors.index.json"):
                index = json.loads(path.read_text())
                whole = {key: value for shard in sorted(set(index["weight_map"].values())) for key, value in tensors(path.parent / shard).items()}
                shard = into.name.replace(".safetensors.index.json", "-00001-of-00001.safetensors")
                save_file(cut(whole), into.parent / shard)
                into.write_text(json.dumps({"weight_map": {key: shard for key in sorted(whole)}}, separators=(",", ":")))
            elif path.suffix in (".safetensors", ".pth") and "-of-0" not in path.name:
                save_file(cut(tensors(path)), into.with_suffix(".safetensors"))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
