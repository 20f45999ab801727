#!/usr/bin/env python3
"""Adapters against the real diffusers and peft, both ways. Not part of CI: it needs about 5 GB of packages.

    python3 -m venv VENV                       (outside the repository)
    VENV/bin/pip install torch==2.11.0 diffusers==0.42.1 peft==0.21.2 transformers==5.23.0 accelerate ftfy
    ninja -C build/release adapter_probe
    VENV/bin/python tests/interop/run_interop.py FIXTURES build/release/tests-bin/adapter_probe

FIXTURES is the golden data folder: its two tiny A14B folders (official and diffusers layout) hold the same weights.
Judged: max|a-b| / max|b| of velocities, at most 2e-5 (diffusers itself is up to 6e-6 away from the reference, see
the README of the golden data), and of merged weights, at most 2e-6. Every line also states how much the adapter moves
the result, so that an adapter which was silently ignored cannot pass. Exit status 0 only when every line passes.
"""
import logging
import pathlib
import subprocess
import sys
import tempfile

import torch
from diffusers import WanPipeline, WanTransformer3DModel
from peft import LoraConfig, PeftModel, get_peft_model
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file

VELOCITY_LIMIT = 2e-5
WEIGHT_LIMIT = 2e-6
failures = 0
warned = []


class Catcher(logging.Handler):
    def emit(self, record):
        warned.append(record.getMessage())


def error(a, b):
    return ((a.double() - b.double()).abs().max() / b.double().abs().max()).item()


def judge(name, ours, theirs, base, limit=VELOCITY_LIMIT):
    global failures
    keys = [m for m in warned if "key" in m.lower() or "ignor" in m.lower() or "not used" in m.lower()]
    warned.clear()
    e, effect = error(ours, theirs), error(theirs, base)
    passed = e <= limit and effect > 100 * limit and not keys
    failures += not passed
    print(f"{'ok' if passed else 'FAIL':4} {name}: error {e:.2g} (limit {limit:g}), effect {effect:.2g}"
          + "".join(f"\n     warning: {m[:200]}" for m in keys), flush=True)


class Bench:
    def __init__(self, fixtures, probe, scratch):
        self.official = fixtures / "checkpoint/wan2.2-t2v-a14b-tiny"
        self.diffusers = fixtures / "checkpoint/wan2.2-t2v-a14b-tiny-diffusers"
        self.probe, self.scratch = probe, scratch
        inputs = load_file(fixtures / "lora/attn_qv/inputs.safetensors")
        self.inputs = {k: inputs[k] for k in ("latent", "context", "timestep")}
        self.input_file = scratch / "inputs.safetensors"
        save_file(self.inputs, self.input_file)
        self.bases = {e: self.ours(e) for e in ("high", "low")}

    def run(self, *words):
        done = subprocess.run([self.probe, *map(str, words)], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr.strip())
        return done.stdout.split()

    def ours(self, expert, adapter=None, mode="branch"):
        out = self.scratch / "velocity.safetensors"
        self.run("velocity", self.official, expert, self.input_file, out, *([adapter, mode] if adapter else []))
        return load_file(out)["velocity"]

    def theirs(self, transformer):
        context = torch.zeros(1, 512, self.inputs["context"].shape[1])
        context[0, : self.inputs["context"].shape[0]] = self.inputs["context"]
        with torch.no_grad():
            return transformer(hidden_states=self.inputs["latent"][None], timestep=self.inputs["timestep"].float(),
                               encoder_hidden_states=context, return_dict=False)[0][0]

    def transformer(self, expert):
        part = "transformer" if expert == "high" else "transformer_2"
        return WanTransformer3DModel.from_pretrained(self.diffusers, subfolder=part, torch_dtype=torch.float32).eval()

    def pipeline(self):
        return WanPipeline.from_pretrained(self.diffusers, torch_dtype=torch.float32)


def ours_into_diffusers(b):
    for expert in ("high", "low"):
        b.run("make", b.official, expert, b.scratch / f"brand_{expert}_noise.safetensors")
    source = b.scratch / "brand_high_noise.safetensors"  # the low half is found beside it
    wanted = {e: b.ours(e, b.scratch / f"brand_{e}_noise.safetensors") for e in ("high", "low")}
    for dialect in ("kohya", "comfy", "diffusers"):
        files = dict(zip(("high", "low"), b.run("convert", dialect, source, b.scratch / f"{dialect}.safetensors")))
        pipe = b.pipeline()
        for expert, second in (("high", False), ("low", True)):
            pipe.load_lora_weights(files[expert], adapter_name=expert, load_into_transformer_2=second)
        judge(f"our {dialect} export in WanPipeline, high", wanted["high"], b.theirs(pipe.transformer), b.bases["high"])
        judge(f"our {dialect} export in WanPipeline, low", wanted["low"], b.theirs(pipe.transformer_2), b.bases["low"])
    one, = b.run("convert", "diffusers", source, b.scratch / "one.safetensors", "one-file")
    high, low = b.transformer("high"), b.transformer("low")
    high.load_lora_adapter(one, prefix="transformer")
    low.load_lora_adapter(one, prefix="transformer_2")
    judge("our one-file export in load_lora_adapter, high", wanted["high"], b.theirs(high), b.bases["high"])
    judge("our one-file export in load_lora_adapter, low", wanted["low"], b.theirs(low), b.bases["low"])
    return wanted


