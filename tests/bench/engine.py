#!/usr/bin/env python3
"""The networks beside PyTorch + diffusers + transformers (+ PEFT): same weights, inputs, threads and machine, in one run.

    ./studio bench engine [--rounds 5] [CASE ...]        installs the peers of installer/bench-packages.txt first
    ./studio bench training [--rounds 5] [CASE ...]

Both halves are processes of their own that stay loaded and work in turn, A B A B; the ratio is the median of the pairs.
"cpu" is the same ratio of processor time, which a busy machine
disturbs less; the verdict is by the clock. Memory is the first run's peak minus what was resident before it (weights, inputs and libraries). The results of the
first runs are compared, so that a fast wrong answer does not count. Text: a prompt of 40 tokens, which the peers pad to
512 (48 for the starter size) as their pipelines do. "+backward" takes the gradients of all weights. A training
step: loss, gradients, clipping and AdamW of a LoRA of rank 32 on all attention layers over frozen float32 weights. Exit status 0 when
every line is at most 1.0, the geometric mean at most 0.95 and the memory at most 0.8.
"""
import argparse
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

PROMPT = 40
SMALL = dict(dim=256, heads=2, ffn=768, layers=8, text_dim=128, text_len=48)
MEDIUM = dict(dim=768, heads=6, ffn=3072, layers=8, text_dim=1024, text_len=512)
LARGE = dict(dim=1536, heads=12, ffn=8960, layers=4, text_dim=4096, text_len=512)
VAE21 = dict(base_dim=96)
VAE22 = dict(base_dim=160, decoder_base_dim=256, z_dim=48, is_residual=True, in_channels=12, out_channels=12, patch_size=2,
             scale_factor_spatial=16, latents_mean=[0.0] * 48, latents_std=[1.0] * 48)
UMT5 = dict(d_model=4096, d_kv=64, d_ff=10240, num_heads=64, num_layers=2, vocab_size=4096)


def transformer(name, config, latent, batch, backward=False):
    return dict(name=name, kind="transformer", model=config,
                case=dict(latent=latent, batch=batch, text=PROMPT, backward=backward))


CASES = []
for size, config, latent, batch in (("starter", SMALL, [16, 5, 8, 8], 2), ("768 wide", MEDIUM, [16, 5, 30, 52], 1),
                                    ("1.3B wide", LARGE, [16, 5, 30, 52], 1)):
    CASES.append(transformer(f"transformer {size} forward", config, latent, batch))
    CASES.append(transformer(f"transformer {size} forward+backward", config, latent, batch, True))
CASES += [dict(name="VAE 2.1 encode", kind="vae", model=VAE21, case=dict(video=[3, 9, 160, 256])),
          dict(name="VAE 2.1 decode", kind="vae", model=VAE21, case=dict(latent=[16, 3, 20, 32])),
          dict(name="VAE 2.2 encode", kind="vae", model=VAE22, case=dict(video=[3, 9, 160, 256])),
          dict(name="VAE 2.2 decode", kind="vae", model=VAE22, case=dict(latent=[48, 3, 10, 16])),
          dict(name="umT5", kind="umt5", model=UMT5, case=dict(ids=PROMPT))]


def step(name, config, latent, batch, rank=32):
    return dict(name=f"LoRA step {name}", kind="lora", model=config, case=dict(latent=latent, batch=batch, text=PROMPT, rank=rank))


STEPS = [step("starter", SMALL, [16, 5, 8, 8], 2), step("768 wide", MEDIUM, [16, 5, 30, 52], 1),
         step("1.3B wide", LARGE, [16, 5, 30, 52], 1)]


# The peers' half -------------------------------------------------------------------------------------------------

def memory(field):
    for line in open("/proc/self/status", encoding="ascii"):
        if line.startswith(field + ":"):
            return int(line.split()[1]) * 1024
    return 0


def make_model(kind, config):
    import diffusers
    import transformers
    if kind in ("transformer", "lora"):
        return diffusers.WanTransformer3DModel(num_attention_heads=config["heads"], attention_head_dim=config["dim"] // config["heads"],
                                               text_dim=config["text_dim"], ffn_dim=config["ffn"], num_layers=config["layers"])
    if kind == "vae":
        return diffusers.AutoencoderKLWan(**config)
    return transformers.UMT5EncoderModel(transformers.UMT5Config(**config))


