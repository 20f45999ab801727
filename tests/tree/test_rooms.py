"""A room that reaches upwards must make configuring fail (cmake/BrandloomRoom.cmake), and a right house must pass."""
import house

TOP = """cmake_minimum_required(VERSION 3.25)
project(Fake LANGUAGES CXX)
foreach(lib fmt torch qt_core qt_widgets sqlitecpp openssl)
  add_library(fake_${{lib}} INTERFACE)
  add_library(ThirdParty::${{lib}} ALIAS fake_${{lib}})
endforeach()
add_library(fake_warnings INTERFACE)
add_library(Brandloom::warnings ALIAS fake_warnings)
include("{module}")
{rooms}
"""
BASE = ("core/base", "TIER base PUBLIC ThirdParty::fmt")
DOOR = ("core/door", "TIER base PUBLIC Brandloom::base")
STORE = ("core/store", "TIER domain PUBLIC Brandloom::base PRIVATE ThirdParty::sqlitecpp")
STUDIO = ("core/studio", "TIER studio PUBLIC Brandloom::door PRIVATE Brandloom::store")
BRIDGE = ("gui/bridge", "TIER gui PUBLIC Brandloom::studio ThirdParty::qt_core")


class Rooms(house.TreeCase):
    def configure(self, *rooms, readme=True):
        for path, words in rooms:
            self.write(f"{path}/CMakeLists.txt", f"brandloom_room({path} {words} SOURCES a.cpp)\n")
            self.write(f"{path}/a.cpp", "int brandloomFake() { return 0; }\n")
            if readme:
                self.write(f"{path}/README.md", "A room.\n")
        lines = "\n".join(f"add_subdirectory({path})" for path, _ in rooms)
        self.write("CMakeLists.txt", TOP.format(module=house.SOURCE / "cmake" / "BrandloomRoom.cmake", rooms=lines))
        return house.run(["cmake", "-G", "Ninja", "-DCMAKE_CXX_COMPILER_FORCED=TRUE", "-S", self.folder, "-B",
                          self.folder / "build"])

    def refused(self, result, *words):
        text = " ".join(result.stdout.split())
        self.assertNotEqual(result.returncode, 0, text)
        for word in words:
            self.assertIn(word, text)

    def test_right_house_passes(self):
        result = self.configure(BASE, DOOR, STORE, STUDIO, BRIDGE)
        self.assertEqual(result.returncode, 0, result.stdout)

    def test_window_may_not_link_torch(self):
        self.refused(self.configure(BASE, ("gui/train", "TIER gui PUBLIC Brandloom::base ThirdParty::torch")),
                     "gui/train (gui) may not link torch")

    def test_core_may_not_link_qt(self):
        self.refused(self.configure(BASE, ("core/media", "TIER domain PRIVATE ThirdParty::qt_core")),
                     "core/media (domain) may not link qt_core")

    def test_engine_may_not_use_domain(self):
        self.refused(self.configure(BASE, STORE, ("core/training", "TIER engine PUBLIC Brandloom::store")),
                     "core/training (engine) may not use room 'store' (domain)")

    def test_domain_may_not_use_engine_libraries(self):
        self.refused(self.configure(BASE, ("core/dataset", "TIER domain PUBLIC ThirdParty::torch")),
                     "core/dataset (domain) may not link torch")

    def test_window_may_not_use_domain(self):
        self.refused(self.configure(BASE, STORE, ("gui/home", "TIER gui PUBLIC Brandloom::store")),
                     "gui/home (gui) may not use room 'store' (domain)")

    def test_unknown_room(self):
        self.refused(self.configure(BASE, ("core/media", "TIER domain PUBLIC Brandloom::nowhere")),
                     "room 'nowhere' does not exist")

    def test_unknown_tier(self):
        self.refused(self.configure(("core/base", "TIER attic")), "unknown tier 'attic'")

    def test_plain_library_name(self):
        self.refused(self.configure(BASE, ("core/media", "TIER domain PRIVATE avcodec")),
                     "'avcodec' is neither")

    def test_missing_readme(self):
        self.refused(self.configure(BASE, readme=False), "a room has a README.md")


if __name__ == "__main__":
    house.main()
