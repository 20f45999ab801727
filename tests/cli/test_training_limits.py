"""brandloom-cli trains where there is too little: memory (a real limit of the address space), disk (a small tmpfs of a
namespace of one's own), and somebody who does not read what is told."""
import json
import pathlib
import re
import resource
import sqlite3
import subprocess
import time

import program
from program import FILM

DEADLINE = 60


def until(done, what):
    end = time.monotonic() + DEADLINE
    while not done():
        if time.monotonic() > end:
            raise AssertionError(f"not within {DEADLINE} s: {what}")
        time.sleep(0.05)


class Memory(program.ProgramCase):
    REAL_ENGINE = True

    def train(self, folder, *words, limit=0):
        """(exit code, lines, largest address space in bytes)."""
        process = self.start("train", "--project", folder, *words, "--json",
                             preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit))) if limit else None)
        lines, largest = [], 0
        for text in process.stdout:
            lines.append(json.loads(text))
            if lines[-1]["type"] == "loss" and (status := pathlib.Path(f"/proc/{process.pid}/status")).exists():
                found = re.search(r"VmPeak:\s+(\d+)", status.read_text())
                largest = max(largest, int(found[1]) * 1024 if found else 0)
        process.communicate()
        return process.returncode, lines, largest

    def test_a_step_that_does_not_fit_names_the_next_smaller_setting_and_keeps_what_was_learned(self):
        folder = self.new_project()
        code, _, largest = self.train(folder, FILM, "--steps", "3", "--batch", "1", "--style", "x")
        self.assertEqual(code, 0)
        limit = largest + (200 << 20)
        words = ("--resume", "--run", "1", "--steps", "5")
        code, lines, _ = self.train(folder, *words, "--batch", "64", limit=limit)
        error = lines[-1]
        self.assertEqual((code, error["type"], error["module"], error["code"]), (1, "error", "training", "out_of_memory"))
        self.assertEqual(error["args"], {"option": "gradient-checkpointing", "value": "on"})
        kept = [line for line in lines if line["type"] == "checkpoint"]
        self.assertEqual([line["step"] for line in kept], [6])
        self.assertTrue(pathlib.Path(kept[0]["statePath"]).is_file())
        # As told, and once more as told: now it fits, and goes on after what was kept.
        code, lines, _ = self.train(folder, "--resume", "--gradient-checkpointing", "--batch", "64", limit=limit)
        if code:
            self.assertEqual(lines[-1]["args"]["option"], "batch", lines[-1])
        code, lines, _ = self.train(folder, "--resume", "--gradient-checkpointing", "--batch", "1", limit=limit)
        self.assertEqual((code, lines[-1].get("resumedAfter")), (0, 6), lines[-1])
        self.assertEqual(lines[-1]["result"]["stepsDone"], 10)
        self.assertEqual(self.lines("project", "check", folder)[-1]["findings"], [])


class Disk(program.ProgramCase):
    REAL_ENGINE = True

    def test_a_disk_that_fills_up_ends_it_and_it_goes_on_later(self):
        disk, told = self.folder / "disk", self.folder / "told"
        disk.mkdir()
        script = f"""set -e
mount -t tmpfs -o size=64m none '{disk}'
cli() {{ '{self.program}' "$@" ; }}
cli project new '{disk}/p' --name p > /dev/null
cli train '{FILM}' --project '{disk}/p' --method full --steps 2 --style big --json > '{told}.big' || true
cli train '{FILM}' --project '{disk}/p' --steps 400 --batch 1 --style x --checkpoint-every 2 --keep-checkpoints 2 --json > '{told}.1' &
for i in $(seq 600); do grep -q '"type":"checkpoint"' '{told}.1' && break; sleep 0.1; done
fallocate -l $(( $(df --output=avail -k '{disk}' | tail -1) * 1024 - 1500000 )) '{disk}/fill'
wait $! || true
rm '{disk}/fill'
cli train --project '{disk}/p' --resume --json > '{told}.2' & second=$!
for i in $(seq 600); do grep -q '"type":"loss"' '{told}.2' && break; sleep 0.1; done
kill -INT $second; wait $second || true
cli project check '{disk}/p' --json > '{told}.check'
"""
        subprocess.run(["unshare", "--map-root-user", "--mount", "bash", "-c", script], check=True, timeout=200,
                       env=self.environment, stdout=subprocess.DEVNULL)

        def lines(ending):
            return [json.loads(text) for text in (told.parent / (told.name + ending)).read_text().splitlines()]
        too_big = lines(".big")[-1]
        self.assertEqual((too_big["module"], too_big["code"]), ("training", "disk_too_small"))
        self.assertFalse([line for line in lines(".big") if line["type"] == "loss"], "refused before the first step")
        first = lines(".1")
        # Found out before the save, or while something was written.
        self.assertIn(first[-1].get("code"), ("disk_too_small", "disk_full"), first[-1])
        saved = [line["step"] for line in first if line["type"] == "checkpoint"]
        self.assertEqual(lines(".2")[-1]["resumedAfter"], saved[-1])
        self.assertEqual(lines(".check")[-1]["findings"], [])


class Reader(program.ProgramCase):
    def test_who_does_not_read_holds_nothing_up(self):
        folder = self.new_project()
        self.environment = {key: value for key, value in self.environment.items() if key != "OMP_WAIT_POLICY"}
        process = self.start("train", FILM, "--project", folder, "--steps", "1500", "--style", "x", "--json")

        def ended():
            with sqlite3.connect(f"file:{folder / 'project.db'}?mode=ro", uri=True) as database:
                return database.execute("SELECT state FROM training_run").fetchall() == [("finished",)]
        until(ended, "the training ends although nobody reads its lines")
        self.assertIsNone(process.poll(), "its lines are still waiting")
        # What the same bytes from run to run need of the engine's libraries is set by the program itself.
        chosen = pathlib.Path(f"/proc/{process.pid}/environ").read_bytes().split(b"\0")
        self.assertIn(b"MKL_CBWR=AUTO", chosen)
        self.assertIn(b"OMP_WAIT_POLICY=passive", chosen)
        out, err = process.communicate(timeout=DEADLINE)
        steps = [line["step"] for line in map(json.loads, out.splitlines()) if line["type"] == "loss"]
        self.assertEqual((process.returncode, err, steps), (0, "", list(range(1, 3001))))


if __name__ == "__main__":
    program.main()
