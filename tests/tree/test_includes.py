"""cmake/check_includes.py: this tree passes, and each kind of wrong include is seen in a small fake tree."""
import house

ROOMS = {
    "core/base": "TIER base",
    "core/door": "TIER base PUBLIC Brandloom::base",
    "core/weights": "TIER base PUBLIC Brandloom::base",
    "core/wan": "TIER engine PUBLIC Brandloom::base PRIVATE Brandloom::weights",
    "core/media": "TIER domain PUBLIC Brandloom::base",
    "core/store": "TIER domain PUBLIC Brandloom::base",
    "core/project": "TIER domain PUBLIC Brandloom::store",
    "core/studio": "TIER studio PUBLIC Brandloom::door PRIVATE Brandloom::project Brandloom::media",
    "gui/bridge": "TIER gui PUBLIC Brandloom::studio",
    "gui/widgets": "TIER gui",
    "gui/home": "TIER gui PUBLIC Brandloom::gui_bridge",
    "gui/train": "TIER gui PUBLIC Brandloom::gui_bridge Brandloom::gui_home",
    "gui/shell": "TIER gui PUBLIC Brandloom::gui_home",
    "app/cli": "TIER app PRIVATE Brandloom::studio EXECUTABLE brandloom-cli",
}


class Includes(house.TreeCase):
    def setUp(self):
        super().setUp()
        for path, words in ROOMS.items():
            self.write(f"{path}/CMakeLists.txt", f"brandloom_room({path} {words}\n  SOURCES a.cpp)\n")
            self.write(f"{path}/a.h", "#pragma once\n")
            self.write(f"{path}/a.cpp", f'#include "{path}/a.h"\n#include <vector>\n')

    def check(self, root=None):
        return house.run(["python3", "-B", house.SOURCE / "cmake" / "check_includes.py", root or self.folder])

    def faults_of(self, name, text):
        self.write(name, text)
        result = self.check()
        self.assertIn(result.returncode, (0, 1), result.stdout)
        return result.stdout.strip()

    def refused(self, name, text, words):
        found = self.faults_of(name, text)
        self.assertIn(words, found)
        self.assertTrue(found.startswith(name + ":"), found)
        self.assertEqual(len(found.splitlines()), 1, found)

    def test_this_tree(self):
        result = self.check(house.SOURCE)
        self.assertEqual(result.returncode, 0, "\n" + result.stdout)

    def test_right_tree(self):
        self.assertEqual(self.faults_of("core/studio/a.cpp",
                                        '#include "core/base/a.h"\n#include "core/store/a.h"\n#include <nlohmann/json.hpp>\n'), "")
        self.assertEqual(self.faults_of("gui/home/a.cpp", '#include <QWidget>\n#include "core/door/a.h"\n'), "")
        self.assertEqual(self.faults_of("core/wan/a.h", "#include <torch/torch.h>\n"), "")
        self.assertEqual(self.faults_of("core/media/b.cpp", "#include <libavcodec/avcodec.h>\n"), "")
        self.assertEqual(self.faults_of("core/project/x_repository.cpp", 'auto q = "SELECT id FROM run";\n'), "")
        self.assertEqual(self.faults_of("gui/widgets/theme.cpp", "app.setStyleSheet(text);\n"), "")
        self.assertEqual(self.faults_of("core/base/b.cpp", '// #include <QString>\nauto s = "Select a film from the list";\n'), "")

    def test_qt_in_core(self):
        for header in ("QString", "QtCore/QFile", "qglobal.h"):
            self.refused("core/media/b.h", f"#include <{header}>\n", "no Qt")

    def test_qt_in_command_line(self):
        self.refused("app/cli/b.cpp", "#include <QString>\n", "no Qt")

    def test_torch_outside_engine(self):
        for name in ("core/studio/b.cpp", "core/weights/b.h", "gui/train/b.cpp", "core/door/b.cpp"):
            self.refused(name, "#include <torch/torch.h>\n", "torch only")
            (self.folder / name).unlink()
        self.refused("core/media/b.cpp", "#include <ATen/ops/add.h>\n", "torch only")

    def test_json_in_header(self):
        self.refused("core/weights/b.h", "#include <nlohmann/json.hpp>\n", "no header includes nlohmann")

    def test_log_in_engine(self):
        self.refused("core/wan/b.cpp", "#include <spdlog/spdlog.h>\n", "not for rooms of tier engine")

    def test_media_outside_domain(self):
        for header in ("libavformat/avformat.h", "sqlite3.h", "SQLiteCpp/SQLiteCpp.h", "opencv2/core.hpp"):
            self.refused("core/studio/b.cpp", f"#include <{header}>\n", "only in rooms of tier domain")

    def test_room_not_named(self):
        self.refused("core/media/b.cpp", '#include "core/store/a.h"\n', "core/media does not name core/store")

    def test_private_door_is_not_handed_on(self):
        self.refused("app/cli/b.cpp", '#include "core/project/a.h"\n', "app/cli does not name core/project")

    def test_page_knows_no_other_page(self):
        self.refused("gui/train/b.cpp", '#include "gui/home/a.h"\n', "a page knows")

    def test_no_room(self):
        self.refused("core/attic/b.cpp", "#include <vector>\n", "lies in no room")
        (self.folder / "core/attic/b.cpp").unlink()
        self.refused("core/media/b.cpp", '#include "core/attic/b.h"\n', "lies in no room")

    def test_system_calls(self):
        self.refused("core/media/b.cpp", "#include <unistd.h>\n", "system calls only in core/base/platform")

    def test_sql(self):
        for text in ('"SELECT id FROM run"', 'R"(INSERT INTO run VALUES (1))"', 'R"sql(\n  SELECT 1)sql"',
                     '"PRAGMA journal_mode=WAL"', '"update run set state = ?"'):
            self.refused("core/studio/b.cpp", f"auto q = {text};\n", "SQL text only")

    def test_style_sheet(self):
        self.refused("gui/train/b.cpp", "widget->setStyleSheet(text);\n", "setStyleSheet only")

    def test_hidden_link(self):
        self.refused("core/media/CMakeLists.txt",
                     "brandloom_room(core/media TIER domain PUBLIC Brandloom::base SOURCES a.cpp)\n"
                     "target_link_libraries(brandloom_media PRIVATE torch)\n", "use brandloom_room instead")

    def test_relative_include(self):
        self.refused("core/media/b.cpp", '#include "a.h"\n', 'write the path from the root')


if __name__ == "__main__":
    house.main()
