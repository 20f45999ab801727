"""Commands for models and adapters with the real engine and the starter model; files are read by other readers."""
import json
import pathlib
import shutil
import signal
import subprocess
import time

import program
import weight_files
from program import FILM

STARTER = program.SOURCE / "resources/models/starter"


class RealModels(program.ProgramCase):
    REAL_ENGINE = True

    def setUp(self):
        super().setUp()
        self.environment = {**self.environment, "XDG_DATA_HOME": str(self.folder / "data")}

    def copy(self, name="模 型"):
        return shutil.copytree(STARTER, self.folder / name)

    def test_add_show_verify(self):
        model = self.copy()
        added = self.lines("model", "add", model, "--name", "我的")[0]["description"]
        self.assertEqual((added["title"], added["layout"], added["experts"], added["missing"], added["findings"]),
                         ("Brandloom nano", "official", 2, [], []))
        self.assertEqual([p["numberType"] for p in added["parts"]], ["BF16", "BF16", "BF16", "BF16", ""])
        self.assertRegex(self.cli("model", "show", "我的")[0], r"width 256, 8 layers, 1\d\.\d million parameters")
        (model / "google/umt5-xxl/spiece.model").unlink()
        shown = self.lines("model", "show", "我的")[0]
        self.assertEqual(shown["description"]["missing"], ["google/umt5-xxl/spiece.model"])
        self.assertIn("missing   google/umt5-xxl/spiece.model", self.cli("model", "show", "我的")[0])
        self.lines("model", "verify", "我的", code=1)
        shutil.copy(STARTER / "google/umt5-xxl/spiece.model", model / "google/umt5-xxl/spiece.model")
        lines = self.lines("model", "verify", "我的")
        done = [line["progress"]["done"] for line in lines if line.get("progress", {}).get("phase") == "verifying"]
        self.assertEqual(done, sorted(done))
        result = lines[-1]["result"]
        self.assertEqual(result["experts"]["verdict"], "right")
        for file in result["files"]:
            out = subprocess.run(["sha256sum", file["file"]], capture_output=True, encoding="utf-8").stdout
            self.assertEqual(out.strip("\\")[:64], file["sha256"])
        tensors = sum(len(weight_files.safetensors(model / f"{e}_noise_model/diffusion_pytorch_model.safetensors")[0])
                      for e in ("high", "low"))
        tensors += sum(len(weight_files.pth(f)) for f in model.glob("*.pth"))
        self.assertEqual(result["tensors"], tensors)

    def test_exchanged_and_damaged_models_are_found(self):
        model = self.copy()
        (model / "high_noise_model").rename(model / "x")
        (model / "low_noise_model").rename(model / "high_noise_model")
        (model / "x").rename(model / "low_noise_model")
        found = self.lines("model", "verify", model, code=1)[-1]
        self.assertEqual([f["code"] for f in found["findings"]], ["experts_swapped"])
        self.assertIn("high_noise_model/diffusion_pytorch_model.safetensors", found["findings"][0]["message"])
        shutil.rmtree(model / "low_noise_model")
        shutil.copytree(model / "high_noise_model", model / "low_noise_model")
        found = self.lines("model", "show", model)[0]["description"]["findings"]
        self.assertEqual([f["code"] for f in found], ["experts_same"])
        vae = model / "Wan2.1_VAE.pth"
        data = bytearray(vae.read_bytes())
        data[len(data) // 2] ^= 1
        vae.write_bytes(data)
        found = self.lines("model", "verify", model, code=1)[-1]
        self.assertEqual([f["code"] for f in found["findings"]], ["experts_same", "checksum"])

    def test_a_converted_model_makes_the_same_film(self):
        made = self.lines("model", "convert", "starter", "--out", "neu")[-1]["result"]
        for stem in ("Wan2.1_VAE", "models_t5_umt5-xxl-enc-bf16"):
            converted, metadata = weight_files.safetensors(self.folder / f"neu/{stem}.safetensors")
            self.assertEqual(converted, weight_files.pth(STARTER / f"{stem}.pth"))
            self.assertEqual(metadata["format"], "pt")
        self.assertEqual(sorted(p.suffix for p in (self.folder / "neu").glob("*.pth")), [])
        ids, pictures = set(), set()
        for model in ("starter", made["modelDir"]):
            film = self.folder / f"{pathlib.Path(model).name}.mp4"
            self.lines("generate", "--prompt", "a red mug", "--steps", "2", "--frames", "5", "--seed", "3", "--model", model,
                       "--out", film)
            ids.add(json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))["model"]["contentId"])
            pictures.add(subprocess.run(["ffmpeg", "-v", "error", "-i", film, "-f", "framemd5", "-"], check=True,
                                        capture_output=True, encoding="utf-8").stdout)
        self.assertEqual((len(ids), len(pictures)), (1, 1), "the same weights, the same pictures")
        self.lines("model", "add", "neu", "--name", "neu")
        self.assertEqual(self.error("model", "convert", "neu")["code"], "nothing_to_convert")

    def test_single_files_as_comfyui_keeps_them(self):
        root = self.folder / "ComfyUI"
        for folder in ("diffusion_models", "vae", "text_encoders"):
            (root / folder).mkdir(parents=True)
        for expert in ("high", "low"):
            shutil.copy(STARTER / f"{expert}_noise_model/diffusion_pytorch_model.safetensors",
                        root / f"diffusion_models/nano_{expert}_noise.safetensors")
        shutil.copy(STARTER / "Wan2.1_VAE.pth", root / "vae")
        shutil.copy(STARTER / "models_t5_umt5-xxl-enc-bf16.pth", root / "text_encoders")
        shutil.copy(STARTER / "google/umt5-xxl/spiece.model", root / "text_encoders")
        (root / "diffusion_models/defaults.json").write_text('{"width": 64, "height": 64, "frames": 5, "fps": 8}')
        high = root / "diffusion_models/nano_high_noise.safetensors"
        shown = self.lines("model", "show", high)[0]["description"]
        self.assertEqual((shown["layout"], shown["missing"], shown["experts"]), ("single files", [], 2))
        self.assertEqual(shown["defaults"]["frames"], 5)
        shot = self.lines("generate", "--model", high, "--prompt", "a red mug", "--steps", "2", "--out", "a.mp4")[-1]
        self.assertEqual(shot["result"]["frames"], 5)

    def test_text_and_latents(self):
        text = self.lines("encode-text", "--prompt", "a red mug  红色的马克杯", "--out", "t.safetensors")[-1]["result"]
        tensors, metadata = weight_files.safetensors(self.folder / "t.safetensors")
        ids, mask = weight_files.whole(tensors["ids"][2]), weight_files.whole(tensors["mask"][2])
        self.assertEqual(mask, (1,) * text["tokens"] + (0,) * (64 - text["tokens"]))
        self.assertEqual((ids[text["tokens"] - 1], set(ids[text["tokens"]:])), (1, {0}))
        rows = weight_files.floats(tensors["embeddings"][2])
        width = text["width"]
        self.assertEqual(tensors["embeddings"][1], (64, width))
        self.assertTrue(any(rows[:width]) and not any(rows[text["tokens"] * width:]))
        self.assertEqual(metadata["brandloom.prompt"], "a red mug 红色的马克杯")
        self.lines("vae", "encode", FILM, "--frames", "9", "--out", "l.safetensors")
        latent, metadata = weight_files.safetensors(self.folder / "l.safetensors")
        self.assertEqual((latent["latent"][:2], metadata["brandloom.frames"]), (("F32", (16, 3, 8, 8)), "9"))
        self.lines("vae", "decode", "l.safetensors", "--out", "back.mp4", "--scale", "1")
        # The film comes back: ffmpeg measures how near (dB over luma).
        psnr = subprocess.run(["ffmpeg", "-v", "info", "-i", self.folder / "back.mp4", "-i", FILM, "-lavfi",
                               "[1:v]fps=8,scale=64:64[b];[0:v][b]psnr=shortest=1", "-f", "null", "-"],
                              capture_output=True, encoding="utf-8").stderr
        self.assertGreater(float(psnr.split(" y:")[1].split()[0]), 18, psnr[-300:])

    def test_adapters(self):
        project = self.new_project()
        trained = self.lines("train", FILM, "--project", project, "--steps", "1", "--batch", "1", "--rank", "4")[-1]
        high = trained["result"]["adapters"]["high"]
        shown = self.lines("adapter", "inspect", high, "--model", "starter")[-1]["description"]
        self.assertEqual([f["expert"] for f in shown["files"]], ["high", "low"])
        first = shown["files"][0]
        self.assertEqual((first["kind"], first["lowestRank"], first["blocks"], shown["fits"]), ("LoRA", 4, 8, True))
        self.assertIn("self_attn.q", first["targets"])
        made = self.lines("adapter", "convert", high, "--out", "k.safetensors", "--dialect", "kohya")[-1]["files"]
        self.assertEqual([pathlib.Path(f).name for f in made],
                         ["k_high_noise.safetensors", "k_low_noise.safetensors"])
        tensors, _ = weight_files.safetensors(made[0])
        self.assertIn("lora_unet_blocks_0_self_attn_q.lora_down.weight", tensors)
        self.assertEqual(self.error("adapter", "convert", high, "--out", "k.safetensors", "--dialect", "kohya")["code"],
                         "output_taken")
        self.assertEqual(self.error("adapter", "convert", high, "--out", "z.safetensors", "--dialect", "x", code=2)["code"],
                         "invalid_argument")
        merged = self.lines("adapter", "merge", f"{made[0]}:0.5,0.25", "--out", "merged")[-1]
        self.assertGreater(merged["changedTensors"], 0)
        self.assertEqual(self.lines("model", "show", "merged")[0]["description"]["contentId"], merged["contentId"])
        other = self.error("adapter", "inspect", STARTER / "low_noise_model/diffusion_pytorch_model.safetensors")
        self.assertEqual(other["module"], "adapters")

    def test_stopping_a_conversion_leaves_nothing(self):
        process = self.start("model", "convert", "starter", "--out", "half", "--json")
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        begin = time.monotonic()
        out, _ = process.communicate(timeout=60)
        last = json.loads((first + out).splitlines()[-1])
        if process.returncode == 0:  # it was quicker than the signal
            self.assertEqual(last["type"], "converted")
            return
        self.assertEqual((process.returncode, last["code"]), (130, "cancelled"))
        self.assertLess(time.monotonic() - begin, 30)
        self.assertEqual([p.name for p in self.folder.iterdir() if p.name.startswith("half")], [])


if __name__ == "__main__":
    program.main()
