"""cmake/check_translations.py on this tree, and on small trees with one fault each."""
import house

SOURCE = """#include <QObject>
class Page : public QObject {
    Q_OBJECT
    void fill() {
        tr("Start training");
        tr("Step %1 of %2");
        tr("Open…");
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
</context>
</TS>
"""


class Translations(house.TreeCase):
    def check(self, source=SOURCE, ts=TS):
        self.write("gui/page.cpp", source)
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
        self.assertIn("3 texts", result.stdout)

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


if __name__ == "__main__":
    house.main()
