"""starter transformer and evaluate with the fake engine: log, sheets, going on, table, flags."""
import json
import re
import signal

import program


def kebab(name):
    return "--" + re.sub("([A-Z])", lambda m: "-" + m[1].lower(), name)


class Starter(program.ProgramCase):
    def test_every_field_of_the_options_has_a_flag(self):
        header = (program.SOURCE / "core/door/starter_tools.h").read_text(encoding="utf-8")
        for struct, command in (("StarterOptions", "transformer"), ("StarterEvaluateRequest", "evaluate")):
            body = re.search(rf"struct {struct} \{{(.*?)bool operator", header, re.S)[1]
            fields = re.findall(r"(?m)^ +[\w:<>]+ (\w+)(?: = [^;]+)?;", body)
            self.assertGreater(len(fields), 8)
            help_text, _ = self.cli("starter", command, "--help")
            for field in fields:
                flag = {"modelDir": "--model", "cacheDir": "--out", "styles": "--lora"}.get(field, kebab(field))
                self.assertRegex(help_text, rf"(?m)^  {flag} ", f"{command}: {field}")

    def test_a_training_leaves_log_and_sheets_and_goes_on(self):
        out = self.folder / "跑 1"
        words = ("starter", "transformer", "--out", out, "--init", self.folder, "--samples", "64", "--batch", "16",
                 "--measure-every", "2", "--sheet-every", "2")
        trained = self.lines(*words)[-1]
        self.assertEqual((trained["type"], trained["result"]["steps"], trained["result"]["stopped"]), ("trained", 4, False))
        log = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
        self.assertEqual([line["kind"] for line in log],
                         ["started", "held-out", "held-out", "checkpoint", "ended", "loss"])
        self.assertEqual(log[0]["value"]["options"]["samples"], 64)
        self.assertEqual((log[1]["step"], log[1]["levels"]), (2, [0.5]))
        self.assertEqual(sorted(p.name for p in (out / "sheets").iterdir()), ["step-00000002.png", "step-00000004.png"])
        self.assertEqual(self.error(*words, code=2)["code"], "taken")
        self.assertEqual(self.error("starter", "transformer", "--out", self.folder / "new", "--resume", code=2)["code"], "no_state")
        self.lines("starter", "transformer", "--out", out, "--resume", "--samples", "32")
        log = [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]
        again = [line for line in log if line["kind"] == "started"][-1]["value"]
        self.assertTrue(again["resume"])
        self.assertIn("samples", again["changed"])

    def test_ctrl_c_saves(self):
        process = self.start("starter", "transformer", "--out", self.folder / "a", "--json", "--samples", "16000000",
                             environment={"BRANDLOOM_FAKE_SECONDS_PER_STEP": "0.02"})
        self.addCleanup(lambda: process.poll() is None and process.kill())
        for line in process.stdout:
            if json.loads(line)["type"] == "loss":
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        self.assertEqual((process.returncode, err), (130, ""))
        self.assertTrue(json.loads(out.splitlines()[-1])["result"]["stopped"])

    def test_evaluate_prints_a_table_and_keeps_a_report(self):
        words = ("starter", "evaluate", "--model", self.folder, "--out", self.folder / "报告", "--specs", "4")
        evaluated = self.lines(*words)[-1]
        self.assertEqual(evaluated["type"], "evaluated")
        report = json.loads((self.folder / "报告" / evaluated["report"]).read_text(encoding="utf-8"))
        self.assertEqual(report, evaluated["result"])
        # The fake films do not move at all, so no pan is right.
        self.assertIn({"source": "films", "axis": "pan direction", "right": 0, "total": 4, "chance": 0.5}, report["scores"])
        out, _ = self.cli(*words)
        self.assertRegex(out, r"(?m)^ +subject +pan direction$")
        self.assertRegex(out, r"(?m)^films +0\.500±0\.250 +0\.000±0\.000$")
        self.assertRegex(out, r"(?m)^reconstructions +psnr +26\.200±0\.100$")


if __name__ == "__main__":
    program.main()
