#!/usr/bin/env python3
"""Puts a trained starter model into resources/models/starter, in the official layout and under the official names.

    ship_starter.py RUN/model

RUN is the folder of './studio starter-run'. The text encoder and the VAE become PyTorch checkpoints, as the family has
them. README.md, the model card, is kept and has to be brought up to date by hand with what 'starter evaluate' says.
Needs torch and safetensors ('./studio bench engine' installs them).
"""
import pathlib
import shutil
import sys

import torch
from safetensors.torch import load_file

LIMIT = 40 * 1024 * 1024
COPIED = ("configuration.json", "defaults.json", "google/umt5-xxl/spiece.model", "high_noise_model/config.json",
          "high_noise_model/diffusion_pytorch_model.safetensors", "low_noise_model/config.json",
          "low_noise_model/diffusion_pytorch_model.safetensors")
CONVERTED = ("Wan2.1_VAE", "models_t5_umt5-xxl-enc-bf16")


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    model = pathlib.Path(sys.argv[1])
    target = pathlib.Path(__file__).resolve().parent.parent / "resources/models/starter"
    missing = [name for name in (*COPIED, *(f"{name}.safetensors" for name in CONVERTED)) if not (model / name).is_file()]
    if missing:
        raise SystemExit(f"{model} lacks {', '.join(missing)}.")
    for name in COPIED:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(model / name, target / name)
    for name in CONVERTED:
        torch.save(load_file(model / f"{name}.safetensors"), target / f"{name}.pth")
    size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    print(f"{target}: {size / 1e6:.1f} MB")
    if size > LIMIT:
        raise SystemExit("That is more than 40 MiB.")


if __name__ == "__main__":
    main()
