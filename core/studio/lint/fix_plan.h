#pragma once
// Inside core/studio/lint: changes from several findings, put together so that they are one.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/dataset/edit_repository.h"
#include "core/studio/lint/lint_facts.h"

namespace brandloom::studio {

/// One thread. `facts` must outlive it.
class FixPlan {
  public:
    explicit FixPlan(const LintFacts& facts);

    /// Whether there is something to do about it.
    bool plan(const dataset::LintFinding& finding);
    /// Clips that are rejected get no other change.
    [[nodiscard]] dataset::DatasetEdits edits() const;

  private:
    dataset::ClipEdit& editOf(ClipId id);
    [[nodiscard]] bool isRejected(ClipId id) const;
    [[nodiscard]] const dataset::LintClip& clipOf(ClipId id) const { return *m_clips.at(id.value); }
    [[nodiscard]] std::optional<dataset::Caption> captionOf(ClipId id, const std::string& language) const;
    bool reword(const dataset::LintFinding& finding, const std::string& text);

    bool suggest(const dataset::LintFinding& finding);
    bool addTriggers(const dataset::LintFinding& finding);
    bool removeWords(const dataset::LintFinding& finding);
    bool keepBest(const dataset::LintFinding& finding);
    bool split(const dataset::LintClip& facts);
    bool crop(const dataset::LintClip& facts);
    bool shorten(const dataset::LintClip& facts);
    bool oneSide(const dataset::LintFinding& finding);
    bool reject(ClipId id);

    const LintFacts& m_facts;
    std::map<std::int64_t, const dataset::LintClip*> m_clips;
    std::set<std::string> m_languages;  ///< that captions are suggested in
    std::map<std::int64_t, dataset::ClipEdit> m_edits;
    std::map<std::pair<std::int64_t, std::string>, dataset::Caption> m_captions;
    std::map<std::int64_t, std::vector<dataset::ClipRange>> m_parts;
};

}  // namespace brandloom::studio
