#pragma once
// What a person chose for a training: films, what should be learnt, how long, and single settings that go before
// the recipe. Plain values, no widgets.
#include <QStringList>
#include <map>
#include <string>
#include <vector>

#include "core/studio/training/presets.h"
#include "core/studio/training/train_fields.h"

namespace brandloom::train {

/// How long.
enum class Preset { Quick, Standard, Thorough };
constexpr Preset kPresets[] = {Preset::Quick, Preset::Standard, Preset::Thorough};

class TrainChoices {
  public:
    /// `presets` as the studio ships them.
    explicit TrainChoices(std::vector<studio::TrainingPreset> presets) : m_presets(std::move(presets)) {}

    QStringList films;  ///< empty: the dataset
    QString styleName;
    QString caption;
    QString dataset;  ///< empty: the only one, else the oldest
    QString model;    ///< name; empty: what the setting says
    Preset length = Preset::Quick;

    /// Recipes that say what is learnt; the others only say how long.
    [[nodiscard]] std::vector<const studio::TrainingPreset*> kinds() const;
    [[nodiscard]] const std::string& kind() const { return m_kind; }
    /// Unknown ones leave it as it is.
    void setKind(const std::string& id);
    /// Per expert.
    [[nodiscard]] int steps(Preset preset) const;

    /// Steps and intervals that were changed by hand give way.
    void setLength(Preset preset);
    /// Settings that were changed by hand, by field.
    [[nodiscard]] const std::map<std::string, studio::FieldValue>& own() const { return m_own; }
    void setOwn(const std::string& field, const studio::FieldValue& value);
    void forgetOwn() { m_own.clear(); }

    /// `holdsOut`: there are clips enough to only measure some. `prompt`: of the previews where none is set by
    /// hand.
    [[nodiscard]] studio::TrainStyleOptions options(bool holdsOut, const QString& prompt) const;
    /// The same for another length.
    [[nodiscard]] studio::TrainStyleOptions options(Preset length, bool holdsOut, const QString& prompt) const;

    /// How long and what is learnt by these options, as near as it can be said: the rest becomes own settings.
    void take(const studio::TrainStyleOptions& options);

    /// The choices but for films, caption and dataset, which belong to one training.
    void load();
    void save() const;

    /// Steps of both experts between two previews.
    static int previewEvery(int totalSteps) { return std::max(4, totalSteps / 6); }

  private:
    [[nodiscard]] const studio::TrainingPreset* preset(const std::string& id) const;
    std::vector<studio::TrainingPreset> m_presets;
    std::string m_kind = "whole-look";
    std::map<std::string, studio::FieldValue> m_own;
};

/// The field of that name; null: there is none.
const studio::TrainField* trainField(const std::string& name);

}  // namespace brandloom::train
