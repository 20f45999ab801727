"""Commands for models and adapters with the fake engine: names, results, errors."""
import json
import subprocess

import program
from program import FILM

STARTER = program.SOURCE / "resources/models/starter"


class Models(program.ProgramCase):
    def setUp(self):
        super().setUp()
        # Each test is another person.
        self.environment = {**self.environment, "XDG_DATA_HOME": str(self.folder / "data 数据")}
        self.model = self.folder / "模 型"
        self.model.mkdir()
        (self.model / "weights").write_text("w")

    def test_a_name_from_add_to_remove(self):
        self.assertEqual([line["name"] for line in self.lines("model", "list")], ["starter"])
        added = self.lines("model", "add", "模 型", "--name", "品牌")[0]
        self.assertEqual((added["name"], added["folder"]), ("品牌", str(self.model)))
        stored = json.loads((self.folder / "data 数据/brandloom/models.json").read_text(encoding="utf-8"))
        self.assertEqual([m["folder"] for m in stored["models"]], [str(self.model)])
        listed = self.lines("model", "list")
        self.assertEqual([(m["name"], m["exists"], m["starter"], m["verified"]) for m in listed],
                         [("starter", True, True, ""), ("品牌", True, False, "")])
        self.assertIn("not verified", self.cli("model", "list")[0])
        shown = self.lines("model", "show", "品牌")[0]
        self.assertEqual((shown["folder"], shown["description"]["kind"]), (str(self.model), "wan2.2-t2v-a14b"))
        self.assertIn("64x64 at 8 fps", self.cli("model", "show", "品牌")[0])
        verified = self.lines("model", "verify", "品牌")
        self.assertEqual([line["progress"]["phase"] for line in verified[:-1]], ["loading"] + ["verifying"] * 3)
        self.assertTrue(verified[-1]["sound"])
        out = subprocess.run(["sha256sum", self.model / "weights"], capture_output=True, encoding="utf-8").stdout
        self.assertEqual(verified[-1]["result"]["files"][0]["sha256"], out[:64])
        self.assertRegex(self.lines("model", "list")[1]["verified"], r"^20\d\d-\d\d-\d\dT")
        self.assertEqual(self.lines("model", "remove", "品牌")[0]["folder"], str(self.model))
        self.assertTrue((self.model / "weights").exists())
        self.assertEqual(self.error("model", "remove", "品牌", code=2)["code"], "model_unknown")

    def test_a_name_wherever_a_model_is_named(self):
        self.cli("model", "add", "模 型", "--name", "品牌")
        project = self.new_project()
        trained = self.lines("train", FILM, "--project", project, "--model", "品牌", "--steps", "1")[-1]
        self.assertEqual(trained["type"], "trained")
        shot = self.lines("generate", "--model", "品牌", "--prompt", "x", "--out", "a.mp4")[-1]
        self.assertEqual(shot["type"], "shot")
        self.lines("encode-text", "--model", "品牌", "--prompt", "x", "--out", "t.safetensors")
        self.lines("vae", "encode", FILM, "--model", "starter", "--frames", "5", "--out", "l.safetensors")
        for words in (("train", FILM, "--project", project), ("generate", "--prompt", "x", "--out", "b.mp4"),
                      ("encode-text", "--prompt", "x", "--out", "u.safetensors"),
                      ("vae", "encode", FILM, "--out", "m.safetensors")):
            error = self.error(*words, "--model", "nobody", code=2)
            self.assertEqual((error["code"], error["args"]["name"]), ("model_unknown", "nobody"))
        self.model.rename(self.folder / "away")
        self.assertEqual(self.error("generate", "--model", "品牌", "--prompt", "x", "--out", "b.mp4")["code"],
                         "model_folder_gone")
        self.assertIn("folder is gone", self.cli("model", "list")[0])

    def test_errors_of_names(self):
        self.cli("model", "add", self.model, "--name", "a")
        for words, code, exit_code in ((("add", self.model, "--name", "a"), "model_name_taken", 2),
                                       (("add", self.model, "--name", "a/b"), "bad_model_name", 2),
                                       (("add", self.model, "--name", "starter"), "starter_stays", 2),
                                       (("add", "nowhere"), "file_missing", 1),
                                       (("remove", "starter"), "starter_stays", 2),
                                       (("show", "nobody"), "model_unknown", 2)):
            self.assertEqual(self.error("model", *words, code=exit_code)["code"], code)
        (self.folder / "data 数据/brandloom/models.json").write_text("{")
        for words in (("list",), ("show", "a"), ("add", self.model)):
            self.assertEqual(self.error("model", *words)["code"], "registry_damaged")
        self.cli("model", "show", self.folder / "模 型" / ".", code=1)

    def test_list_loads_no_engine(self):
        trace = self.folder / "opened.txt"
        subprocess.run(["strace", "-f", "-qq", "-e", "trace=openat", "-o", trace, self.program, "model", "list"],
                       check=True, capture_output=True, env=self.environment)
        self.assertNotIn("libbrandloom_engine", trace.read_text(encoding="utf-8", errors="replace"))

    def test_convert(self):
        made = self.lines("model", "convert", self.model, "--out", "新")[-1]
        self.assertEqual(made["result"]["modelDir"], str(self.folder / "新"))
        self.assertEqual(self.error("model", "convert", self.model, "--out", "新")["code"], "output_taken")
        self.lines("model", "convert", self.model)
        self.assertTrue((self.model / "Wan2.1_VAE.safetensors").exists())

    def test_parts(self):
        text = self.lines("encode-text", "--prompt", "红色 的杯子", "--out", "文.safetensors")[-1]
        self.assertEqual((text["type"], text["result"]["textTokens"]), ("text", 64))
        data = (self.folder / "文.safetensors").read_bytes()
        header = json.loads(data[8:8 + int.from_bytes(data[:8], "little")])
        self.assertEqual({key: value["shape"] for key, value in header.items() if key != "__metadata__"},
                         {"embeddings": [64, 8], "ids": [64], "mask": [64]})
        self.assertEqual(self.error("encode-text", "--prompt", "x", "--out", "文.safetensors")["code"], "file_exists")
        self.assertEqual(self.error("encode-text", "--prompt", "x", "--out", "a.txt", code=2)["code"], "invalid_argument")
        latents = self.lines("vae", "encode", FILM, "--frames", "9", "--out", "l.safetensors")[-1]
        self.assertEqual((latents["frames"], latents["result"]["shape"]), (9, [16, 3, 8, 8]))
        film = self.lines("vae", "decode", "l.safetensors", "--out", "片.mp4", "--scale", "2")[-1]
        self.assertEqual((film["fps"], film["result"]["frames"]), (8, 9))
        probed = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-show_entries",
                                 "stream=nb_read_frames,width,r_frame_rate", "-of", "csv=p=0", self.folder / "片.mp4"],
                                capture_output=True, encoding="utf-8").stdout.strip()
        self.assertEqual(probed, "128,8/1,9")
        self.assertEqual(self.error("vae", "decode", "l.safetensors", "--out", "片.mp4")["code"], "file_exists")
        self.assertEqual(self.error("vae", "decode", "文.safetensors", "--out", "b.mp4")["code"], "not_latents")
        self.assertEqual(self.error("vae", "encode", "没有.mp4", "--out", "b.safetensors")["code"], "file_missing")
        self.assertFalse((self.folder / "b.mp4").exists() or (self.folder / "b.safetensors").exists())

    def test_adapters(self):
        weights = STARTER / "low_noise_model/diffusion_pytorch_model.safetensors"
        shown = self.lines("adapter", "inspect", weights, "--model", "starter")[-1]["description"]
        self.assertEqual((shown["files"][0]["kind"], shown["fits"]), ("LoRA", True))
        made = self.lines("adapter", "convert", weights, "--out", "o.safetensors", "--dialect", "kohya")[-1]
        self.assertEqual(made["files"], [str(self.folder / "o.safetensors")])
        self.assertEqual(self.error("adapter", "convert", weights, "--out", "o.safetensors")["code"], "output_taken")
        merged = self.lines("adapter", "merge", f"{weights}:0.5", weights, "--out", "合")[-1]
        self.assertEqual((merged["folder"], merged["changedTensors"]), (str(self.folder / "合"), 2))
        self.assertEqual(self.error("adapter", "merge", "none.safetensors", "--out", "x")["code"], "file_missing")
        self.assertEqual(self.error("adapter", "merge", ":1", "--out", "x", code=2)["code"], "invalid_argument")
        self.assertEqual(self.error("adapter", "merge", "--out", "x", code=2)["code"], "bad_usage")


if __name__ == "__main__":
    program.main()
