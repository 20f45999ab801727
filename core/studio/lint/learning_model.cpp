#include "core/studio/lint/learning_model.h"

#include <algorithm>

#include "core/base/base_errors.h"
#include "core/studio/common/model_registry.h"
#include "core/text/counter/token_counter.h"

namespace brandloom::studio {

Result<LearningModel> learningModel(const door::EngineFactory& engine, const Path& model) {
    BRANDLOOM_TRY(const auto folder, modelFolderFor(model));
    BRANDLOOM_TRY(const auto made, engine());
    BRANDLOOM_TRY(const auto d, made->describeModel({folder}));
    LearningModel out{d.name, static_cast<double>(d.defaults.fps), d.defaults.frames, d.textTokens, {}};
    const auto part = std::ranges::find(d.parts, "tokenizer", &door::ModelPart::part);
    if (part != d.parts.end() && part->file.ends_with(".model")) out.tokenizer = pathFromUtf8(part->file);
    return out;
}

Result<CaptionTokens> tokensOfCaptions(const LearningModel& model, const std::vector<dataset::Clip>& clips) {
    if (model.tokenizer.empty())
        return fail(base_errors::kFileMissing, {{"file", model.name + ": google/umt5-xxl/spiece.model"}});
    BRANDLOOM_TRY(const auto counter, text::tokenCounter(model.tokenizer));
    CaptionTokens out;
    for (const auto& clip : clips)
        for (const auto& caption : clip.captions)
            out[clip.id.value][caption.language] = counter->tokenCount(caption.text);
    return out;
}

}  // namespace brandloom::studio
