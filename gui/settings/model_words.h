#pragma once
// What a model is, in the language of the window.
#include <QCoreApplication>
#include <QString>
#include <QStringList>

#include "gui/bridge/settings_desk.h"

namespace brandloom::settings {

/// Something said with a mark.
enum class Level { Plain, Ok, Info, Warning, Problem };

struct MarkedLine {
    Level level = Level::Plain;
    QString text;
    QString detail;
    bool operator==(const MarkedLine&) const = default;
};

class ModelWords {
    Q_DECLARE_TR_FUNCTIONS(brandloom::settings::ModelWords)
  public:
    /// "Starter" for the model that ships, else its name.
    static QString name(const studio::ListedModel& model);
    /// "Wan2.2-T2V-A14B", "Small model of the kind Wan2.2-T2V-A14B".
    static QString title(const std::string& title);
    /// "Wan 2.2, text to video, two experts".
    static QString family(const std::string& kind);
    static QString layout(const std::string& layout);
    static QString part(const std::string& part);
    /// "2.3 GB".
    static QString bytes(std::int64_t bytes);
    /// "14.3 billion".
    static QString count(std::int64_t count);
    /// All parts together.
    static std::int64_t bytesOf(const door::ModelDescription& model);
    /// One line per part that is there.
    static QVector<MarkedLine> parts(const door::ModelDescription& model);
    /// One line per official file that is not there.
    static QVector<MarkedLine> missing(const std::vector<std::string>& files);
    static QVector<MarkedLine> findings(const std::vector<Error>& findings);
    /// What a finished check says, its verdict first.
    static QVector<MarkedLine> check(const bridge::SettingsDesk::Check& check);
    /// "14 November 2026"; empty when it cannot be read.
    static QString day(const std::string& utc);
    /// "Reading and comparing, 1.2 of 2.3 GB".
    static QString progress(const bridge::Verification& running);
};

}  // namespace brandloom::settings
