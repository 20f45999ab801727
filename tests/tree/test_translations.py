"""cmake/check_translations.py on this tree, and on small trees with one fault each."""
import house

SOURCE = """#include <QObject>
class Page : public QObject {
    Q_OBJECT
    void fill() {
        tr("Start training");
        tr("Step %1 of %2");
        tr("Open…");
        tr("%n clip(s)", nullptr, 3);
    }
};
"""
TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Page</name>
    <message><source>Start training</source><translation>开始训练</translation></message>
    <message><source>Step %1 of %2</source><translation>第 %1 / %2 步</translation></message>
    <message><source>Open…</source><translation>打开…</translation></message>
    <message numerus="yes"><source>%n clip(s)</source><translation><numerusform>%n 个素材</numerusform></translation></message>
</context>
</TS>
"""
ENGLISH = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Page</name>
    <message numerus="yes"><source>%n clip(s)</source>
        <translation><numerusform>%n clip</numerusform><numerusform>%n clips</numerusform></translation></message>
</context>
</TS>
"""


class Translations(house.TreeCase):
    def check(self, source=SOURCE, ts=TS, english=ENGLISH):
        self.write("gui/page.cpp", source)
        self.write("translations/brandloom_en.ts", english)
        self.write("translations/brandloom_zh_CN.ts", ts)
        return house.run(["python3", "-B", house.SOURCE / "cmake" / "check_translations.py", self.folder])

    def refused(self, words, **kwargs):
        result = self.check(**kwargs)
        self.assertEqual(result.returncode, 1, result.stdout)
        self.assertIn(words, result.stdout)
        self.assertEqual(len(result.stdout.strip().splitlines()), 1, result.stdout)

    def test_this_tree(self):
        result = house.run(["python3", "-B", house.SOURCE / "cmake" / "check_translations.py", house.SOURCE])
        self.assertEqual(result.returncode, 0, "\n" + result.stdout)

    def test_whole(self):
        result = self.check()
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("4 texts", result.stdout)

    def test_unfinished(self):
        self.refused('"Open…" is unfinished', ts=TS.replace("<translation>打开…", '<translation type="unfinished">打开…'))

    def test_new_text_in_source(self):
        self.refused('"Stop" is not in', source=SOURCE.replace('tr("Open…");', 'tr("Open…"); tr("Stop");'))

    def test_text_no_longer_used(self):
        self.refused('"Open…" is in brandloom_zh_CN.ts but in no source', source=SOURCE.replace('tr("Open…");', ""))

    def test_lost_placeholder(self):
        self.refused("['%2'] is in one language only", ts=TS.replace("第 %1 / %2 步", "第 %1 步"))

    def test_empty(self):
        self.refused("has an empty translation", ts=TS.replace("开始训练", ""))

    def test_missing_glyph(self):
        self.refused("U+0E01", ts=TS.replace("开始训练", "开始ก"))

    def test_quotes(self):
        self.refused("「」", ts=TS.replace("开始训练", "“开始”训练"))

    def test_lost_argument_of_a_failure(self):
        self.refused("['{file}'] is in one language only",
                     source=SOURCE.replace("Start training", "{file} is empty."),
                     ts=TS.replace("Start training", "{file} is empty."))

    def test_english_without_a_plural(self):
        self.refused("needs two forms", english=ENGLISH.replace("<numerusform>%n clips</numerusform>", ""))

    def test_english_left_as_in_the_source(self):
        self.refused("not said in words", english=ENGLISH.replace("%n clips", "%n clip(s)"))

    def test_english_is_not_current(self):
        self.refused("is not in brandloom_en.ts", english=ENGLISH.split("<context>", maxsplit=1)[0] + "</TS>")

    def test_context_has_its_namespace(self):
        self.write("gui/deep.h", """#pragma once
#include <QObject>
namespace a::b { class Deep : public QObject { Q_OBJECT
    void fill(); }; }
""")
        self.write("gui/deep.cpp", """#include "gui/deep.h"
namespace a::b { void Deep::fill() { tr("Deep"); } }
""")
        self.refused('a::b::Deep: "Deep" is not in')


if __name__ == "__main__":
    house.main()
