#include "core/weights/weights_errors.h"

#include <array>

namespace brandloom::weights {

std::span<const ErrorSpec* const> weightsErrorSpecs() {
    static constexpr std::array<const ErrorSpec*, 57> kSpecs{
        &kLfsPointer,        &kWebPage,          &kZipNamedSafetensors,  &kLegacyPth,     &kNotPth,
        &kFileTooShort,      &kHeaderTooLong,    &kHeaderLengthOverflow, &kHeaderPastEnd, &kHeaderNotUtf8,
        &kHeaderNotJson,     &kHeaderNotObject,  &kDuplicateKey,         &kBadMetadata,   &kBadEntry,
        &kUnknownDtype,      &kBadShape,         &kBadOffsets,           &kHole,          &kOverlap,
        &kShapeOverflow,     &kSizeOverflow,     &kSubByteEnd,           &kSizeMismatch,  &kDataLength,
        &kHeaderTooDeep,     &kBadIndex,         &kShardOutside,         &kShardMissing,  &kTensorNotInShard,
        &kTensorInTwoShards, &kTensorNotInIndex, &kTotalSizeDiffers,     &kStrayShard,    &kZipDamaged,
        &kZipCompressed,     &kZipEntryOutside,  &kZipSizesDiffer,       &kZipOverlap,    &kZipBadName,
        &kZipDuplicate,      &kZipNoPickle,      &kZipTwoPickles,        &kTorchScript,   &kChecksum,
        &kBigEndian,         &kPickleTooLarge,   &kPickleDamaged,        &kPickleOpcode,  &kPickleForeignName,
        &kPickleForeignCall, &kNotStateDict,     &kBadStorage,           &kBadView,       &kComponentAbsent,
        &kOtherComponent,    &kKeyTwice,
    };
    return kSpecs;
}

}  // namespace brandloom::weights
