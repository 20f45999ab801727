#pragma once
// What the model that is to learn wants of clips and captions, and how long it finds captions.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/records.h"
#include "core/door/engine_loader.h"

namespace brandloom::studio {

struct LearningModel {
    std::string name;
    double fps = 16;
    int frames = 0;  ///< that it learns at once; 0: not known
    int tokens = 0;  ///< of a caption that it reads; 0: not known
    Path tokenizer;  ///< its spiece.model; empty: it has none as a file of its own
};
/// Name or folder; empty: the starter model. Errors: those of modelFolderFor and describeModel.
Result<LearningModel> learningModel(const door::EngineFactory& engine, const Path& model);

/// Tokens of captions as the model's text encoder counts them, the end included: by clip, then by language.
using CaptionTokens = std::map<std::int64_t, std::map<std::string, int>>;
/// Errors: those of text::tokenCounter; base kFileMissing for a model without a tokenizer.
Result<CaptionTokens> tokensOfCaptions(const LearningModel& model, const std::vector<dataset::Clip>& clips);

}  // namespace brandloom::studio