def write_model(kind, config, folder):
    import torch
    torch.manual_seed(1)
    model = make_model(kind, config)
    with torch.no_grad():
        for name, value in model.named_parameters():
            if name.endswith("bias"):
                value.normal_(0, 0.02)
    model.save_pretrained(folder, max_shard_size="100GB")
    if kind in ("transformer", "lora"):  # the one thing that our loader asks of a config
        path = folder / "config.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "text_len": config["text_len"]}))


def wave(shape, phase):
    import torch
    k = torch.arange(math.prod(shape), dtype=torch.double)
    return (torch.sin(k * 0.37 + phase) + torch.sin(torch.fmod(k * 7.0, 977.0) + phase) * 0.3).float().view(shape)


def peer_step(folder, model_config, case):
    """What a trainer on PyTorch and PEFT does in a step, with the fused AdamW."""
    import diffusers
    import peft
    import torch
    base = diffusers.WanTransformer3DModel.from_pretrained(folder).requires_grad_(False)
    model = peft.get_peft_model(base, peft.LoraConfig(r=case["rank"], lora_alpha=case["rank"],
                                                      target_modules=["to_q", "to_k", "to_v", "to_out.0"]))
    learned = {name: value for name, value in model.named_parameters() if value.requires_grad}
    with torch.no_grad():
        for name, value in learned.items():
            if "lora_A" in name:
                value.copy_(wave(list(value.shape), 0).mul(0.02))
    adam = torch.optim.AdamW(learned.values(), lr=1e-4, weight_decay=0.0, fused=True)
    clean = torch.stack([wave(case["latent"], b) for b in range(case["batch"])])
    noise = torch.stack([wave(case["latent"], 2.0 + b) for b in range(case["batch"])])
    text = torch.zeros(case["batch"], model_config["text_len"], model_config["text_dim"])
    for b in range(case["batch"]):
        text[b, :case["text"]] = wave([case["text"], model_config["text_dim"]], 0.5 + b)
    times = torch.full((case["batch"],), 700.0)
    first = next(value for name, value in learned.items() if "blocks.0.attn1.to_q.lora_B" in name)

    def run():
        noisy = 0.3 * clean + 0.7 * noise
        velocity = model(noisy, times, text, return_dict=False)[0]
        torch.nn.functional.mse_loss(velocity, noise - clean).backward()
        gradient = first.grad.clone()
        torch.nn.utils.clip_grad_norm_(learned.values(), 1.0)
        adam.step()
        adam.zero_grad(set_to_none=True)
        return gradient
    return run, lambda: None


def peer_work(kind, folder, model_config, case):
    import diffusers
    import torch
    import transformers
    if kind == "lora":
        return peer_step(folder, model_config, case)
    if kind == "transformer":
        model = diffusers.WanTransformer3DModel.from_pretrained(folder).eval()
        latents = torch.stack([wave(case["latent"], b) for b in range(case["batch"])])
        text = torch.zeros(case["batch"], model_config["text_len"], model_config["text_dim"])
        for b in range(case["batch"]):
            text[b, :case["text"]] = wave([case["text"], model_config["text_dim"]], 0.5 + b)
        times = torch.full((case["batch"],), 700)
        model.requires_grad_(case["backward"])

        def run():
            with torch.set_grad_enabled(case["backward"]):
                velocity = model(latents, times, text, return_dict=False)[0]
                if not case["backward"]:
                    return velocity
                velocity.square().mean().backward()
                return model.blocks[0].attn1.to_q.weight.grad
        return run, lambda: model.zero_grad(set_to_none=True)
    if kind == "vae":
        model = diffusers.AutoencoderKLWan.from_pretrained(folder).eval()
        if "video" in case:
            video = wave(case["video"], 0).mul(0.7).unsqueeze(0)
            return torch.no_grad()(lambda: model.encode(video, return_dict=False)[0].mean[0]), lambda: None
        latent = wave(case["latent"], 0).unsqueeze(0)
        return torch.no_grad()(lambda: model.decode(latent, return_dict=False)[0][0].clamp(-1, 1)), lambda: None
    model = transformers.UMT5EncoderModel.from_pretrained(folder).eval()
    ids = [3 + k * 37 % (model_config["vocab_size"] - 3) for k in range(case["ids"] - 1)] + [1]
    padded = torch.tensor([ids + [0] * (512 - len(ids))])
    mask = (torch.arange(512) < len(ids)).long().unsqueeze(0)
    return torch.no_grad()(lambda: model(padded, mask).last_hidden_state[0, :len(ids)]), lambda: None


