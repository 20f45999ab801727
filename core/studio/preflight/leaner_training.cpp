#include "core/studio/preflight/leaner_training.h"

namespace brandloom::studio {

std::optional<LeanerTraining> leanerTraining(const door::TrainOptions& options) {
    LeanerTraining out{{}, options};
    auto& o = out.options;
    if (!o.gradientCheckpointing) {
        o.gradientCheckpointing = true;
        out.field = "gradientCheckpointing";
    } else if (o.batch > 1) {
        o.batch = (o.batch + 1) / 2;
        o.accumulation *= 2;
        out.field = "batch";
    } else if (o.baseDtype == "fp32") {
        o.baseDtype = "bf16";
        out.field = "baseDtype";
    } else if (o.rank > 1 && (o.method == "lora" || o.method == "rslora")) {
        o.rank /= 2;
        o.alpha /= 2;
        out.field = "rank";
    } else {
        return std::nullopt;
    }
    return out;
}

}  // namespace brandloom::studio
