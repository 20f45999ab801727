#pragma once
// Where OpenCV meets the room: pictures as cv::Mat, and its exceptions as errors. For .cpp files of core/media.
#include <new>
#include <opencv2/core.hpp>

#include "core/base/base_errors.h"
#include "core/base/frame_buffer.h"
#include "core/base/result.h"

namespace brandloom::media {

/// The pixels of `picture`, not copied: read only, and no longer than it lives.
inline cv::Mat matOf(const FrameBuffer& picture) {
    return {picture.height(), picture.width(), CV_8UC3, const_cast<std::uint8_t*>(picture.bytes().data())};
}

inline cv::Mat matOf(FrameBuffer& picture) {
    return {picture.height(), picture.width(), CV_8UC3, picture.bytes().data()};
}

/// body() with what OpenCV throws as kOutOfMemory: with sizes checked by us nothing else is thrown. `what` ends its
/// sentence.
template <class Body>
auto withoutThrowing(const std::string& what, Body body) -> decltype(body()) {
    try {
        return body();
    } catch (const cv::Exception&) {
        return fail(base_errors::kOutOfMemory, {{"what", what}});
    } catch (const std::bad_alloc&) {
        return fail(base_errors::kOutOfMemory, {{"what", what}});
    }
}

}  // namespace brandloom::media
