#include "core/door/engine_errors.h"

#include <array>

namespace brandloom::door {

std::span<const ErrorSpec* const> engineErrorSpecs() {
    using namespace engine_errors;
    static constexpr std::array kAll{
        &kBuildMismatch,      &kEngineUnavailable,    &kEngineFault,
        &kOutOfMemory,        &kBadClipSize,          &kNoClips,
        &kBadTrainOption,     &kLossNotFinite,        &kLatentNotFinite,
        &kBadGenerateOption,  &kSampleNotFinite,      &kAdapterUnknownKey,
        &kAdapterShape,       &kAdapterIncomplete,    &kAdapterNotFinite,
        &kAdapterUnknownPart, &kAdapterKeyTwice,      &kAdapterWrongBase,
        &kAdapterScale,       &kAdapterConfig,        &kAdapterNone,
        &kAdapterSeveral,     &kAdapterSwapped,       &kAdapterNoExpert,
        &kAdapterKind,        &kAdapterExportDiffers, &kMergeNumberType,
        &kOutputTaken,        &kNotASoftPrompt,       &kNotAModel,
        &kBadModelConfig,     &kBadDefaults,          &kPartMissing,
        &kWrongTensors,       &kOtherMember,          &kSeveralFiles,
        &kExpertsSame,        &kExpertsSwapped,       &kWeightNotFinite,
        &kNothingToConvert,   &kNotLatents,           &kBadVideo,
        &kBadSampling,        &kTextNotFinite,        &kPictureNotFinite,
        &kTooLittleMemory,    &kResumeMismatch,       &kStateDamaged,
        &kDiskTooSmall,       &kTrainingOutOfMemory,  &kStarterTaken,
        &kStarterBusy,        &kStarterNoState,       &kStarterPart,
        &kStarterParts,
    };
    return kAll;
}

}  // namespace brandloom::door
