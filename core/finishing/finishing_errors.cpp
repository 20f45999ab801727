#include "core/finishing/finishing_errors.h"

#include <array>

namespace brandloom::finishing {

std::span<const ErrorSpec* const> finishingErrorSpecs() {
    using namespace finishing_errors;
    static constexpr std::array kAll{
        &kPlatformUnknown, &kBadPart,        &kNoParts,         &kPieceTooLong, &kBadCaption,    &kBadTemplate,
        &kPieceMissing,    &kPieceInTrash,   &kPieceNotInTrash, &kBadPiece,     &kExportFaulty,  &kHasProblems,
        &kTooLong,         &kCaptionOutside, &kCaptionTall,     &kCaptionFast,  &kCaptionUnseen, &kGlyphsOfCaption,
        &kGlyphsOfLegal,   &kGlyphsOfLabel,  &kFontMissing,     &kBannedWord,   &kLogoContrast,  &kLogoSmall,
        &kNoLogo,          &kLabelOff,       &kLegalOff,        &kLegalMissing, &kNoSound,       &kSoundSilent,
        &kVoiceCut,        &kLoudnessMissed, &kSmallSource,     &kFadeShortened};
    return kAll;
}

}  // namespace brandloom::finishing
