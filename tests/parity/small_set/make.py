#!/usr/bin/env python3
"""Makes the small golden cases of tests/data: transformer, vae21, vae22, checkpoint, lora, training.

Usage: make.py TARGET [--seed N]. TARGET is a new folder in the format of the golden data.
Needs torch, safetensors, diffusers, transformers, sentencepiece. Nothing of Brandloom is used:
the transformer is reference.py in float64, the VAEs are those of diffusers, the text encoder that of transformers.
Another seed gives another set of other sizes, with which the parity program is tried.
"""
import argparse
import json
import math
import pathlib

import sentencepiece
import torch
from diffusers import AutoencoderKLWan, UniPCMultistepScheduler
from diffusers.models.autoencoders.autoencoder_kl_wan import unpatchify
from safetensors.torch import save_file
from transformers import UMT5Config, UMT5EncoderModel

import reference
from reference import DOUBLE, Network


class Set:
    def __init__(self, root, seed):
        self.root = root
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape):
        return torch.randn(*shape, generator=self.generator).to(DOUBLE)

    def whole(self, low, high):
        return int(torch.randint(low, high + 1, (1,), generator=self.generator))

    def put(self, path, case, inputs, outputs, tolerance, **extra):
        """`tolerance`: one for all outputs, or a list by name."""
        folder = self.root / path
        folder.mkdir(parents=True)
        for name, tensors in {"inputs": inputs, "outputs": outputs, **extra}.items():
            plain = {k: (v.detach().float() if v.is_floating_point() else v).contiguous().clone() for k, v in tensors.items()}
            save_file(plain, folder / f"{name}.safetensors")
        of = lambda key: tolerance[key] if isinstance(tolerance, dict) else tolerance
        tolerances = {key: {"advised_max_rel": of(key)} for key, value in outputs.items() if value.is_floating_point()}
        case = {"dtype": "float32", **case, "tolerance": tolerances}
        (folder / "case.json").write_text(json.dumps(case, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def config(dim, heads, layers, channels, text_dim, text_len, freq_dim=32, eps=1e-6):
    return {"model_type": "t2v" if channels == 16 else "ti2v", "text_len": text_len, "in_dim": channels, "dim": dim,
            "ffn_dim": dim + 16, "text_dim": text_dim, "out_dim": channels, "num_heads": heads, "num_layers": layers,
            "patch_size": [1, 2, 2], "freq_dim": freq_dim, "eps": eps, "qk_norm": True, "cross_attn_norm": True}


def latent(s, channels):
    return s.normal(channels, s.whole(1, 3), 2 * s.whole(1, 3), 2 * s.whole(1, 3))


def transformer(s):
    c = config(48, 3, 2, 16, 20, 11, eps=1e-5)
    weights = reference.random_weights(c, s.normal)
    network = Network(weights, c)
    inputs, outputs = {}, {}
    for run in ("first", "second"):
        inputs[run + ".latent"] = latent(s, 16)
        inputs[run + ".context"] = s.normal(s.whole(1, 11), 20)
        inputs[run + ".timestep"] = torch.tensor([s.whole(0, 999) + 0.25])
        for name, value in network.run(*(inputs[f"{run}.{i}"] for i in ("latent", "timestep", "context"))).items():
            outputs[f"{run}.{name}"] = value
    s.put("transformer/runs", {"config": c, "weights": "weights.safetensors"}, inputs, outputs, 1e-5, weights=weights)

    inputs, outputs = {"timestep": torch.tensor([999, 3, s.whole(4, 998)])}, {}
    for b in range(3):
        inputs[f"latent{b}"], inputs[f"context{b}"] = latent(s, 16), s.normal(s.whole(1, 11), 20)
        result = network.run(inputs[f"latent{b}"], inputs["timestep"][b], inputs[f"context{b}"])
        for name, value in result.items():
            outputs[f"velocity{b}" if name == "velocity" else f"{name}.{b}"] = value
    s.put("transformer/batch", {"config": c, "weights": "../runs/weights.safetensors", "seq_len": 40}, inputs, outputs, 1e-5)

    c = config(24, 1, 1, 8, 6, 5)
    weights = reference.random_weights(c, s.normal)
    leaves = {name: value.to(DOUBLE).requires_grad_() for name, value in weights.items()}
    inputs = {"latent": latent(s, 8), "context": s.normal(3, 6), "timestep": torch.tensor([37.5])}
    inputs["target"] = s.normal(*inputs["latent"].shape)
    for name in ("latent", "context"):
        inputs[name].requires_grad_()
    network = Network(leaves, c)
    velocity = network.run(inputs["latent"], inputs["timestep"], inputs["context"])["velocity"]
    loss = (velocity - inputs["target"]).square().mean()
    loss.backward()
    outputs = {"loss": loss.reshape(1), "velocity": velocity, "grad.input.latent": inputs["latent"].grad,
               "grad.input.context": inputs["context"].grad, **{"grad." + k: v.grad for k, v in leaves.items()}}
    s.put("transformer/grad", {"config": c, "weights": "weights.safetensors"}, inputs, outputs, 3e-5, weights=weights)

    c = config(32, 2, 1, 48, 8, 9)
    weights = reference.random_weights(c, s.normal)
    inputs = {"latent": s.normal(48, 2, 4, 6), "context": s.normal(4, 8),
              "random.timestep": torch.rand(1, 14, generator=s.generator) * 1000}
    result = Network(weights, c).run(inputs["latent"], inputs["random.timestep"][0], inputs["context"])
    outputs = {"random." + name: value for name, value in result.items() if name not in ("tokens", "text_context")}
    s.put("transformer/pertoken", {"config": c, "weights": "weights.safetensors", "seq_len": 14}, inputs, outputs, 1e-5,
          weights=weights)


def random_vae(s, residual, base, decoder_base, blocks, z, statistics):
    kind = {"is_residual": True, "in_channels": 12, "out_channels": 12, "patch_size": 2, "scale_factor_spatial": 16,
            "decoder_base_dim": decoder_base} if residual else {}
    vae = AutoencoderKLWan(base_dim=base, z_dim=z, dim_mult=[1, 2, 4, 4], num_res_blocks=blocks,
                           temperal_downsample=[False, True, True], latents_mean=statistics[0], latents_std=statistics[1],
                           **kind).eval()
    for name, parameter in vae.named_parameters():
        value = s.normal(*parameter.shape)
        scale = 0.1 if value.dim() == 1 else 1 / math.sqrt(value[0].numel())
        parameter.data = (1 + 0.2 * value if "gamma" in name else value * scale).float()
    return vae.double()


def decode_raw(vae, mu, residual):
    """Frames before the clamp, one latent frame at a time."""
    vae.clear_cache()
    x, chunks = vae.post_quant_conv(mu[None]), []
    for i in range(x.shape[2]):
        vae._conv_idx = [0]
        first = {"first_chunk": True} if i == 0 else {}
        chunks.append(vae.decoder(x[:, :, i:i + 1], feat_cache=vae._feat_map, feat_idx=vae._conv_idx, **first))
    video = torch.cat(chunks, 2)
    return (unpatchify(video, 2) if residual else video)[0]


def levels(video):
    return ((video.clamp(-1, 1) + 1) / 2 * 255).to(torch.uint8)


def spread(values):
    return torch.tensor(values, dtype=DOUBLE).view(-1, 1, 1, 1)


@torch.no_grad()
def vae_case(s, area, residual, base, decoder_base, blocks, z, frames, rows, columns):
    mean = [round(float(x), 4) for x in s.normal(z) * 0.3]
    std = [round(1 + abs(float(x)), 4) for x in s.normal(z)]
    vae = random_vae(s, residual, base, decoder_base, blocks, z, (mean, std))
    stride = 16 if residual else 8
    video = (s.normal(3, frames, rows * stride, columns * stride) * 0.4).clamp(-1, 1)
    code = s.normal(z, (frames + 3) // 4, rows, columns)
    case = {"computes": "a tiny VAE with the key names of diffusers", "mean": mean, "std": std, "weights": "weights.safetensors"}

    def run(dtype):
        vae.to(dtype)
        mu, logvar = vae.encode(video.to(dtype)[None]).latent_dist.parameters[0].chunk(2)
        of_mean, of_std = spread(mean).to(dtype), spread(std).to(dtype)
        encoded = (mu - of_mean) / of_std
        raw = decode_raw(vae, code.to(dtype) * of_std + of_mean, residual)
        return {"mu": mu, "logvar": logvar, "latent": encoded, "decoded_raw": raw, "decoded": raw.clamp(-1, 1),
                "recon_raw": decode_raw(vae, encoded * of_std + of_mean, residual)}

    exact, rounded = run(DOUBLE), run(torch.float32)
    # Narrow layers cancel more than wide ones: ten times what float32 costs the reference itself.
    tolerance = {key: max(1e-6, 10 * float((rounded[key] - value).abs().max() / value.abs().max())) for key, value in exact.items()}
    outputs = {**exact, "frames_u8": levels(exact["decoded_raw"])}
    s.put(f"{area}/small", case, {"video": video, "z": code}, outputs, tolerance, weights=vae.state_dict())


T5_NAMES = (("shared.", "token_embedding."), ("encoder.final_layer_norm", "norm"), ("encoder.block.", "blocks."),
            ("layer.0.SelfAttention.relative_attention_bias", "pos_embedding.embedding"), ("layer.0.SelfAttention.", "attn."),
            ("layer.0.layer_norm", "norm1"), ("layer.1.layer_norm", "norm2"), ("layer.1.DenseReluDense.wi_0", "ffn.gate.0"),
            ("layer.1.DenseReluDense.wi_1", "ffn.fc1"), ("layer.1.DenseReluDense.wo", "ffn.fc2"))


def random_text_encoder(s, vocab, dim):
    """The encoder in float64 with weights that are exact in bf16, and its official names."""
    model = UMT5EncoderModel(UMT5Config(vocab_size=vocab, d_model=dim, d_kv=8, d_ff=24, num_heads=2, num_layers=1)).eval()
    official = {}
    for name, parameter in model.named_parameters():
        value = s.normal(*parameter.shape)
        if "norm" in name:
            value = 1 + 0.2 * value
        elif "relative" not in name and "shared" not in name:
            value = value / math.sqrt(value.shape[-1])
        stored = value.bfloat16()
        parameter.data = stored.float()
        for old, new in T5_NAMES:
            name = name.replace(old, new)
        official[name] = stored
    return model.double(), official


def shifted(sigma, shift):
    return shift * sigma / (1 + (shift - 1) * sigma)


def official_unipc(steps, shift):
    """The official solver: the update of diffusers on the official noise levels."""
    scheduler = UniPCMultistepScheduler(num_train_timesteps=1000, prediction_type="flow_prediction", use_flow_sigmas=True)
    scheduler.set_timesteps(steps)
    largest = torch.tensor(1.0 - 1.0 / 1000).item()
    sigmas = [shifted(largest * (1 - i / steps), shift) for i in range(steps)]
    scheduler.sigmas = torch.tensor(sigmas + [0.0], dtype=torch.float32)
    scheduler.timesteps = torch.tensor([int(1000 * sigma) for sigma in sigmas])
    return scheduler


def folder_config(c):
    """config.json as the release writes it, so without text_dim."""
    hidden = ("text_dim", "patch_size", "qk_norm", "cross_attn_norm")
    return {"_class_name": "WanModel", **{key: value for key, value in c.items() if key not in hidden}}


SENTENCES = ("A red mug turns slowly on a wet dark table.", "Golden light, a bottle of perfume, slow motion, close shot.",
             "The camera moves left over the sand.", "红色的球滚过木桌,镜头慢慢推近。", "一个蓝色的香水瓶在沙滩上旋转。")


def train_pieces(target):
    """A tokenizer of a few hundred pieces; letters that it has not seen become the unknown token."""
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 20), model_prefix=str(target.with_suffix("")), vocab_size=150, pad_id=0, eos_id=1,
        unk_id=2, bos_id=-1, normalization_rule_name="identity", hard_vocab_limit=False, num_threads=1, minloglevel=2)
    target.with_suffix(".vocab").unlink()
    return sentencepiece.SentencePieceProcessor(model_file=str(target))


def tokens(pieces, text, limit):
    return pieces.encode(text)[:limit - 1] + [1]


@torch.no_grad()
def checkpoint(s, official_statistics):
    c = config(32, 2, 2, 16, 16, 12)
    folder = s.root / "checkpoint/two-experts"
    experts = {}
    for name in ("high", "low"):
        experts[name] = reference.random_weights(c, s.normal)
        (folder / f"{name}_noise_model").mkdir(parents=True)
        save_file(experts[name], folder / f"{name}_noise_model/diffusion_pytorch_model.safetensors")
        (folder / f"{name}_noise_model/config.json").write_text(json.dumps(folder_config(c)) + "\n")
    (folder / "google/umt5-xxl").mkdir(parents=True)
    pieces = train_pieces(folder / "google/umt5-xxl/spiece.model")
    text_encoder, official = random_text_encoder(s, pieces.get_piece_size(), 16)
    torch.save(official, folder / "models_t5_umt5-xxl-enc-bf16.pth")
    vae = random_vae(s, False, 3, None, 1, 16, official_statistics)
    torch.save({name: value.float() for name, value in vae.state_dict().items()}, folder / "Wan2.1_VAE.pth")

    case = {"model": "../../two-experts", "prompt": "A long golden bottle turns slowly on the wet dark table, 香水瓶",
            "negative_prompt": "blurry", "noise_seed": 77, "solver": "unipc", "steps": 4, "shift": 4.5, "guidance_low": 2.5,
            "guidance_high": 3.5, "boundary": 0.8, "frames": 5, "height": 16, "width": 32}
    ids = [tokens(pieces, case[key], c["text_len"]) for key in ("prompt", "negative_prompt")]
    text, negative = (text_encoder(torch.tensor([i])).last_hidden_state[0] for i in ids)
    noise = x = torch.randn(16, 2, 2, 4, generator=torch.Generator("cpu").manual_seed(case["noise_seed"]))
    scheduler = official_unipc(case["steps"], case["shift"])
    used, latents, velocities = [], [], []
    for t in scheduler.timesteps:
        used.append("high" if float(t) >= case["boundary"] * 1000 else "low")
        network, scale = Network(experts[used[-1]], c), case["guidance_" + used[-1]]
        with_prompt, without = (network.run(x, t, context)["velocity"] for context in (text, negative))
        velocities.append((without + scale * (with_prompt - without)).float())
        x = scheduler.step(velocities[-1], t, x, return_dict=False)[0]
        latents.append(x)
    raw = decode_raw(vae, x.double() * spread(official_statistics[1]) + spread(official_statistics[0]), False)
    outputs = {"timesteps": scheduler.timesteps, "sigmas": scheduler.sigmas, "latents": torch.stack(latents),
               "velocity": torch.stack(velocities), "text": text, "text_negative": negative, "ids": torch.tensor(ids[0]),
               "ids_negative": torch.tensor(ids[1]), "decoded": raw.clamp(-1, 1), "frames_u8": levels(raw)}
    s.put("checkpoint/cases/generation", {**case, "experts_used": used}, {"noise": noise}, outputs,
          {name: 1e-4 if name == "decoded" else 1e-5 for name in outputs})
    return c, experts


@torch.no_grad()
def lora(s, c, experts):
    """Other layers than usual, another rank for each, in three dialects."""
    scale_of = lambda rank: 7.0 / rank
    high = experts["high"]
    changes = {}
    for rank, module in enumerate(("blocks.1.cross_attn.k", "blocks.0.self_attn.o", "blocks.1.ffn.2", "head.head",
                                   "time_projection.1", "text_embedding.2"), start=1):
        out, inputs = high[module + ".weight"].shape
        changes[module] = (rank, s.normal(rank, inputs).float() * 0.2, s.normal(out, rank).float() * 0.2)
    inputs = {"latent": s.normal(16, 1, 4, 6), "context": s.normal(6, c["text_dim"]), "timestep": torch.tensor([950])}
    values = [inputs[name] for name in ("latent", "timestep", "context")]
    outputs = {"base.velocity": Network(high, c).run(*values)["velocity"]}
    for strength in (1, 0.3, -1.5):
        merged = dict(high)
        for module, (rank, a, b) in changes.items():
            merged[module + ".weight"] = high[module + ".weight"].double() + strength * scale_of(rank) * (b.double() @ a.double())
        outputs[f"s{strength}.velocity"] = Network(merged, c).run(*values)["velocity"]
        for module in ("blocks.1.cross_attn.k", "head.head"):
            outputs[f"s{strength}.merged.{module}.weight"] = merged[module + ".weight"]
    names = ("kohya", "original", "folded")
    case = {"model": "../../checkpoint/two-experts", "files": [{"file": n + ".safetensors", "expert": "high"} for n in names]}
    s.put("lora/other_layers", case, inputs, outputs, 1e-5)
    files = {name: {} for name in names}
    for module, (rank, a, b) in changes.items():
        stems = {"kohya": "lora_unet_" + module.replace(".", "_"), "original": "diffusion_model." + module}
        for name, stem in stems.items():
            files[name].update({stem + ".lora_down.weight": a, stem + ".lora_up.weight": b, stem + ".alpha": torch.tensor(7.0)})
        stem = "diffusion_model." + module
        files["folded"].update({stem + ".lora_A.weight": a, stem + ".lora_B.weight": (b * scale_of(rank))})
    for name, tensors in files.items():
        save_file(tensors, s.root / f"lora/other_layers/{name}.safetensors")


def training(s, c, experts):
    """A LoRA on q and v, AdamW written out, everything float64."""
    rank, alpha, steps, rate, decay, betas, eps, clip = 4, 8, 6, 1e-3, 0.01, (0.9, 0.999), 1e-8, 1.0
    high = experts["high"]
    modules = [f"blocks.{i}.{a}.{p}" for i in range(2) for a in ("self_attn", "cross_attn") for p in "qv"]
    weights = {}
    for module in modules:
        out, inputs = high[module + ".weight"].shape
        weights[module + ".lora_A.weight"] = s.normal(rank, inputs) * 0.2
        weights[module + ".lora_B.weight"] = torch.zeros(out, rank, dtype=DOUBLE)
    case = {"computes": "LoRA training trajectory on q and v of self- and cross-attention", "rank": rank, "alpha": alpha,
            "model": "../../checkpoint/two-experts/high_noise_model", "modules": modules, "steps": steps,
            "optimizer": "AdamW (decoupled weight decay: w *= 1 - lr*wd before the Adam update; bias-corrected moments; eps "
                         "added after the square root)", "lr": rate, "betas": betas, "weight_decay": decay, "eps": eps,
            "grad_clip_norm": clip, "context_index": [s.whole(0, 1) for _ in range(steps)]}
    inputs = {"x0": s.normal(steps, 16, 2, 4, 6), "noise": s.normal(steps, 16, 2, 4, 6),
              "sigma": torch.rand(steps, generator=s.generator).to(DOUBLE), "context0": s.normal(9, c["text_dim"]),
              "context1": s.normal(2, c["text_dim"]), **{"init." + name: value.clone() for name, value in weights.items()}}
    inputs = {name: value.float().to(DOUBLE) for name, value in inputs.items()}
    weights = {name: inputs["init." + name].clone() for name in weights}
    moments = {name: [torch.zeros_like(value), torch.zeros_like(value)] for name, value in weights.items()}
    losses, norms, outputs = [], [], {}
    for step in range(steps):
        leaves = {name: value.detach().requires_grad_() for name, value in weights.items()}
        merged = dict(high)
        for module in modules:
            change = leaves[module + ".lora_B.weight"] @ leaves[module + ".lora_A.weight"]
            merged[module + ".weight"] = high[module + ".weight"].double() + alpha / rank * change
        sigma, x0, noise = inputs["sigma"][step], inputs["x0"][step], inputs["noise"][step]
        context = inputs[f"context{case['context_index'][step]}"]
        velocity = Network(merged, c).run((1 - sigma) * x0 + sigma * noise, 1000 * sigma, context)["velocity"]
        loss = (velocity - (noise - x0)).square().mean()
        loss.backward()
        norm = torch.sqrt(sum(leaf.grad.square().sum() for leaf in leaves.values()))
        losses.append(loss.detach())
        norms.append(norm)
        for name, leaf in leaves.items():
            if step == 0:
                outputs["grad1." + name] = leaf.grad
            gradient = leaf.grad * min(1.0, clip / (float(norm) + 1e-6))
            first, second = moments[name]
            first.mul_(betas[0]).add_(gradient, alpha=1 - betas[0])
            second.mul_(betas[1]).add_(gradient.square(), alpha=1 - betas[1])
            corrected = (second / (1 - betas[1] ** (step + 1))).sqrt() + eps
            weights[name] = weights[name] * (1 - rate * decay) - rate * (first / (1 - betas[0] ** (step + 1))) / corrected
        if step + 1 in (1, steps):
            outputs.update({f"step{step + 1}.{name}": value for name, value in weights.items()})
    outputs["loss"], outputs["grad_norm"] = torch.stack(losses), torch.stack(norms)
    s.put("training/lora", case, inputs, outputs, 1e-4)
    path = s.root / "training/lora/case.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    for key, row in case["tolerance"].items():
        if key.startswith("step"):
            row.update(advised_max_rel=0.02, advised_rms_rel=1e-3)
    path.write_text(json.dumps(case, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    s = Set(options.target, options.seed)
    transformer(s)
    vae_case(s, "vae21", False, 3, None, 1, 16, 9, 1, 2)
    vae_case(s, "vae22", True, 2, 2, 1, 48, 5, 1, 2)
    defaults = AutoencoderKLWan(base_dim=2).config  # the official statistics of the 16 latent channels
    c, experts = checkpoint(s, (defaults.latents_mean, defaults.latents_std))
    lora(s, c, experts)
    training(s, c, experts)


if __name__ == "__main__":
    main()
