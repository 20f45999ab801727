#pragma once
// What is wrong with a set of clips before a training learns it, and what would put it right. Pure functions over
// plain facts, thread-safe, same findings for the same facts.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/cancel.h"
#include "core/base/progress.h"
#include "core/dataset/records.h"
#include "core/media/clip_measures.h"

namespace brandloom::dataset {

/// Facts of one clip. A rule whose facts are not known is passed over for that clip.
struct LintClip {
    Clip clip;
    std::string film;  ///< file name, for people
    enum class Source { Unknown, There, Gone, Changed } source = Source::Unknown;
    std::optional<bool> variableRate;
    bool isStill = false;  ///< the film is a single picture
    std::optional<media::ClipMeasures> measures;
    std::string problem;  ///< why it could not be measured, a sentence; empty: it could, or was not yet
    std::map<std::string, int> tokens;  ///< of captions, by language, as the model counts them
    std::string rightsHolder;
    std::optional<double> rightsUntil;  ///< seconds since 1970
};

struct LintOptions {
    double modelFps = 16;                 ///< of the model that is to learn
    int modelFrames = 0;                  ///< that it learns at once; 0: not known
    int mostTokens = 0;                   ///< of a caption that it reads; 0: not known
    int leastFrames = 9;                  ///< at that rate
    double mostSeconds = 10;              ///< longer clips are noted
    int leastClips = 8;                   ///< to learn from; fewer are learnt by heart
    int leastHeldOut = 2;                 ///< to measure with
    int leastWords = 3;                   ///< of a caption, see meaningfulWords
    std::vector<std::string> triggers;    ///< each caption must have all of them
    std::vector<std::string> styleWords;  ///< of the brand, beside stylePhrases()
    std::vector<std::string> languages;   ///< that every clip must have a caption in; empty: any one
    double now = 0;                       ///< seconds since 1970, for rights
    /// media::distance up to which two clips of about one length are copies. On 29 films of two looks, scaled,
    /// compressed again and cut, it finds all 145 pairs of copies, and of some 12000 other pairs a few of one
    /// person in one room; 10 would take films for copies that share no more than a brand's look.
    double copyDistance = 6;
};

enum class LintRule {
    CaptionEmpty,
    CaptionDuplicate,
    CaptionVague,
    CaptionLong,
    CaptionDraft,
    TriggerMissing,
    StyleLeak,
    NearDuplicate,
    CutInside,
    VariableRate,
    BlackBars,
    Static,
    Still,
    TooShort,
    TooLong,
    Shortens,
    TooFew,
    TooFewHeldOut,
    ValidationLeak,
    RightsMissing,
    RightsExpired,
    SourceMissing,
    SourceChanged,
    Unreadable
};
/// "caption_empty", "style_leak" ...: the code in JSON and in texts.
std::string_view word(LintRule rule);
std::span<const LintRule> lintRules();

enum class LintSeverity { Blocks, Warns, Notes };
std::string_view word(LintSeverity severity);

/// What a fix does about a finding; all of it can be undone.
enum class LintFix {
    None,
    SuggestCaption,  ///< writes a draft from the measures
    AddTrigger,      ///< puts those that lack before the caption
    RemoveWords,     ///< takes the words out of the caption
    KeepBest,        ///< rejects all but the one that a person marked highest, else the sharpest
    Split,           ///< two clips or more, between the cuts
    Crop,            ///< to what lies inside the bars
    Shorten,         ///< to the longest that is learnt
    Reject,
    Redraw  ///< draws the split again, with copies on one side
};
std::string_view word(LintFix fix);

struct LintFinding {
    LintRule rule = LintRule::CaptionEmpty;
    LintSeverity severity = LintSeverity::Warns;
    LintFix fix = LintFix::None;
    std::vector<ClipId> clips;  ///< rising; empty: of the whole dataset
    std::string language;       ///< of a caption's finding
    std::string detail;         ///< words that were found, numbers; for people and for the fix
    bool operator==(const LintFinding&) const = default;
};

/// The detail of a ValidationLeak between copies; another one is of one film or scene.
inline constexpr std::string_view kLeakOfCopies = "copies";

/// In the order of the rules, then of the clips. Clips that are rejected are to be left out by the caller.
/// Phase: "comparing" (pairs of clips, by their hashes). Error: kCancelled.
Result<std::vector<LintFinding>> lint(std::span<const LintClip> clips, const LintOptions& options,
                                      const StopToken& stop = {}, const ProgressSink& progress = {});

/// Groups of at least two clips that show the same, by index into `clips`, rising. Error: kCancelled.
Result<std::vector<std::vector<std::size_t>>> copies(std::span<const LintClip> clips, double distance,
                                                     const StopToken& stop = {}, const ProgressSink& progress = {});

/// The words of one language that name a look, and those that say nothing: what the fix takes out.
std::string withoutStyleWords(std::string_view text, const LintOptions& options);
std::string withoutVagueWords(std::string_view text);

/// The trigger words that a text lacks, in their order.
std::vector<std::string> missingTriggers(std::string_view text, const LintOptions& options);

/// Frames at the model's rate that a training can take of the clip; none for one of unknown length.
std::optional<int> framesFor(const Clip& clip, double modelFps);

/// A part of a source: [start, end) in seconds.
struct ClipPart {
    double startSeconds = 0;
    double endSeconds = 0;
    bool operator==(const ClipPart&) const = default;
};
/// What lies between the transitions, without those of dissolves and fades; parts below `leastSeconds` are left
/// out.
std::vector<ClipPart> partsBetween(const ClipPart& whole, std::span<const media::InnerTransition> transitions,
                                   double leastSeconds);

}  // namespace brandloom::dataset