def official_tree(weights):
    """A bare module tree with the official names: PEFT looks at names and linears only."""
    root = torch.nn.Module()
    for key, value in weights.items():
        *path, last = key.split(".")
        if last != "weight" or value.dim() != 2:
            continue
        node = root
        for name in path[:-1]:
            if name not in node._modules:
                node.add_module(name, torch.nn.Module())
            node = node._modules[name]
        linear = torch.nn.Linear(value.shape[1], value.shape[0])
        linear.weight.data = value.clone()
        node.add_module(path[-1], linear)
    return root


def ours_into_peft(b, wanted):
    source = b.scratch / "brand_high_noise.safetensors"
    folders = b.run("convert", "peft", source, b.scratch / "peft_diffusers", "diffusers-names")
    for expert, folder in zip(("high", "low"), folders):
        model = PeftModel.from_pretrained(b.transformer(expert), folder)
        judge(f"our PEFT folder (diffusers names) in PeftModel, {expert}", wanted[expert], b.theirs(model),
              b.bases[expert])
    folder = b.run("convert", "peft", source, b.scratch / "peft_official")[0]
    base = {}
    for shard in sorted((b.official / "high_noise_model").glob("*.safetensors")):
        base.update(load_file(shard))
    merged = PeftModel.from_pretrained(official_tree(base), folder).merge_and_unload().state_dict()
    out = b.scratch / "weights.safetensors"
    b.run("weights", b.official, "high", out, source)
    ours = load_file(out)
    order = sorted(ours)

    def flat(d):
        return torch.cat([d[k].flatten() for k in order])

    judge(f"our PEFT folder (official names), {len(order)} merged weights", flat(ours), flat(merged), flat(base),
          WEIGHT_LIMIT)


ALL_TEN = ["to_q", "to_k", "to_v", "to_out.0", "ffn.net.0.proj", "ffn.net.2"]
THEIR_CONFIGS = {
    "plain": dict(r=4, lora_alpha=10, target_modules=["to_q", "to_v"]),
    "all ten linears": dict(r=5, lora_alpha=5, target_modules=ALL_TEN),
    "rsLoRA": dict(r=8, lora_alpha=6, use_rslora=True, target_modules=ALL_TEN),
    "patterns": dict(r=4, lora_alpha=8, target_modules=ALL_TEN, rank_pattern={"attn2.to_v": 8, "ffn.net.2": 2},
                     alpha_pattern={"blocks.0.attn1.to_q": 3}),
    "DoRA": dict(r=4, lora_alpha=4, use_dora=True, target_modules=["to_q", "ffn.net.0.proj"]),
    "LoRA bias": dict(r=4, lora_alpha=12, lora_bias=True, target_modules=["to_k", "to_out.0"]),
    "outside the blocks": dict(r=4, lora_alpha=8, target_modules=["proj_out", "time_proj", "linear_1", "linear_2"]),
}


def randomised(model):
    torch.manual_seed(5)
    for name, p in model.named_parameters():
        if "lora_B" in name:
            p.data.normal_(0, 0.05)
        if "lora_magnitude" in name:
            p.data.mul_(1 + 0.2 * torch.rand_like(p))
    return model.eval()


def theirs_into_ours(b):
    for name, config in THEIR_CONFIGS.items():
        model = randomised(get_peft_model(b.transformer("high"), LoraConfig(**config)))
        folder = b.scratch / ("from_peft_" + name.replace(" ", "_"))
        model.save_pretrained(folder)
        wanted = b.theirs(model)
        for mode in ("branch", "merged"):
            judge(f"PEFT folder, {name}, in ours ({mode})", b.ours("high", folder, mode), wanted, b.bases["high"])
    for name in ("plain", "rsLoRA", "patterns", "DoRA"):
        transformer = b.transformer("high")
        config = LoraConfig(**THEIR_CONFIGS[name])
        transformer.add_adapter(config)
        randomised(transformer)
        folder = b.scratch / ("from_diffusers_" + name)
        WanPipeline.save_lora_weights(
            folder, transformer_lora_layers=get_peft_model_state_dict(transformer),
            transformer_lora_adapter_metadata={k: list(v) if isinstance(v, set) else v
                                               for k, v in config.to_dict().items()})
        file = folder / "pytorch_lora_weights.safetensors"
        judge(f"WanPipeline.save_lora_weights, {name}, in ours", b.ours("high", file), b.theirs(transformer),
              b.bases["high"])


def main():
    fixtures, probe = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    import diffusers
    import peft
    print(f"torch {torch.__version__}, diffusers {diffusers.__version__}, peft {peft.__version__}")
    for library in ("diffusers", "peft"):
        logging.getLogger(library).addHandler(Catcher())
    with tempfile.TemporaryDirectory() as scratch:
        b = Bench(fixtures, probe, pathlib.Path(scratch))
        for expert in ("high", "low"):
            e = error(b.bases[expert], b.theirs(b.transformer(expert)))
            print(f"     base velocity, {expert}: error {e:.2g}")
        wanted = ours_into_diffusers(b)
        ours_into_peft(b, wanted)
        theirs_into_ours(b)
    print("all passed" if failures == 0 else f"{failures} failed")
    return failures != 0


if __name__ == "__main__":
    sys.exit(main())
