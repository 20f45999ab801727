// What came to datasets later: curation, versions, the query line, layouts of other programs.
#include <QtGlobal>

#include "gui/bridge/error_catalogue.h"

namespace brandloom::bridge {
namespace {

// clang-format off
constexpr ErrorWords kWords[] = {
    {"dataset", "split_conflict",
     QT_TRANSLATE_NOOP("errors", "Clips of {group} are wanted on both sides of the split."),
     QT_TRANSLATE_NOOP("errors", "Choose one side for all clips of that film or scene: what is measured may not show what is learnt.")},
    {"dataset", "clip_missing",
     QT_TRANSLATE_NOOP("errors", "There is no clip {id} in the project."),
     QT_TRANSLATE_NOOP("errors", "See the clips and their numbers with 'dataset show'.")},
    {"dataset", "caption_missing",
     QT_TRANSLATE_NOOP("errors", "Clip {id} has no caption in {language}."),
     QT_TRANSLATE_NOOP("errors", "Write one, or choose another language.")},
    {"dataset", "range_outside",
     QT_TRANSLATE_NOOP("errors", "The range {start} to {end} s of clip {id} does not lie inside its film of {length} s."),
     QT_TRANSLATE_NOOP("errors", "Choose an in and an out point inside the film, at least one picture apart.")},
    {"dataset", "version_missing",
     QT_TRANSLATE_NOOP("errors", "The dataset \"{dataset}\" has no frozen version {version}."),
     QT_TRANSLATE_NOOP("errors", "Choose one of these: {names}.")},
    {"dataset", "bad_query",
     QT_TRANSLATE_NOOP("errors", "The query cannot be understood at \"{part}\": {reason}."),
     QT_TRANSLATE_NOOP("errors", "Use {allowed}.")},
    {"dataset", "source_unknown",
     QT_TRANSLATE_NOOP("errors", "The project knows no film {film}."),
     QT_TRANSLATE_NOOP("errors", "Name its path as 'dataset show' gives it, or the first digits of its hash.")},
    {"dataset", "other_content",
     QT_TRANSLATE_NOOP("errors", "{file} is another film than the one that is looked for."),
     QT_TRANSLATE_NOOP("errors", "Choose the file with the same content; its name does not matter.")},
    {"dataset", "no_layout",
     QT_TRANSLATE_NOOP("errors", "{folder} holds no dataset that can be read: {reason}."),
     QT_TRANSLATE_NOOP("errors", "Name a folder of films and texts, or the TOML file of musubi-tuner or diffusion-pipe.")},
    {"dataset", "bad_layout",
     QT_TRANSLATE_NOOP("errors", "{file} does not describe a dataset: {reason}."),
     QT_TRANSLATE_NOOP("errors", "Correct that place, or write the file again with the program that made it.")},
    {"dataset", "folder_in_use",
     QT_TRANSLATE_NOOP("errors", "{folder} already holds files."),
     QT_TRANSLATE_NOOP("errors", "Name a new or an empty folder; nothing was overwritten.")},
    {"dataset", "bad_captions",
     QT_TRANSLATE_NOOP("errors", "{file} cannot be read as captions: {reason}."),
     QT_TRANSLATE_NOOP("errors", "Use JSON lines or CSV as 'caption export' writes them, or a folder of NAME.zh.txt, NAME.en.txt and NAME.txt.")},
};
// clang-format on

}  // namespace

std::span<const ErrorWords> datasetErrorWords() {
    return kWords;
}

}  // namespace brandloom::bridge
