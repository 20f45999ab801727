#pragma once
// Rules of lint, parts of the score and commands of the journal in the window's language.
#include <QString>

#include "core/studio/workbench/dataset_desk_types.h"

namespace brandloom::dataset_page {

struct HintWords {
    QString what;         ///< "12 clips have no caption"
    QString consequence;  ///< "They are trained with the empty prompt"
    QString fix;          ///< verb of the button; empty: nothing to press
};
HintWords wordsOf(const studio::DatasetHint& hint);
/// One or two words for the picture of a clip that the hint is about; empty: not worth a label.
QString cardWords(const studio::DatasetHint& hint);
/// "Amount and length"; an unknown part by its own name.
QString partWords(const QString& part);
/// "captions written", of an undo record's command.
QString commandWords(const QString& command);

}  // namespace brandloom::dataset_page
