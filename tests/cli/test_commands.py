"""Every command of brandloom-cli with the fake engine: results, files, errors, --json, Chinese names."""
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess

import program
from program import FILM


def sqlite(database, sql):
    return subprocess.run(["sqlite3", database, sql], check=True, capture_output=True, encoding="utf-8").stdout.strip()


def kebab(name):
    return "--" + re.sub("([A-Z])", lambda m: "-" + m[1].lower(), name)


class Commands(program.ProgramCase):
    def test_help_names_every_command(self):
        out, _ = self.cli("--help")
        for word in ("project", "train", "generate", "doctor", "demo", "world", "model", "encode-text", "vae", "adapter"):
            self.assertRegex(out, rf"(?m)^  {word} ")
        out, _ = self.cli("project", "--help")
        self.assertRegex(out, r"(?m)^  check ")
        self.assertRegex(self.cli("--version")[0], r"^Brandloom \d+\.\d+\.\d+\n$")

    def test_every_field_of_the_options_has_a_flag(self):
        header = (program.SOURCE / "core/door/requests.h").read_text(encoding="utf-8")
        other = {"modelDir": "--model", "styles": "--style", "negativePrompt": "--negative", "guidanceLow": "--guidance",
                 "guidanceHigh": "--guidance", "width": "--size", "height": "--size", "startFrame": "--image"}
        for struct, command in (("TrainOptions", "train"), ("GenerateRequest", "generate")):
            body = re.search(rf"struct {struct} \{{(.*?)bool operator", header, re.S)[1]
            fields = re.findall(r"(?m)^ +[\w:<>]+ (\w+)(?: = [^;]+)?;", body)
            self.assertGreater(len(fields), 10)
            help_text, _ = self.cli(command, "--help")
            for field in fields:
                self.assertRegex(help_text, rf"(?m)^  {other.get(field, kebab(field))} ", f"{command}: {field}")

    def test_defaults_in_the_help_are_those_of_the_struct(self):
        out, _ = self.cli("train", "--help")
        for words in ("--steps NUMBER=20", "--rank NUMBER=8", "--alpha NUMBER=16", "--targets TEXT=q,v",
                      "--learning-rate NUMBER=0.001"):
            self.assertIn(words, out)

    def test_what_stands_in_the_way_is_told_first(self):
        project = self.new_project()
        found = self.lines("train", project, FILM, "--check")[-1]
        self.assertEqual((found["type"], found["blocks"], found["clips"]), ("checked", False, 1))
        self.assertEqual([f["rule"] for f in found["findings"] if f["blocks"]], [])
        found = self.lines("train", project, self.folder / "没有.mp4", "--model", "no-such", "--check", code=1)[-1]
        self.assertEqual([f["rule"] for f in found["findings"] if f["blocks"]], ["model_missing", "source_gone"])
        out, _ = self.cli("train", project, self.folder / "没有.mp4", "--model", "no-such", "--check", code=1)
        self.assertIn("--model", out)
        self.assertIn("没有.mp4", out)
        found = self.lines("train", project, FILM, "--check", "--forecast", "--steps", "2")[-1]
        self.assertGreater(found["diskNeededBytes"], 0)
        self.assertIn("goes with none of", self.error("train", project, FILM, "--check", "--queue", code=2)["message"])
        self.assertEqual(self.lines("project", "info", project)[-1]["runs"], 0)

    def test_wrong_usage(self):
        for words, part in (((), "subcommand is required"), (("projct",), "projct"), (("train",), "required"),
                            (("project",), "subcommand is required"), (("project", "nw"), "project nw"),
                            (("project", "new", "x"), "--name is required"),
                            (("generate", "--prompt", "a", "--seed", "many"), "--seed"),
                            (("generate", "--prompt", "a", "--seed", "-1"), "--seed"),
                            (("generate", "--prompt", "a", "--guidance", "nan"), '"nan"'),
                            (("generate", "--prompt", "a", "--guidance", "1,2,3"), '"1,2,3"'),
                            (("generate", "--prompt", "a", "--shift", "nan"), '"nan"'),
                            (("generate", "--prompt", "a", "--size", "64"), '"64"'),
                            (("generate", "--prompt", "a", "--style", "风格@0"), "version"),
                            (("generate", "--prompt", "a", "--lora", ":0.5"), "--lora"),
                            (("generate",), "--recipe"),
                            (("generate", "--recipe", "r.json", "--steps", "4"), "--recipe"),
                            (("train", "x", "--project", "y", "--steps", "1.5"), "whole number"),
                            (("train", "x", "--project", "y", "--steps", "99999999999"), "--steps"),
                            (("doctor", "--stpes"), "--stpes")):
            error = self.error(*words, code=2)
            self.assertEqual((error["module"], error["code"]), ("cli", "bad_usage"))
            self.assertIn(part, error["message"])
            self.assertIn("--help", error["remedy"])
            self.assertNotIn("is not an allowed value", error["message"])
            _, err = self.cli(*words, code=2)
            self.assertEqual(len(err.splitlines()), 1)

    def test_project(self):
        out, _ = self.cli("project", "new", "我的 项目", "--name", "寓言 \"Fable\"")
        folder = self.folder / "我的 项目"
        self.assertIn(str(folder), out)
        made = self.lines("project", "info", folder)[0]
        self.assertEqual((made["name"], made["folder"], made["runs"]), ('寓言 "Fable"', str(folder), 0))
        self.assertEqual(sqlite(folder / "project.db", "SELECT name FROM project"), '寓言 "Fable"')
        check = self.lines("project", "check", folder)[-1]
        self.assertEqual((check["filesChecked"], check["findings"]), (0, []))
        self.assertEqual(self.error("project", "new", folder, "--name", "x")["code"], "project_exists")
        self.assertEqual(self.error("project", "info", "没有")["code"], "folder_missing")
        self.assertEqual(self.error("project", "new", "a/b/c", "--name", "x")["code"], "parent_missing")
        self.assertEqual(self.error("project", "new", "n", "--name", "", code=2)["code"], "bad_name")

    def test_info_loads_no_torch(self):
        folder = self.new_project()
        trace = self.folder / "opened.txt"
        subprocess.run(["strace", "-f", "-qq", "-e", "trace=openat", "-o", trace, self.program, "project", "info", folder],
                       check=True, capture_output=True, env=self.environment)
        opened = trace.read_text(encoding="utf-8", errors="replace")
        self.assertIn("project.db", opened)
        for library in ("torch", "libc10", "libbrandloom_engine", "cudart"):
            self.assertNotIn(library, opened)

    def test_train_generate_check(self):
        folder = self.new_project()
        lines = self.lines("train", FILM, "--project", folder, "--style", "风格", "--steps", "3")
        sequences = [line["sequence"] for line in lines if "sequence" in line]
        self.assertEqual(sequences, list(range(1, len(sequences) + 1)))
        self.assertEqual([line["step"] for line in lines if line["type"] == "loss"], list(range(1, 7)))
        self.assertEqual({line["what"] for line in lines if line["type"] == "recorded"},
                         {"run", "losses", "checkpoint", "style"})
        trained = lines[-1]
        self.assertEqual((trained["type"], trained["style"], trained["version"]), ("trained", "风格", 1))
        self.assertEqual(trained["result"]["stepsDone"], 6)
        out, _ = self.cli("train", FILM, "--project", folder, "--style", "风格", "--steps", "1")
        self.assertIn("风格: version 2", out)

        shot = self.lines("generate", "--project", folder, "--style", "风格", "--prompt", "一艘 船", "--seed", "5")[-1]
        self.assertEqual(shot["type"], "shot")
        film = pathlib.Path(shot["file"])
        self.assertEqual(film.parent, folder / "shots")
        self.assertEqual(json.loads(pathlib.Path(shot["recipe"]).read_text(encoding="utf-8"))["request"]["prompt"], "一艘 船")
        self.assertEqual(subprocess.run(["sha256sum", film], capture_output=True, encoding="utf-8").stdout[:64].strip("\\"),
                         shot["sha256"])
        info = self.lines("project", "info", folder)[0]
        self.assertEqual([info[key] for key in ("clips", "runs", "styles", "shots")], [1, 2, 1, 1])
        self.assertEqual(self.lines("project", "check", folder)[-1]["findings"], [])
        film.write_bytes(film.read_bytes()[:-1])
        findings = self.lines("project", "check", folder, code=1)[-1]["findings"]
        self.assertEqual([f["code"] for f in findings], ["file_changed"])
        self.assertIn("shots/" + film.name, self.cli("project", "check", folder, code=1)[0])

    def test_flags_reach_the_engine(self):
        folder = self.new_project()
        self.lines("train", FILM, "--project", folder, "--steps", "2", "--rank", "4", "--learning-rate", "0.5",
                   "--experts", "high", "--preview-prompt", "预 览", "--clips-per-film", "1")
        options = json.loads(sqlite(folder / "project.db", "SELECT options FROM training_run"))
        training = options["training"]
        self.assertEqual([training[k] for k in ("steps", "rank", "learningRate", "experts", "previewPrompt")],
                         [2, 4, 0.5, "high", "预 览"])
        self.assertEqual(options["clipsPerFilm"], 1)
        shot = self.lines("generate", "--out", "a.mp4", "--prompt", "x", "--steps", "7", "--guidance", "2.5",
                          "--negative", "", "--size", "64x64", "--dtype", "bf16", "--seed", "18446744073709551615", "--scale", "2")[-1]
        request = json.loads(pathlib.Path(shot["recipe"]).read_text(encoding="utf-8"))["request"]
        self.assertEqual((request["steps"], request["guidanceLow"], request["guidanceHigh"], request["negativePrompt"]),
                         (7, 2.5, 2.5, ""))
        self.assertEqual((request["width"], request["solver"], request["dtype"]), (64, "unipc", "bf16"))
        self.assertEqual(request["seed"], 18446744073709551615)
        size = subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=width", "-of", "csv=p=0", shot["file"]],
                              capture_output=True, encoding="utf-8").stdout.strip()
        self.assertEqual(size, "128")

    def recipe_of(self, shot):
        return json.loads(pathlib.Path(shot["recipe"]).read_text(encoding="utf-8"))

    def test_recipes_repeat_to_the_byte(self):
        folder = self.new_project()
        self.cli("train", FILM, "--project", folder, "--style", "风格", "--steps", "1")
        self.cli("train", FILM, "--project", folder, "--style", "风格", "--steps", "2")
        (self.folder / "下 载").mkdir()
        lora = self.folder / "下 载" / "a b:0.safetensors"
        lora.write_bytes(b"adapter")
        shot = self.lines("generate", "--project", folder, "--style", "风格@1:0.5,0.25", "--lora", f"{lora}:-0.5", "--prompt",
                          "一艘船 \"a\"", "--seed", "9", "--scale", "3", "--guidance", "2,3", "--out", "first.mp4")[-1]
        recipe = self.recipe_of(shot)
        style, file = recipe["styles"]
        self.assertEqual((style["kind"], style["name"], style["version"], style["strengthHigh"], style["strengthLow"]),
                         ("style", "风格", 1, 0.5, 0.25))
        self.assertEqual((file["kind"], file["name"], file["version"], file["strengthHigh"], file["strengthLow"]),
                         ("file", "a b:0.safetensors", 0, -0.5, -0.5))
        self.assertEqual(file["highSha256"], hashlib.sha256(b"adapter").hexdigest())
        self.assertEqual((recipe["request"]["guidanceLow"], recipe["request"]["guidanceHigh"]), (2, 3))
        self.assertNotIn(str(self.folder), json.dumps(recipe, ensure_ascii=False))
        for number, source in enumerate((shot["recipe"], shot["file"])):
            again = self.lines("generate", "--recipe", source, "--project", folder, "--lora", lora.parent, "--out",
                               f"again{number}.mp4")[-1]
            self.assertEqual(again["sha256"], shot["sha256"], source)
            self.assertEqual(pathlib.Path(again["recipe"]).read_bytes(), pathlib.Path(shot["recipe"]).read_bytes())
            self.assertTrue(again["repeatsItsRecipe"])
        # The file itself, or its neighbour, will do; another one, or none, will not.
        (lora.parent / "other.safetensors").write_bytes(b"another")
        self.lines("generate", "--recipe", shot["file"], "--project", folder, "--lora", lora.parent / "other.safetensors",
                   "--out", "neighbour.mp4")
        for words, name in ((("--project", folder), "a b:0.safetensors"), (("--lora", lora), "风格")):
            error = self.error("generate", "--recipe", shot["file"], *words, "--out", "no.mp4")
            self.assertEqual((error["code"], error["args"]["name"]), ("recipe_file_missing", name))
        self.assertFalse((self.folder / "no.mp4").exists())

    def test_recipe_errors(self):
        shot = self.lines("generate", "--prompt", "x", "--out", "x.mp4")[-1]
        recipe = self.recipe_of(shot)
        (self.folder / "empty.json").write_text("{}")
        (self.folder / "other.json").write_text(json.dumps({**recipe, "model": {**recipe["model"], "contentId": "z",
                                                                                   "name": "Another"}}))
        (self.folder / "scale.json").write_text(json.dumps({**recipe, "scale": 0}))
        for source, code, exit_code in (("empty.json", "bad_json", 1), ("nowhere.json", "file_missing", 1),
                                        ("other.json", "recipe_other_model", 1), (FILM, "recipe_absent", 1),
                                        ("scale.json", "invalid_argument", 2)):
            error = self.error("generate", "--recipe", source, "--out", "y.mp4", code=exit_code)
            self.assertEqual(error["code"], code, source)
        self.assertEqual(sorted(p.name for p in self.folder.glob("y.*")), [])
        # What comes out otherwise is told.
        (self.folder / "frames.json").write_text(json.dumps({**recipe, "result": {**recipe["result"], "fps": 9}}))
        self.assertFalse(self.lines("generate", "--recipe", "frames.json", "--out", "z.mp4")[-1]["repeatsItsRecipe"])

    def test_single_pictures_and_previews(self):
        shot = self.lines("generate", "--prompt", "x", "--out", "图 片", "--steps", "12", "--preview", "看/一看")[-1]
        names = sorted(p.name for p in (self.folder / "图 片").iterdir())
        self.assertEqual(names, [f"frame_{i:05}.png" for i in range(1, 18)] + ["recipe.json"])
        self.assertEqual(self.size_of(self.folder / "图 片" / "frame_00001.png"), "64,64")
        self.assertEqual(sorted(p.name for p in (self.folder / "看/一看").iterdir()), ["step_0005.png", "step_0010.png"])
        again = self.lines("generate", "--recipe", shot["recipe"], "--out", "再")[-1]
        self.assertEqual(again["sha256"], shot["sha256"])
        for name in names:
            self.assertEqual((self.folder / "再" / name).read_bytes(), (self.folder / "图 片" / name).read_bytes())
        self.assertEqual(self.error("generate", "--prompt", "x", "--out", "图 片")["code"], "file_exists")
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["再", "图 片", "看"])

    def test_styles_by_version(self):
        folder = self.new_project()
        self.cli("train", FILM, "--project", folder, "--style", "a@b:c", "--steps", "1")
        ask = ("generate", "--project", folder, "--prompt", "x")
        self.assertEqual(self.recipe_of(self.lines(*ask, "--style", "a@b:c")[-1])["styles"][0]["version"], 1)
        self.assertEqual(self.recipe_of(self.lines(*ask, "--style", "a@b:c@1:0.5")[-1])["styles"][0]["name"], "a@b:c")
        for style, code, exit_code in (("a@b:c@2", "style_no_version", 1), ("none", "style_missing", 1),
                                       ("a@b:c:9", "invalid_argument", 2)):
            self.assertEqual(self.error(*ask, "--style", style, code=exit_code)["code"], code)
        sqlite(folder / "project.db", "UPDATE style_version SET model_content_id = 'other'")
        self.assertEqual(self.error(*ask, "--style", "a@b:c")["code"], "style_of_other_model")
        self.assertEqual(self.error("generate", "--prompt", "x", "--out", "x.mp4", "--image", "x.png", code=2)["code"],
                         "no_start_frame")

    def test_train_errors(self):
        folder = self.new_project()
        (self.folder / "text.mp4").write_text("no film")
        self.assertEqual(self.error("train", "没有.mp4", "--project", folder)["code"], "file_missing")
        self.assertEqual(self.error("train", "text.mp4", "--project", folder)["code"], "not_a_film")
        self.assertEqual(self.error("train", FILM, "--project", "nowhere")["code"], "folder_missing")
        self.assertEqual(self.error("train", FILM, "--project", folder, "--model", "nowhere", code=2)["code"],
                         "model_unknown")
        self.assertEqual(self.error("train", FILM, "--project", folder, "--style", "", code=2)["code"], "invalid_argument")
        failed = self.error("train", FILM, "--project", folder, environment={"BRANDLOOM_FAKE_FAIL_AT_STEP": "4"})
        self.assertEqual((failed["module"], failed["code"]), ("training", "loss_not_finite"))
        self.assertEqual(failed["args"]["step"], "4")

    def test_generate_errors(self):
        folder = self.new_project()
        (self.folder / "mine.mp4").write_text("mine")
        for words, code, exit_code in (
                (("--prompt", "x"), "no_project", 2),
                (("--prompt", "x", "--out", "mine.mp4"), "file_exists", 1),
                (("--prompt", "x", "--out", "mine.avi"), "bad_film_name", 2),
                (("--prompt", "x", "--project", folder, "--style", "没有"), "style_missing", 1),
                (("--prompt", "x", "--out", "new.mp4", "--scale", "99"), "invalid_argument", 2)):
            self.assertEqual(self.error("generate", *words, code=exit_code)["code"], code)
        self.assertEqual((self.folder / "mine.mp4").read_text(), "mine")
        self.assertFalse((self.folder / "new.mp4").exists())

    def test_project_that_is_being_written(self):
        folder = self.new_project()
        writer = self.start("train", FILM, "--project", folder, "--steps", "100000", "--json",
                            environment={"BRANDLOOM_FAKE_SECONDS_PER_STEP": "0.01"})
        try:
            for line in writer.stdout:
                if '"loss"' in line:
                    break
            self.assertIn(f"process {writer.pid} ", self.lines("project", "info", folder)[0]["heldBy"])
            error = self.error("generate", "--project", folder, "--prompt", "x")
            self.assertEqual(error["code"], "locked")
            self.assertEqual(error["args"]["pid"], str(writer.pid))
        finally:
            writer.kill()
            writer.communicate()

    def test_doctor(self):
        lines = self.lines("doctor")
        self.assertEqual([line["id"] for line in lines[:-1]],
                         ["cpu", "memory", "disk", "gpu", "engine", "fonts", "codecs", "models", "locale"])
        self.assertTrue(lines[-1]["sound"])
        engine = {line["id"]: line for line in self.lines("doctor", "--engine")[:-1]}["engine"]
        self.assertEqual(engine["value"], "LibTorch fake on CPU")
        (self.program.parent.parent / "lib/brandloom/libbrandloom_engine.so").rename(self.folder / "away.so")
        try:
            lines = self.lines("doctor", code=1)
            self.assertFalse(lines[-1]["sound"])
            error = self.error("generate", "--prompt", "x", "--out", "x.mp4")
            self.assertEqual((error["module"], error["code"]), ("engine", "engine_unavailable"))
        finally:
            (self.folder / "away.so").rename(self.program.parent.parent / "lib/brandloom/libbrandloom_engine.so")

    def test_engine_of_another_build(self):
        library = self.program.parent.parent / "lib/brandloom/libbrandloom_engine.so"
        shutil.copy(library, self.folder / "good.so")
        build_id = re.search(r'kBuildId = "([0-9a-f]{16})"',
                             (program.BUILD / "generated/core/door/build_id.h").read_text())[1].encode()
        data = library.read_bytes()
        self.assertIn(build_id, data)
        library.unlink()
        library.write_bytes(data.replace(build_id, b"0123456789abcdef"))
        try:
            error = self.error("generate", "--prompt", "x", "--out", "x.mp4")
            self.assertEqual(error["code"], "build_mismatch")
            self.assertEqual(error["args"]["theirs"], "0123456789abcdef")
        finally:
            library.unlink()
            shutil.copy(self.folder / "good.so", library)

    def size_of(self, picture):
        return subprocess.run(["ffprobe", "-v", "error", "-show_entries", "stream=width,height", "-of", "csv=p=0", picture],
                              capture_output=True, encoding="utf-8").stdout.strip()

    def test_demo(self):
        lines = self.lines("demo", "--smoke", "--out", "演 示")
        stages = [line for line in lines if line["type"] == "stage"]
        self.assertEqual([s["what"] for s in stages], ["project", "train"] + ["generate"] * 4 + ["contact_sheet", "export"])
        self.assertEqual([s["number"] for s in stages], list(range(1, 9)))
        done = lines[-1]
        self.assertEqual(done["type"], "demo")
        self.assertEqual([p["target"] for p in done["pieces"]], ["9x16", "16x9", "1x1"])
        films = [shot["file"] for shot in done["shots"]]
        self.assertEqual(len(set(films)), 4)
        self.assertEqual([s["withStyle"] for s in done["shots"]], [False, False, True, True])
        self.assertEqual(done["shots"][0]["prompt"], done["shots"][2]["prompt"])
        self.assertIn("蓝色的香水", done["shots"][1]["prompt"])
        for path in [*films, done["contactSheet"], *(p["file"] for p in done["pieces"])]:
            self.assertTrue(path.startswith(str(self.folder / "演 示")) and os.path.getsize(path) > 500, path)
        self.assertEqual(done["training"]["stepsDone"], 40)
        self.assertEqual(self.lines("project", "info", "演 示")[0]["shots"], 4)
        self.assertEqual(self.lines("project", "check", "演 示")[-1]["findings"], [])
        versions = self.lines("dataset", "version", "演 示")[0]["versions"]
        self.assertEqual([(v["title"], v["version"], v["now"]) for v in versions], [("Demo", done["datasetVersion"], True)])
        self.assertEqual(sqlite(self.folder / "演 示" / "project.db", "SELECT DISTINCT dataset_version FROM style_version"),
                         done["datasetVersion"])
        self.assertEqual(self.error("demo", "--out", "演 示")["code"], "project_exists")
        self.assertEqual(self.size_of(done["contactSheet"]), "1264,1060", "the film, two prompts without and with")
        whole = self.lines("demo", "--out", "three")[-1]
        prompts = [shot["prompt"] for shot in whole["shots"]]
        self.assertEqual(len(prompts), 8)
        self.assertIn("一个红色的马克杯", prompts[3])
        self.assertEqual(self.size_of(whole["contactSheet"]), "1264,1908")
        out, _ = self.cli("demo", "--smoke", "--out", "two", "--prompt", "a red mug", FILM)
        self.assertEqual(out.count("-style.mp4"), 2)
        self.assertIn(str(self.folder / "two/contact_sheet.png"), out)

    def test_world_render(self):
        clip = self.lines("world", "render", "subject=car", "colour=red", "--out", "车.mp4", "--width", "64", "--height",
                          "64", "--frames", "5", "--supersampling", "1")[-1]
        self.assertIn("red car", clip["captionEn"])
        self.assertEqual((self.folder / "车.zh.txt").read_text(encoding="utf-8").strip(), clip["captionZh"])
        count = subprocess.run(["ffprobe", "-v", "error", "-count_frames", "-show_entries", "stream=nb_read_frames", "-of",
                                "csv=p=0", clip["file"]], capture_output=True, encoding="utf-8").stdout.strip()
        self.assertEqual(count, "5")
        again = ("world", "render", "--out", "车.mp4")
        self.assertEqual(self.error(*again)["code"], "file_exists")
        self.assertEqual(self.error("world", "render", "subject=unicorn", "--out", "u.mp4", code=2)["code"],
                         "unknown_word")

    def test_films_without_a_project(self):
        cuts = program.SOURCE / "resources" / "samples" / "sample_cuts.mp4"
        shots = self.lines("film", "shots", cuts)[-1]
        self.assertEqual([t["firstFrame"] for t in shots["transitions"]], [33, 66])
        self.assertEqual([s["frames"] for s in shots["shots"]], [33, 33, 33])
        by_shot = self.lines("film", "measure", "--shots", cuts)[-1]["clips"]
        self.assertEqual([clip["frames"] for clip in by_shot], [33, 33, 33])
        self.lines("world", "render", "camera=pan-left", "setting=wood", "--out", "摇.mp4", "--width", "160", "--height", "160",
                   "--frames", "17", "--supersampling", "1")
        first, second = [line for line in self.lines("film", "measure", "摇.mp4", cuts) if line["type"] == "measures"]
        self.assertEqual(first["clips"][0]["camera"]["kind"], "pan-left")
        self.assertEqual((second["clips"][0]["width"], len(second["clips"])), (384, 1))
        self.assertIn("camera pan-left", self.cli("film", "measure", "摇.mp4")[0])
        self.assertIn("then a cut", self.cli("film", "shots", cuts)[0])
        self.assertEqual(self.error("film", "shots", "没有.mp4")["code"], "file_missing")
        self.lines("world", "render", "--shake", "0.02", "--out", "手.mp4", "--width", "64", "--height", "64", "--frames", "5")
        self.assertEqual(self.error("world", "render", "--shake", "2", "--out", "x.mp4", code=2)["code"], "bad_shake")

    def test_plain_locale_and_closed_pipe(self):
        self.cli("project", "new", "项", "--name", "名", environment={"LANG": "C", "LC_ALL": "C"})
        out, _ = self.cli("project", "info", "项", environment={"LANG": "C", "LC_ALL": "C"})
        self.assertIn("名", out)
        process = self.start("train", FILM, "--project", "项", "--json")
        process.stdout.close()
        process.wait(60)
        self.assertIn(process.returncode, (0, 1))
        process.stderr.close()
        self.assertEqual(self.lines("project", "check", "项")[-1]["findings"], [])


if __name__ == "__main__":
    program.main()
