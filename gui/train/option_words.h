#pragma once
// Names and explanations of a training's settings, in the language of the window.
#include <QCoreApplication>
#include <QString>

#include "core/studio/training/train_fields.h"

namespace brandloom::train {

class OptionWords {
    Q_DECLARE_TR_FUNCTIONS(brandloom::train::OptionWords)
  public:
    /// Empty for a field that nobody named: a test walks all of them.
    static QString label(const studio::TrainField& field);
    static QString tooltip(const studio::TrainField& field);
    static QString group(studio::FieldGroup group);
    /// Of a text that is one of several.
    static QString choice(const QString& value);
};

}  // namespace brandloom::train
