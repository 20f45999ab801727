"""cmake/check_style.py on this tree, and on small wrong trees that it must refuse."""
import shutil

import house


class Style(house.TreeCase):
    def check(self, root, *which):
        return house.run(["python3", "-B", house.SOURCE / "cmake" / "check_style.py", root, *which])

    def refused(self, which, words):
        result = self.check(self.folder, which)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn(words, result.stdout)

    def passes(self, root, *which):
        result = self.check(root, *which)
        self.assertEqual(result.returncode, 0, "\n" + result.stdout)

    def test_this_tree_is_formatted(self):
        self.passes(house.SOURCE, "format")

    def test_this_tree_has_small_files(self):
        self.passes(house.SOURCE, "size")

    def test_this_tree_names_no_machine(self):
        self.passes(house.SOURCE, "paths")

    def test_unformatted_file(self):
        shutil.copy(house.SOURCE / ".clang-format", self.folder)
        self.write("core/base/a.cpp", "int  main( ){return 0;}\n")
        self.refused("format", "core/base/a.cpp:1")
        self.write("core/base/a.cpp", "int main() {\n    return 0;\n}\n")
        self.passes(self.folder, "format")

    def test_long_file(self):
        self.write("core/base/a.cpp", "\n" * 600)
        self.passes(self.folder, "size")
        self.write("core/base/a.cpp", "\n" * 601)
        self.refused("size", "core/base/a.cpp: 601 lines, at most 600")
        self.write("cmake/large_files.txt", "# lines file\n700 core/base/a.cpp\n")
        self.passes(self.folder, "size")
        self.write("core/base/a.cpp", "\n" * 701)
        self.refused("size", "701 lines, at most 700")

    def test_machine_path(self):
        for part in ("work", "root", "home"):
            self.write("a.cpp", f'auto ok = folder / "{part}" / name;  // <prefix>/{part}/x\n')
            self.passes(self.folder, "paths")
            self.write("a.cpp", f'auto bad = "/{part}/someone/file";\n')
            self.refused("paths", "a.cpp:1")

    def test_ignored_files_do_not_count(self):
        house.run(["git", "init", "-q", self.folder])
        self.write(".gitignore", "/build/\n")
        self.write("build/a.cpp", "\n" * 900)
        self.passes(self.folder, "size")
        self.write("b.cpp", "\n" * 900)
        self.refused("size", "b.cpp")


if __name__ == "__main__":
    house.main()
