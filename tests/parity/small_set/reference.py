"""The transformer of the family in float64, written from its formulas: one sample at a time, no caches, no tricks."""
import math

import torch
import torch.nn.functional as F

DOUBLE = torch.float64


def random_weights(config, normal):
    """Tensors by official name; `normal(*shape)` draws. No norm weight is 1, no bias 0."""
    d, text = config["dim"], config["text_dim"]
    weights = {}

    def linear(name, inputs, outputs):
        weights[name + ".weight"] = normal(outputs, inputs) / math.sqrt(inputs)
        weights[name + ".bias"] = normal(outputs) * 0.1

    patch = 4 * config["in_dim"]
    weights["patch_embedding.weight"] = normal(d, config["in_dim"], 1, 2, 2) / math.sqrt(patch)
    weights["patch_embedding.bias"] = normal(d) * 0.1
    linear("text_embedding.0", text, d)
    linear("text_embedding.2", d, d)
    linear("time_embedding.0", config["freq_dim"], d)
    linear("time_embedding.2", d, d)
    linear("time_projection.1", d, 6 * d)
    weights["head.modulation"] = normal(1, 2, d) * 0.3
    linear("head.head", d, 4 * config["out_dim"])
    for i in range(config["num_layers"]):
        block = f"blocks.{i}."
        weights[block + "modulation"] = normal(1, 6, d) * 0.3
        weights[block + "norm3.weight"] = 1 + normal(d) * 0.2
        weights[block + "norm3.bias"] = normal(d) * 0.1
        for attention in ("self_attn.", "cross_attn."):
            for part in "qkvo":
                linear(block + attention + part, d, d)
            for part in "qk":
                weights[f"{block}{attention}norm_{part}.weight"] = 1 + normal(d) * 0.2
        linear(block + "ffn.0", d, config["ffn_dim"])
        linear(block + "ffn.2", config["ffn_dim"], d)
    return {name: value.float() for name, value in weights.items()}


def rotations(head_dim, frames, rows, columns):
    side = 2 * (head_dim // 6)

    def axis(count, channels):
        power = -torch.arange(0, channels, 2, dtype=DOUBLE) / channels
        return torch.outer(torch.arange(count, dtype=DOUBLE), torch.tensor(10000.0, dtype=DOUBLE) ** power)

    grid = (frames, rows, columns, -1)
    angles = torch.cat([axis(frames, head_dim - 2 * side)[:, None, None].expand(grid),
                        axis(rows, side)[None, :, None].expand(grid),
                        axis(columns, side)[None, None].expand(grid)], -1)
    angles = angles.reshape(frames * rows * columns, 1, head_dim // 2)
    return torch.polar(torch.ones_like(angles), angles)


class Network:
    def __init__(self, weights, config):
        self.w = {name: value.to(DOUBLE) for name, value in weights.items()}
        self.c = config

    def linear(self, name, x):
        return x @ self.w[name + ".weight"].T + self.w[name + ".bias"]

    def rms(self, name, x):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.c["eps"]) * self.w[name]

    def layer_norm(self, x):
        centred = x - x.mean(-1, keepdim=True)
        return centred * torch.rsqrt(centred.square().mean(-1, keepdim=True) + self.c["eps"])

    def attention(self, name, x, source, rotation):
        heads = self.c["num_heads"]
        split = lambda t: t.reshape(t.shape[0], heads, -1)
        q = split(self.rms(name + "norm_q.weight", self.linear(name + "q", x)))
        k = split(self.rms(name + "norm_k.weight", self.linear(name + "k", source)))
        v = split(self.linear(name + "v", source))
        if rotation is not None:
            turn = lambda t: torch.view_as_real(
                torch.view_as_complex(t.reshape(*t.shape[:2], -1, 2).contiguous()) * rotation).flatten(2)
            q, k = turn(q), turn(k)
        scores = torch.einsum("ihd,jhd->hij", q, k) / math.sqrt(q.shape[-1])
        return self.linear(name + "o", torch.einsum("hij,jhd->ihd", scores.softmax(-1), v).flatten(1))

    def run(self, latent, timestep, context):
        """Velocity and what is on the way; timestep is a scalar or one per token (padding included)."""
        c, d = self.c, self.c["dim"]
        channels, frames, height, width = latent.shape
        rows, columns = height // 2, width // 2
        count = frames * rows * columns
        x = latent.to(DOUBLE).reshape(channels, frames, rows, 2, columns, 2).permute(1, 2, 4, 0, 3, 5)
        x = x.reshape(count, -1) @ self.w["patch_embedding.weight"].reshape(d, -1).T + self.w["patch_embedding.bias"]
        out = {"tokens": x}

        half = c["freq_dim"] // 2
        t = timestep.to(DOUBLE).reshape(-1, 1)
        angles = t * torch.tensor(10000.0, dtype=DOUBLE) ** (-torch.arange(half, dtype=DOUBLE) / half)
        waves = torch.cat([angles.cos(), angles.sin()], 1).float().to(DOUBLE)  # the reference rounds here
        e = self.linear("time_embedding.2", F.silu(self.linear("time_embedding.0", waves)))
        e0 = self.linear("time_projection.1", F.silu(e)).reshape(-1, 6, d)
        out["e"], out["e0"] = (e, e0) if t.shape[0] > 1 else (e[0], e0[0])
        if t.shape[0] > 1:
            e, e0 = e[:count], e0[:count]

        padding = torch.zeros(c["text_len"] - context.shape[0], context.shape[1], dtype=DOUBLE)
        gelu = lambda y: F.gelu(y, approximate="tanh")
        text = self.linear("text_embedding.0", torch.cat([context.to(DOUBLE), padding]))
        text = out["text_context"] = self.linear("text_embedding.2", gelu(text))

        rotation = rotations(d // c["num_heads"], frames, rows, columns)
        for i in range(c["num_layers"]):
            block = f"blocks.{i}."
            m = (self.w[block + "modulation"] + e0).unbind(1)
            y = self.layer_norm(x) * (1 + m[1]) + m[0]
            x = x + self.attention(block + "self_attn.", y, y, rotation) * m[2]
            y = self.layer_norm(x) * self.w[block + "norm3.weight"] + self.w[block + "norm3.bias"]
            x = x + self.attention(block + "cross_attn.", y, text, None)
            y = self.layer_norm(x) * (1 + m[4]) + m[3]
            x = x + self.linear(block + "ffn.2", gelu(self.linear(block + "ffn.0", y))) * m[5]
            out[f"block{i}"] = x
        m = (self.w["head.modulation"] + e[:, None]).unbind(1)
        x = self.linear("head.head", self.layer_norm(x) * (1 + m[1]) + m[0])
        x = x.reshape(frames, rows, columns, 2, 2, c["out_dim"]).permute(5, 0, 1, 3, 2, 4)
        out["velocity"] = x.reshape(c["out_dim"], frames, height, width)
        return out
