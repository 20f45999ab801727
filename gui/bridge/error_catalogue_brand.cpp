// Of the brand of a project.
#include <QtGlobal>

#include "gui/bridge/error_catalogue.h"

namespace brandloom::bridge {
namespace {

// clang-format off
constexpr ErrorWords kWords[] = {
    {"brand", "bad_colour",
     QT_TRANSLATE_NOOP("errors", "\"{value}\" is not a colour: {reason}."),
     QT_TRANSLATE_NOOP("errors", "Write NAME=#RRGGBB with six digits from 0 to 9 and A to F.")},
    {"brand", "bad_brand",
     QT_TRANSLATE_NOOP("errors", "{what} of a brand may not be {value}."),
     QT_TRANSLATE_NOOP("errors", "Use {allowed}.")},
    {"brand", "colour_missing",
     QT_TRANSLATE_NOOP("errors", "The brand has no colour \"{name}\"."),
     QT_TRANSLATE_NOOP("errors", "Choose one of these: {names}.")},
    {"brand", "bad_file",
     QT_TRANSLATE_NOOP("errors", "{file} cannot be read as a brand: {reason}."),
     QT_TRANSLATE_NOOP("errors", "Correct that place; 'brand show --json' writes the keys that are understood.")},
    {"brand", "bad_logo",
     QT_TRANSLATE_NOOP("errors", "{file} cannot be used as a logo: {reason}."),
     QT_TRANSLATE_NOOP("errors", "Export it as a PNG with a transparent ground, about 1000 pixels wide.")},
    {"brand", "no_colours",
     QT_TRANSLATE_NOOP("errors", "No colours could be found in {what}."),
     QT_TRANSLATE_NOOP("errors", "Choose a picture with colours in it, or import films into the dataset first.")},
    {"brand", "changed_meanwhile",
     QT_TRANSLATE_NOOP("errors", "{what} of the brand was changed meanwhile, so nothing was written."),
     QT_TRANSLATE_NOOP("errors", "Look at it as it is now, then change it again.")},
};
// clang-format on

}  // namespace

std::span<const ErrorWords> brandErrorWords() {
    return kWords;
}

}  // namespace brandloom::bridge
