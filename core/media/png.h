#pragma once
// PNG files, through FFmpeg. Written whole or not at all.
#include "core/base/frame_buffer.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/media/overlay.h"

namespace brandloom::media {

/// Errors: kFileUnwritable, kDiskFull, kEncodeFailed.
Status writePng(const Path& target, const FrameBuffer& picture);
/// Any PNG up to Limits; grey, palette and 16 bit become RGB8, transparency is dropped. Errors: kFileMissing,
/// kEmptyFile, kBadPicture, kTooLarge.
Result<Frame> readPng(const Path& path);
/// As readPng(), with its transparency.
Result<Overlay> readPngOverlay(const Path& path);

}  // namespace brandloom::media
