#include "gui/dataset/hint_words.h"

#include <QCoreApplication>

#include "gui/bridge/error_text.h"

namespace brandloom::dataset_page {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(brandloom::dataset_page::Words)

  public:
    static HintWords hint(const QString& rule, int n, const QString& detail) {
        if (rule == QLatin1String("caption_empty"))
            return {tr("%n clip(s) have no caption", nullptr, n), tr("They are trained with the empty prompt"),
                    tr("Suggest")};
        if (rule == QLatin1String("caption_duplicate"))
            return {tr("%n clip(s) share one caption", nullptr, n), tr("The model cannot tell them apart"), {}};
        if (rule == QLatin1String("caption_vague"))
            return {tr("%n caption(s) say little", nullptr, n), detail, tr("Take out")};
        if (rule == QLatin1String("caption_long"))
            return {tr("%n caption(s) are too long", nullptr, n), tr("The model does not read their end"), {}};
        if (rule == QLatin1String("caption_draft"))
            return {tr("%n clip(s) with drafts", nullptr, n), tr("Nobody has accepted these captions yet"), {}};
        if (rule == QLatin1String("trigger_missing"))
            return {tr("%n caption(s) lack the trigger word", nullptr, n), detail, tr("Add it")};
        if (rule == QLatin1String("style_leak"))
            return {tr("%n caption(s) name the look", nullptr, n), detail, tr("Take out")};
        if (rule == QLatin1String("near_duplicate"))
            return {tr("%n clips show nearly the same", nullptr, n), tr("The best one of each group is kept"),
                    tr("Keep best")};
        if (rule == QLatin1String("cut_inside"))
            return {tr("%n clip(s) have a cut inside", nullptr, n), tr("The model would learn to jump"),
                    tr("Split")};
        if (rule == QLatin1String("variable_rate"))
            return {tr("%n clip(s) of varying frame rate", nullptr, n),
                    tr("They are resampled by their time stamps"),
                    {}};
        if (rule == QLatin1String("black_bars"))
            return {tr("%n clip(s) have black bars", nullptr, n), tr("The model would learn the bars"), tr("Crop")};
        if (rule == QLatin1String("static"))
            return {tr("%n clip(s) stand still", nullptr, n), tr("Nothing moves for most of the time"),
                    tr("Reject")};
        if (rule == QLatin1String("still"))
            return {tr("%n still picture(s)", nullptr, n), tr("A training leaves them out"), {}};
        if (rule == QLatin1String("too_short"))
            return {tr("%n clip(s) are too short", nullptr, n), tr("They cannot be learnt"), tr("Reject")};
        if (rule == QLatin1String("too_long"))
            return {tr("%n clip(s) are long", nullptr, n), tr("A training takes parts of them"), tr("Shorten")};
        if (rule == QLatin1String("shortens"))
            return {tr("%n short clip(s) shorten all others", nullptr, n), detail, {}};
        return ofTheWhole(rule, n, detail);
    }

    static QString card(const QString& rule) {
        if (rule == QLatin1String("caption_empty")) return tr("No caption");
        if (rule == QLatin1String("caption_duplicate")) return tr("Same caption");
        if (rule == QLatin1String("caption_vague")) return tr("Says little");
        if (rule == QLatin1String("style_leak")) return tr("Names the look");
        if (rule == QLatin1String("trigger_missing")) return tr("No trigger word");
        if (rule == QLatin1String("near_duplicate")) return tr("Near twin");
        if (rule == QLatin1String("cut_inside")) return tr("Cut inside");
        if (rule == QLatin1String("black_bars")) return tr("Black bars");
        if (rule == QLatin1String("static")) return tr("Stands still");
        if (rule == QLatin1String("too_short")) return tr("Too short");
        if (rule == QLatin1String("rights_expired")) return tr("Rights ended");
        if (rule == QLatin1String("source_missing")) return tr("Film missing");
        if (rule == QLatin1String("source_changed")) return tr("Film changed");
        if (rule == QLatin1String("unreadable")) return tr("Unreadable");
        return {};
    }

