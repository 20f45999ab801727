"""project pack|unpack, with Python's zipfile and tarfile, unzip and tar as witnesses and as makers of hostile archives."""
import hashlib
import io
import os
import shutil
import signal
import stat
import subprocess
import tarfile
import zipfile

import program
from program import FILM
from test_projects import sqlite


def tree(folder):
    """Relative name -> hash of every file that an archive has: what can be made again is not in it."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(("project.db", "project.lock"))
            and path.relative_to(folder).parts[0] not in ("backups", "cache")}


class Packing(program.ProgramCase):
    def filled(self):
        project = self.new_project("品牌 项目")
        self.cli("dataset", "add", project, FILM)
        self.cli("train", "--project", project, "--steps", "4", "--style", "海边")
        self.cli("generate", "--project", project, "--style", "海边", "--prompt", "红杯")
        (project / "shots" / "笔记 notes.txt").write_text("自己的文件", encoding="utf-8")
        return project

    def nothing_left(self, before):
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_round_trip(self):
        project = self.filled()
        self.cli("project", "backup", project)
        for ending in ("zip", "tar", "ZIP"):
            archive = self.folder / f"成品.{ending}"
            packed = self.lines("project", "pack", project, archive)[-1]
            self.assertEqual((packed["findings"], packed["leftOut"]), ([], []))
            if ending == "tar":
                with tarfile.open(archive) as file:
                    names = file.getnames()
                subprocess.run(["tar", "-tf", archive], check=True, capture_output=True)
            else:
                with zipfile.ZipFile(archive) as file:
                    names = file.namelist()
                    self.assertIsNone(file.testzip())
                subprocess.run(["unzip", "-tq", archive], check=True, capture_output=True)
            self.assertEqual(len(names), packed["files"])
            self.assertEqual(set(names), {"品牌 项目/project.db"} | {f"品牌 项目/{name}" for name in tree(project)})
            target = self.folder / f"搬家 {ending}"
            unpacked = self.lines("project", "unpack", archive, target)[-1]
            self.assertEqual((unpacked["findings"], unpacked["files"]), ([], packed["files"]))
            self.assertGreaterEqual(unpacked["filesChecked"], 3)
            self.assertEqual(tree(target), tree(project))
            old, new = (self.lines("project", "info", p)[-1] for p in (project, target))
            self.assertEqual({**old, "folder": ""}, {**new, "folder": ""})
            self.assertEqual(sqlite(target / "project.db", "PRAGMA integrity_check"), "ok")
            self.cli("project", "undo", target)
            self.cli("generate", "--project", target, "--style", "海边", "--prompt", "蓝杯")
        self.nothing_left(sorted(["品牌 项目", "成品.zip", "成品.tar", "成品.ZIP", "搬家 zip", "搬家 tar", "搬家 ZIP"]))

    def test_changed_and_missing_files_are_said(self):
        project = self.filled()
        shot = next((project / "shots").glob("*.mp4"))
        shot.write_bytes(shot.read_bytes() + b"x")
        next((project / "blobs").rglob("?" * 64)).unlink()
        (project / "shots" / "link").symlink_to("/etc/passwd")
        packed = self.lines("project", "pack", project, "a.zip", code=1)[-1]
        self.assertEqual(sorted(f["code"] for f in packed["findings"]), ["file_changed", "file_gone"])
        self.assertEqual(packed["leftOut"], ["shots/link"])
        unpacked = self.lines("project", "unpack", "a.zip", "b", code=1)[-1]
        self.assertEqual(sorted(f["code"] for f in unpacked["findings"]), ["file_changed", "file_gone"])

    def test_wrong_words(self):
        project = self.new_project()
        (self.folder / "a.zip").write_text("mine")
        before = sorted(os.listdir(self.folder))
        self.assertEqual(self.error("project", "pack", project, "a.zip")["code"], "archive_exists")
        self.assertEqual(self.error("project", "pack", project, "a.rar", code=2)["code"], "archive_name")
        self.assertEqual(self.error("project", "pack", project, project / "a.tar", code=2)["code"], "archive_inside")
        self.assertEqual(self.error("project", "pack", "没有", "b.zip")["code"], "folder_missing")
        self.assertEqual(self.error("project", "pack", project, "没有/b.zip")["code"], "file_unwritable")
        self.assertEqual(self.error("project", "unpack", "没有.zip", "b")["code"], "file_missing")
        self.assertEqual(self.error("project", "unpack", ".", "b")["code"], "not_regular_file")
        self.assertEqual(self.error("project", "unpack", "a.zip", "b")["code"], "archive_unreadable")
        self.assertEqual(self.error("project", "unpack", "a.zip", project)["code"], "project_exists")
        self.assertEqual(self.error("project", "unpack", "a.zip", "没有/b")["code"], "parent_missing")
        self.assertEqual((self.folder / "a.zip").read_text(), "mine")
        self.nothing_left(before)

    def test_hostile_archives(self):
        project = self.new_project()
        database = (project / "project.db").read_bytes()

        def zipped(name, *entries, mode=0):
            with zipfile.ZipFile(self.folder / name, "w", zipfile.ZIP_DEFLATED) as file:
                file.writestr("p/project.db", database)
                for entry, content in entries:
                    info = zipfile.ZipInfo(entry)
                    info.external_attr = mode << 16
                    info.compress_type = zipfile.ZIP_DEFLATED
                    file.writestr(info, content)

        def tarred(name, entry, kind, link=""):
            with tarfile.open(self.folder / name, "w") as file:
                info = tarfile.TarInfo("p/project.db")
                info.size = len(database)
                file.addfile(info, io.BytesIO(database))
                info = tarfile.TarInfo(entry)
                info.type, info.linkname = kind, link
                file.addfile(info)

        zipped("up.zip", ("../evil", "x"))
        zipped("up2.zip", ("p/shots/../../../evil", "x"))
        zipped("absolute.zip", ("/tmp/evil", "x"))
        zipped("backslash.zip", ("p\\..\\..\\evil", "x"))
        zipped("break.zip", ("p/a\nb", "x"))
        zipped("link.zip", ("p/shots/link", "/etc/passwd"), mode=stat.S_IFLNK | 0o777)
        zipped("twice.zip", ("p/a", "x"), ("p/a", "y"))
        zipped("both.zip", ("p/a", "x"), ("p/a/b", "y"))
        zipped("deep.zip", ("p/" + "d/" * 40 + "f", "x"))
        zipped("long.zip", ("p/" + "n" * 300, "x"))
        zipped("log.zip", ("p/project.db-wal", "x"))
        zipped("bomb.zip", *((f"p/{i}", bytes(20 << 20)) for i in range(5)))
        tarred("link.tar", "p/shots/link", tarfile.SYMTYPE, "/etc/passwd")
        tarred("hard.tar", "p/shots/link", tarfile.LNKTYPE, "../../etc/passwd")
        tarred("pipe.tar", "p/pipe", tarfile.FIFOTYPE)
        tarred("device.tar", "p/null", tarfile.CHRTYPE)
        hostile = sorted(path.name for path in self.folder.iterdir() if path.suffix in (".zip", ".tar"))
        self.assertEqual(len(hostile), 16)
        before = sorted(os.listdir(self.folder))
        for name in hostile:
            with self.subTest(name):
                self.assertEqual(self.error("project", "unpack", name, "新")["code"], "archive_refused")
                self.nothing_left(before)
        self.assertFalse(os.path.exists("/tmp/evil"))
        self.assertFalse((self.root / "evil").exists())

    def test_hostile_databases(self):
        project = self.filled()
        self.cli("project", "pack", project, "good.tar")

        def with_database(change):
            folder = self.folder / "x"
            shutil.copytree(project, folder, ignore=shutil.ignore_patterns("project.lock", "backups"))
            change(folder / "project.db")
            with tarfile.open(self.folder / "bad.tar", "w") as file:
                file.add(folder, "x")
            shutil.rmtree(folder)

        sha = "0" * 64
        for change, code in [
                (lambda db: sqlite(db, "CREATE TRIGGER t AFTER INSERT ON setting BEGIN DELETE FROM shot; END"),
                 "archive_refused"),
                (lambda db: sqlite(db, "CREATE VIEW v AS SELECT writefile('/tmp/evil', 'x')"), "archive_refused"),
                (lambda db: sqlite(db, f"UPDATE shot SET relative_path = 'shots/../../secret', sha256 = '{sha}'"),
                 "archive_refused"),
                (lambda db: db.write_bytes(db.read_bytes()[:9000]), "archive_no_project"),
                (lambda db: db.write_bytes(b""), "archive_no_project"),
                (lambda db: db.write_bytes(b"x" * 5000), "archive_no_project"),
                (lambda db: db.unlink(), "archive_no_project")]:
            with_database(change)
            error = self.error("project", "unpack", "bad.tar", "新")
            self.assertEqual(error["code"], code, error)
            self.assertEqual(sorted(os.listdir(self.folder)), ["bad.tar", "good.tar", "品牌 项目"])
        with_database(lambda db: sqlite(db, "PRAGMA user_version = 99; CREATE TABLE hologram (id INTEGER)"))
        self.cli("project", "unpack", "bad.tar", "未来")
        self.assertIn("newer Brandloom", self.cli("project", "info", "未来")[0])

    def test_cut_anywhere(self):
        project = self.filled()
        for ending in ("zip", "tar"):
            self.cli("project", "pack", project, f"a.{ending}")
            whole = (self.folder / f"a.{ending}").read_bytes()
            for part in range(8):
                (self.folder / f"cut.{ending}").write_bytes(whole[:len(whole) * part // 8])
                process = self.start("project", "unpack", f"cut.{ending}", "新", "--json")
                out, _ = process.communicate(timeout=60)
                self.assertEqual(process.returncode, 1, out)
                shutil.rmtree(self.folder / "新", ignore_errors=True)
                self.assertEqual([n for n in os.listdir(self.folder) if n.startswith(".")], [])

    def test_stopped(self):
        project = self.new_project()
        big = project / "shots" / "big.bin"
        with open(big, "wb") as file:
            for _ in range(600):
                file.write(os.urandom(1 << 20))
        process = self.start("project", "pack", project, "a.tar", "--json")
        for line in process.stdout:
            if '"packing"' in line:
                process.send_signal(signal.SIGINT)
                break
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.nothing_left(["项 目"])


    def test_killed_while_unpacking(self):
        project = self.new_project()
        with open(project / "shots" / "big.bin", "wb") as file:
            for _ in range(200):
                file.write(os.urandom(1 << 20))
        self.cli("project", "pack", project, "a.tar")
        process = self.start("project", "unpack", "a.tar", "新", "--json")
        for line in process.stdout:
            if '"unpacking"' in line:
                process.send_signal(signal.SIGKILL)
                break
        process.communicate(timeout=60)
        self.assertFalse((self.folder / "新").exists())
        self.assertEqual(len([n for n in os.listdir(self.folder) if n.startswith(".brandloom-new-")]), 2)
        self.cli("project", "unpack", "a.tar", "新")
        self.nothing_left(["a.tar", "新", "项 目"])

    def test_killed_while_packing(self):
        project = self.new_project()
        with open(project / "shots" / "big.bin", "wb") as file:
            for _ in range(200):
                file.write(os.urandom(1 << 20))
        process = self.start("project", "pack", project, "a.tar", "--json")
        for line in process.stdout:
            if '"packing"' in line:
                process.send_signal(signal.SIGKILL)
                break
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, -signal.SIGKILL)
        self.assertFalse((self.folder / "a.tar").exists())
        self.assertEqual(len([n for n in os.listdir(self.folder) if n.startswith(".")]), 2)
        self.cli("project", "pack", project, "a.tar")
        self.nothing_left(["a.tar", "项 目"])


if __name__ == "__main__":
    program.main()