def be_peer(folder):
    import ctypes
    import time

    import diffusers
    import torch
    diffusers.logging.set_verbosity_error()
    torch.set_num_threads(2)
    spec = json.loads((folder / "spec.json").read_text())
    run, clear = None, None
    for line in sys.stdin:
        request = json.loads(line)
        if "case" in request:
            run, clear = peer_work(spec["kind"], folder, spec["model"], request["case"])
            ctypes.CDLL("libc.so.6").malloc_trim(0)
            pathlib.Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
            reply = {"resident": memory("VmRSS")}
        else:
            start, cpu_start = time.perf_counter(), time.process_time()
            result = run()
            reply = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu_start}
            if "first" in request:
                reply["peak"] = memory("VmHWM")
                result.detach().float().contiguous().numpy().tofile(request["first"])
            del result
            clear()
        print(json.dumps(reply), flush=True)


# The driver --------------------------------------------------------------------------------------------------------

class Half:
    def __init__(self, command):
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
                                        env={**os.environ, "OMP_WAIT_POLICY": "passive", "OMP_NUM_THREADS": "2"})

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def difference(ours, peers):
    import numpy
    a, b = numpy.fromfile(ours, numpy.float32).astype(float), numpy.fromfile(peers, numpy.float32).astype(float)
    return abs(a - b).max() / abs(b).max()


def measure(spec, program, scratch, rounds):
    folder = scratch / "model"
    folder.mkdir(exist_ok=True)
    if not (folder / "spec.json").exists() or json.loads((folder / "spec.json").read_text())["model"] != spec["model"]:
        subprocess.run([sys.executable, __file__, "--write", folder, json.dumps(spec)], check=True)
    weights = next(folder.glob("*.safetensors"))
    halves = [Half([program, spec["kind"], weights, folder / "config.json"]), Half([sys.executable, __file__, "--peer", folder])]
    files = [scratch / "ours", scratch / "peers"]
    work, pairs = [], []
    for half, file in zip(halves, files):
        resident = half.ask(case=spec["case"])["resident"]
        work.append(half.ask(first=str(file))["peak"] - resident)
    for _ in range(rounds):
        pairs.append([half.ask(time=True) for half in halves])
    for half in halves:
        half.close()
    ratios = [a["seconds"] / b["seconds"] for a, b in pairs]
    return dict(name=spec["name"], seconds=[statistics.median(pair[half]["seconds"] for pair in pairs) for half in (0, 1)],
                ratio=statistics.median(ratios), low=min(ratios), high=max(ratios),
                cpu=statistics.median(a["cpu"] / b["cpu"] for a, b in pairs), memory=work, difference=difference(*files))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("cases", nargs="*", help="parts of names; without any: all")
    parser.add_argument("--training", action="store_true", help="LoRA training steps beside PEFT instead of single networks")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_intermixed_args()
    chosen = [c for c in (STEPS if arguments.training else CASES) if not arguments.cases or any(word in c["name"] for word in arguments.cases)]
    print(f"{'':38} {'ours s':>8} {'peers s':>8} {'ratio (min-max)':>20} {'cpu':>6} {'ours MB':>8} {'peers MB':>8} {'ratio':>6} {'difference':>10}")
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        for spec in chosen:
            folder = pathlib.Path(scratch)
            rows.append(r := measure(spec, arguments.program, folder, arguments.rounds))
            mine, theirs = (m / 1e6 for m in r["memory"])
            print(f"{r['name']:38} {r['seconds'][0]:8.3f} {r['seconds'][1]:8.3f} {r['ratio']:6.3f} ({r['low']:.3f}-{r['high']:.3f}) "
                  f"{r['cpu']:6.3f} {mine:8.0f} {theirs:8.0f} {mine / theirs:6.2f} {r['difference']:10.2g}", flush=True)
    times = math.exp(statistics.fmean(math.log(r["ratio"]) for r in rows))
    space = math.exp(statistics.fmean(math.log(max(r["memory"][0], 1) / r["memory"][1]) for r in rows))
    print(f"geometric mean of time {times:.3f}, of memory {space:.3f}; slowest line {max(r['ratio'] for r in rows):.3f}; "
          f"largest difference of a result {max(r['difference'] for r in rows):.2g}")
    good = times <= 0.95 and all(r["ratio"] <= 1.0 for r in rows) and space <= 0.8
    return 0 if good and all(r["difference"] <= 1e-3 for r in rows) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        be_peer(pathlib.Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--write"]:
        wanted = json.loads(sys.argv[3])
        target = pathlib.Path(sys.argv[2])
        for old in target.iterdir():
            old.unlink()
        write_model(wanted["kind"], wanted["model"], target)
        (target / "spec.json").write_text(sys.argv[3])
    else:
        sys.exit(main())