    static QString part(const QString& name) {
        if (name == QLatin1String("amount")) return tr("Amount");
        if (name == QLatin1String("variety")) return tr("Variety");
        if (name == QLatin1String("sharpness")) return tr("Sharpness");
        if (name == QLatin1String("faults")) return tr("Faults");
        if (name == QLatin1String("captions")) return tr("Captions");
        if (name == QLatin1String("languages")) return tr("Languages");
        if (name == QLatin1String("copies")) return tr("Near twins");
        if (name == QLatin1String("rights")) return tr("Rights");
        return name;
    }

    static QString command(const QString& name) {
        if (name == QLatin1String("brand.set")) return tr("the brand");
        if (name == QLatin1String("brand.import")) return tr("taken into the brand");
        if (name == QLatin1String("dataset.add")) return tr("films added");
        if (name == QLatin1String("dataset.fix")) return tr("hints fixed");
        if (name == QLatin1String("dataset.rights")) return tr("rights");
        if (name == QLatin1String("dataset.split")) return tr("split drawn");
        if (name == QLatin1String("dataset.trigger")) return tr("trigger words");
        if (name == QLatin1String("clip.set")) return tr("clips changed");
        if (name == QLatin1String("dataset.version")) return tr("version kept");
        if (name == QLatin1String("clip.split")) return tr("clip split");
        if (name == QLatin1String("clip.remove")) return tr("clips removed");
        if (name == QLatin1String("caption.set")) return tr("caption written");
        if (name == QLatin1String("caption.suggest")) return tr("captions suggested");
        if (name == QLatin1String("caption.replace")) return tr("words replaced");
        if (name == QLatin1String("queue.move")) return tr("place of a job");
        if (name == QLatin1String("queue.edit")) return tr("settings of a waiting job");
        if (name == QLatin1String("queue.cancel")) return tr("waiting job cancelled");
        if (name == QLatin1String("queue.clear")) return tr("jobs cleared");
        return name;
    }

  private:
    static HintWords ofTheWhole(const QString& rule, int n, const QString& detail) {
        if (rule == QLatin1String("too_few")) return {tr("Few clips to learn from"), detail, {}};
        if (rule == QLatin1String("too_few_held_out"))
            return {tr("Few clips that are only measured"), tr("The held-out loss says little"), {}};
        if (rule == QLatin1String("validation_leak"))
            return {tr("%n clip(s) on both sides of the split", nullptr, n),
                    tr("What is learnt would also be measured with"), tr("Draw again")};
        if (rule == QLatin1String("rights_missing"))
            return {
                tr("%n clip(s) without noted rights", nullptr, n), tr("Note who holds them, and until when"), {}};
        if (rule == QLatin1String("rights_expired"))
            return {tr("Rights of %n clip(s) have ended", nullptr, n), tr("They may not be used any more"),
                    tr("Reject")};
        if (rule == QLatin1String("source_missing"))
            return {tr("Films of %n clip(s) are missing", nullptr, n), detail, tr("Reject")};
        if (rule == QLatin1String("source_changed"))
            return {tr("Films of %n clip(s) are others now", nullptr, n), detail, tr("Reject")};
        if (rule == QLatin1String("unreadable"))
            return {tr("%n clip(s) cannot be read", nullptr, n), detail, tr("Reject")};
        return {rule, detail, {}};
    }
};

}  // namespace

HintWords wordsOf(const studio::DatasetHint& hint) {
    const auto clips = static_cast<int>(hint.clips.size());
    auto words = Words::hint(bridge::fromUtf8(hint.rule), clips, bridge::fromUtf8(hint.detail));
    if (!hint.isFixable) words.fix.clear();
    return words;
}

QString cardWords(const studio::DatasetHint& hint) {
    return Words::card(bridge::fromUtf8(hint.rule));
}

QString partWords(const QString& part) {
    return Words::part(part);
}

QString commandWords(const QString& command) {
    return Words::command(command);
}

}  // namespace brandloom::dataset_page
