#pragma once
// The pages that exist, in the order of the rail.
#include <QKeySequence>
#include <QString>
#include <QWidget>
#include <span>

namespace brandloom::bridge {
class Session;
}

namespace brandloom::shell {

struct PageEntry {
    const char* id;
    const char* icon;
    const char* name;  ///< English, marked for translation in the context "pages"
    int key;           ///< Ctrl + this
    QWidget* (*make)(bridge::Session& session);
    bool isAtFoot = false;  ///< of the rail
};

std::span<const PageEntry> pages();
QString pageName(const PageEntry& page);

}  // namespace brandloom::shell
