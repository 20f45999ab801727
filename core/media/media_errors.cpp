#include "core/media/media_errors.h"

#include <array>

namespace brandloom::media {

std::span<const ErrorSpec* const> mediaErrorSpecs() {
    using namespace media_errors;
    static constexpr std::array<const ErrorSpec*, 17> kAll{
        &kEmptyFile,      &kNotAFilm,      &kNoPicture,     &kUnknownCodec,    &kNoFrames,     &kTooLarge,
        &kTooManyStreams, &kTimedOut,      &kFilmTooShort,  &kBadOption,       &kEncodeFailed, &kVerifyFailed,
        &kBadPicture,     &kReaderStopped, &kReaderMissing, &kSoundUnreadable, &kNoSound};
    return kAll;
}

}  // namespace brandloom::media
