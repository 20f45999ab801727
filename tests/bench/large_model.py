"""A Wan2.1 folder of any width with random bf16 weights, always the same: for measuring, not for films."""
import json
import os
import random

NEGATIVE = bytes((byte & 0x80) | 0x3C for byte in range(256))


def transformer_shapes(dim, ffn, layers, text_dim):
    shapes = {"patch_embedding.weight": [dim, 16, 1, 2, 2], "patch_embedding.bias": [dim], "head.modulation": [1, 2, dim],
              "head.head.weight": [64, dim], "head.head.bias": [64]}
    for name, out, into in (("text_embedding.0", dim, text_dim), ("text_embedding.2", dim, dim), ("time_embedding.0", dim, 256),
                            ("time_embedding.2", dim, dim), ("time_projection.1", 6 * dim, dim)):
        shapes[name + ".weight"], shapes[name + ".bias"] = [out, into], [out]
    for block in (f"blocks.{i}." for i in range(layers)):
        shapes[block + "modulation"] = [1, 6, dim]
        shapes[block + "norm3.weight"] = shapes[block + "norm3.bias"] = [dim]
        for attention in ("self_attn.", "cross_attn."):
            for name in "qkvo":
                shapes[block + attention + name + ".weight"], shapes[block + attention + name + ".bias"] = [dim, dim], [dim]
            shapes[block + attention + "norm_q.weight"] = shapes[block + attention + "norm_k.weight"] = [dim]
        for name, out, into in (("ffn.0", ffn, dim), ("ffn.2", dim, ffn)):
            shapes[block + name + ".weight"], shapes[block + name + ".bias"] = [out, into], [out]
    return shapes


def vae_shapes(base=96, z=16):
    """The VAE of Wan2.1: multipliers 1, 2, 4, 4, two residual blocks per level, three in the decoder."""
    shapes = {}

    def conv(name, *shape):
        shapes[name + ".weight"], shapes[name + ".bias"] = list(shape), [shape[0]]

    def residual(name, into, out):
        shapes[name + ".residual.0.gamma"], shapes[name + ".residual.3.gamma"] = [into, 1, 1, 1], [out, 1, 1, 1]
        conv(name + ".residual.2", out, into, 3, 3, 3)
        conv(name + ".residual.6", out, out, 3, 3, 3)
        if into != out:
            conv(name + ".shortcut", out, into, 1, 1, 1)

    def middle(name, width):
        residual(name + ".0", width, width)
        residual(name + ".2", width, width)
        shapes[name + ".1.norm.gamma"] = [width, 1, 1]
        conv(name + ".1.to_qkv", 3 * width, width, 1, 1)
        conv(name + ".1.proj", width, width, 1, 1)

    top, widths = 4 * base, [base, 2 * base, 4 * base, 4 * base]
    conv("conv1", 2 * z, 2 * z, 1, 1, 1)
    conv("conv2", z, z, 1, 1, 1)
    conv("encoder.conv1", base, 3, 3, 3, 3)
    conv("decoder.conv1", top, z, 3, 3, 3)
    middle("encoder.middle", top)
    middle("decoder.middle", top)
    shapes["encoder.head.0.gamma"], shapes["decoder.head.0.gamma"] = [top, 1, 1, 1], [base, 1, 1, 1]
    conv("encoder.head.2", 2 * z, top, 3, 3, 3)
    conv("decoder.head.2", 3, base, 3, 3, 3)
    width, index = base, 0
    for level, out in enumerate(widths):
        for _ in range(2):
            residual(f"encoder.downsamples.{index}", width, out)
            width, index = out, index + 1
        if level < 3:
            conv(f"encoder.downsamples.{index}.resample.1", width, width, 3, 3)
            if level > 0:
                conv(f"encoder.downsamples.{index}.time_conv", width, width, 3, 1, 1)
            index += 1
    width, index = top, 0
    for level, out in enumerate(reversed(widths)):
        for _ in range(3):
            residual(f"decoder.upsamples.{index}", width, out)
            width, index = out, index + 1
        if level < 3:
            conv(f"decoder.upsamples.{index}.resample.1", width // 2, width, 3, 3)
            if level < 2:
                conv(f"decoder.upsamples.{index}.time_conv", 2 * width, width, 3, 1, 1)
            width, index = width // 2, index + 1
    return shapes


def write(path, shapes):
    """Matrices of 0.008 to 0.03 with either sign, norms of one, everything else zero."""
    dice = random.Random(1)
    header, at = {}, 0
    for name, shape in shapes.items():
        count = 1
        for side in shape:
            count *= side
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [at, at + 2 * count]}
        at += 2 * count
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 8) % 64)
    with open(path, "wb") as out:
        out.write(len(text).to_bytes(8, "little") + text)
        for name, entry in header.items():
            size = entry["data_offsets"][1] - entry["data_offsets"][0]
            is_norm = name.endswith("gamma") or ("norm" in name and name.endswith("weight"))
            if is_norm or not name.endswith("weight"):
                out.write((b"\x80\x3f" if is_norm else b"\0\0") * (size // 2))
                continue
            values = bytearray(size)
            values[0::2] = dice.randbytes(size // 2)
            values[1::2] = dice.randbytes(size // 2).translate(NEGATIVE)
            out.write(values)


def make(folder, text_encoder, spiece, text_dim, dim=1536, ffn=8960, layers=6):
    (folder / "google/umt5-xxl").mkdir(parents=True)
    os.symlink(text_encoder, folder / "models_t5_umt5-xxl-enc-bf16.pth")
    os.symlink(spiece, folder / "google/umt5-xxl/spiece.model")
    (folder / "config.json").write_text(json.dumps({"dim": dim, "in_dim": 16, "text_len": 512}))
    write(folder / "diffusion_pytorch_model.safetensors", transformer_shapes(dim, ffn, layers, text_dim))
    write(folder / "Wan2.1_VAE.safetensors", vae_shapes())
