#include "gui/train/train_choices.h"

#include <QCoreApplication>
#include <QSettings>
#include <algorithm>

#include "core/base/paths.h"
#include "gui/bridge/error_text.h"
#include "gui/bridge/forecast_book.h"
#include "gui/bridge/session.h"

namespace brandloom::train {

using bridge::fromUtf8;
using studio::FieldValue;

namespace {

constexpr const char* kQuick = "quick-try";
constexpr double kThorough = 2.5;
/// What the page says itself, whatever the recipe does.
constexpr const char* kPaced[] = {"steps", "previewEvery", "checkpointEvery", "validateEvery"};

QVariant variantOf(const FieldValue& value) {
    return std::visit(
        [](const auto& v) {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::string>)
                return QVariant(fromUtf8(v));
            else if constexpr (std::is_same_v<T, std::uint64_t>)
                return QVariant(static_cast<qulonglong>(v));
            else
                return QVariant(v);
        },
        value);
}

/// In the type of the field.
FieldValue valueFrom(const studio::TrainField& field, const QVariant& variant) {
    FieldValue value = studio::valueOf(field, {});
    std::visit(
        [&](auto& v) {
            using T = std::decay_t<decltype(v)>;
            if constexpr (std::is_same_v<T, std::string>)
                v = variant.toString().toStdString();
            else if constexpr (std::is_same_v<T, std::uint64_t>)
                v = variant.toULongLong();
            else if constexpr (std::is_same_v<T, bool>)
                v = variant.toBool();
            else if constexpr (std::is_same_v<T, double>)
                v = std::clamp(variant.toDouble(), field.low, field.high);
            else
                v = static_cast<int>(std::clamp(variant.toDouble(), field.low, field.high));
        },
        value);
    return value;
}

}  // namespace

const studio::TrainField* trainField(const std::string& name) {
    for (const auto& field : studio::trainFields())
        if (name == field.name) return &field;
    return nullptr;
}

const studio::TrainingPreset* TrainChoices::preset(const std::string& id) const {
    const auto found = std::ranges::find(m_presets, id, &studio::TrainingPreset::id);
    return found == m_presets.end() ? nullptr : &*found;
}

std::vector<const studio::TrainingPreset*> TrainChoices::kinds() const {
    std::vector<const studio::TrainingPreset*> out;
    for (const auto& one : m_presets)
        if (one.id != kQuick) out.push_back(&one);
    return out;
}

void TrainChoices::setKind(const std::string& id) {
    if (id != kQuick && preset(id) != nullptr) m_kind = id;
}

int TrainChoices::steps(Preset length) const {
    const auto* kind = preset(m_kind);
    const int usual = kind != nullptr ? kind->training.steps : door::TrainOptions().steps;
    if (length == Preset::Standard) return usual;
    if (length == Preset::Thorough) return static_cast<int>(kThorough * usual);
    const auto* quick = preset(kQuick);
    return std::min(usual, quick != nullptr ? quick->training.steps : usual);
}

void TrainChoices::setLength(Preset preset) {
    length = preset;
    for (const char* name : kPaced) m_own.erase(name);
}

void TrainChoices::setOwn(const std::string& field, const FieldValue& value) {
    if (trainField(field) != nullptr) m_own[field] = value;
}

studio::TrainStyleOptions TrainChoices::options(bool holdsOut, const QString& prompt) const {
    return options(length, holdsOut, prompt);
}

studio::TrainStyleOptions TrainChoices::options(Preset chosen, bool holdsOut, const QString& prompt) const {
    studio::TrainStyleOptions out;
    for (const QString& film : films) out.films.push_back(pathFromUtf8(film.toStdString()));
    if (films.isEmpty()) out.dataset = dataset.toStdString();
    out.styleName = styleName.trimmed().toStdString();
    out.caption = caption.trimmed().toStdString();
    if (!model.isEmpty()) out.modelDir = pathFromUtf8(model.toStdString());
    std::vector<std::string> said(std::begin(kPaced), std::end(kPaced));
    if (const auto* kind = preset(m_kind)) studio::applyPreset(*kind, said, out);
    auto& t = out.training;
    t.steps = steps(chosen);
    const double scale = t.alpha / t.rank;
    t.previewPrompt = prompt.toStdString();
    const auto apply = [&](const std::string& name) {
        const auto value = m_own.find(name);
        if (const auto* field = trainField(name); field != nullptr && value != m_own.end())
            studio::setValue(*field, value->second, out);
    };
    for (const char* first : {"steps", "experts"}) apply(first);
    const int total = bridge::ForecastBook::totalSteps(t);
    t.previewEvery = previewEvery(total);
    t.checkpointEvery = 2 * previewEvery(total);
    t.validateEvery = holdsOut ? previewEvery(total) : 0;
    for (const auto& [name, value] : m_own) apply(name);
    if (m_own.contains("rank") && !m_own.contains("alpha")) t.alpha = scale * t.rank;
    return out;
}

void TrainChoices::take(const studio::TrainStyleOptions& o) {
    films.clear();
    for (const Path& film : o.films) films << fromUtf8(utf8FromPath(film));
    styleName = fromUtf8(o.styleName);
    caption = fromUtf8(o.caption);
    dataset = fromUtf8(o.dataset);
    model = fromUtf8(utf8FromPath(o.modelDir));
    m_own.clear();
    for (const Preset one : kPresets)
        if (o.training.steps >= steps(one)) length = one;
    const auto shown = options(o.training.validateEvery > 0, fromUtf8(o.training.previewPrompt));
    for (const auto& field : studio::trainFields())
        if (const auto value = studio::valueOf(field, o); value != studio::valueOf(field, shown))
            m_own[field.name] = value;
}

void TrainChoices::load() {
    const auto settings = bridge::userSettings();
    styleName = settings
                    ->value(QStringLiteral("train/styleName"),
                            QCoreApplication::translate("brandloom::train::TrainPresenter", "My look",
                                                        "default name of a Style"))
                    .toString();
    length = static_cast<Preset>(qBound(0, settings->value(QStringLiteral("train/preset"), 0).toInt(), 2));
    setKind(settings->value(QStringLiteral("train/kind")).toString().toStdString());
    settings->beginGroup(QStringLiteral("train/own"));
    for (const QString& name : settings->childKeys())
        if (const auto* field = trainField(name.toStdString()))
            m_own[field->name] = valueFrom(*field, settings->value(name));
    settings->endGroup();
}

void TrainChoices::save() const {
    const auto settings = bridge::userSettings();
    settings->setValue(QStringLiteral("train/styleName"), styleName);
    settings->setValue(QStringLiteral("train/preset"), static_cast<int>(length));
    settings->setValue(QStringLiteral("train/kind"), fromUtf8(m_kind));
    settings->remove(QStringLiteral("train/own"));
    for (const auto& [name, value] : m_own)
        if (name != "previewPrompt")
            settings->setValue(QStringLiteral("train/own/") + fromUtf8(name), variantOf(value));
}

}  // namespace brandloom::train
