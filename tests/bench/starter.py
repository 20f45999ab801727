#!/usr/bin/env python3
"""Full-parameter steps of the starter's transformer beside a plain PyTorch + diffusers script of the same step: same
shape, batch, number type, threads and machine, in turn. PYTHON is that of the peers (installer/bench.sh).

    PYTHON tests/bench/starter.py build/release/bin/brandloom-cli [--rounds 3] [--steps 30] [--dtype bf16|fp32] [--batch 16]

Ours is the command 'starter transformer' as it ships: drawing clips and captions, text encoder, loss, gradients,
clipping, AdamW and averages, from the median of its own step times. The peer does the same on random latents and token
ids. Exit status 0 when ours is at least as fast.
"""
import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

MODEL = pathlib.Path(__file__).resolve().parents[2] / "resources" / "models" / "starter"
WARM = 8  # steps that prepare kernels and are not counted


def peer(arguments):
    """Step times of a plain script, one line of JSON."""
    import torch
    from diffusers import WanTransformer3DModel
    from transformers import UMT5Config, UMT5EncoderModel
    torch.manual_seed(1)
    torch.set_num_threads(arguments.threads)
    model = WanTransformer3DModel(num_attention_heads=2, attention_head_dim=128, in_channels=16, out_channels=16, text_dim=128,
                                  freq_dim=256, ffn_dim=768, num_layers=8, cross_attn_norm=True, qk_norm="rms_norm_across_heads")
    encoder = UMT5EncoderModel(UMT5Config(d_model=128, d_kv=32, d_ff=256, num_heads=4, num_layers=2, vocab_size=1024)).eval()
    matrices, vectors = [p for p in model.parameters() if p.dim() > 1], [p for p in model.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": matrices, "weight_decay": 0.01}, {"params": vectors, "weight_decay": 0.0}],
                                  lr=1e-3, betas=(0.9, 0.98), fused=True)
    averages = [p.detach().clone() for p in model.parameters()]
    stock = torch.randn(256, 16, 5, 8, 8).half()
    times = []
    for _ in range(WARM + arguments.steps):
        start = time.perf_counter()
        x0 = stock[torch.randint(0, 256, (arguments.batch,))].float()
        s = torch.rand(arguments.batch)
        s = 3 * s / (1 + 2 * s)
        noise = torch.randn_like(x0)
        w = s.view(-1, 1, 1, 1, 1)
        with torch.no_grad():
            ids = torch.randint(2, 1024, (arguments.batch, 47))
            text = encoder(ids).last_hidden_state
            text = torch.nn.functional.pad(text, (0, 0, 0, 64 - text.shape[1]))
        with torch.autocast("cpu", torch.bfloat16, enabled=arguments.dtype == "bf16"):
            velocity = model(hidden_states=x0 * (1 - w) + noise * w, timestep=1000 * s, encoder_hidden_states=text,
                             return_dict=False)[0]
        loss = (velocity.float() - (noise - x0)).square().mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            torch._foreach_lerp_(averages, [p.detach() for p in model.parameters()], 0.001)
        times.append(time.perf_counter() - start)
    print(json.dumps(times[WARM:]))


def ours(arguments, scratch, stock):
    folder = scratch / "run"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    if stock.exists():
        shutil.copytree(stock, folder / "clips")
    steps = WARM + arguments.steps
    out = subprocess.run([arguments.program, "starter", "transformer", "--json", "--out", folder, "--init", MODEL, "--fresh",
                          "--clips", "128", "--first-clips", "128", "--held-out", "1", "--measure-every", "0", "--sheet-every", "0",
                          "--expert-share", "0", "--batch", str(arguments.batch), "--dtype", arguments.dtype,
                          "--samples", str(steps * arguments.batch)], stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    if not stock.exists():
        shutil.copytree(folder / "clips", stock)
    events = [json.loads(line) for line in out.splitlines()]
    return [event["secondsPerStep"] for event in events if event["type"] == "loss"][WARM:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--dtype", choices=("bf16", "fp32"), default="bf16")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        return peer(arguments)
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    pairs = []
    with tempfile.TemporaryDirectory(prefix="brandloom-bench-") as scratch:
        scratch = pathlib.Path(scratch)
        for _ in range(arguments.rounds):
            mine = statistics.median(ours(arguments, scratch, scratch / "stock"))
            theirs = statistics.median(json.loads(subprocess.run(
                [sys.executable, __file__, "--peer", "--steps", str(arguments.steps), "--batch", str(arguments.batch),
                 "--dtype", arguments.dtype, "--threads", str(arguments.threads)],
                stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout.splitlines()[-1]))
            pairs.append((mine, theirs))
            print(f"ours {mine:.3f} s/step ({arguments.batch / mine:.1f} samples/s), PyTorch {theirs:.3f} s/step, "
                  f"speed {theirs / mine:.2f}", flush=True)
    speed = statistics.median(theirs / mine for mine, theirs in pairs)
    print(f"{arguments.dtype}, batch {arguments.batch}: {speed:.2f} times the speed of the plain script")
    return 0 if speed >= 1.0 else 1


if __name__ == "__main__":
    sys.exit(main())
