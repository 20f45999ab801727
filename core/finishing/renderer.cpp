#include "core/finishing/renderer.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/media/resize.h"

namespace brandloom::finishing {
namespace {

constexpr std::size_t kMostKept = 2;  // a cross-fade shows two at once

/// What is cut out of a picture so that it fills the frame.
media::CropRect cropFor(const FrameBuffer& picture, const PiecePlan& plan) {
    auto crop = media::centredCrop(picture.width(), picture.height(), plan.width, plan.height);
    const auto place = [](int room, double focus) {
        return static_cast<int>(std::lround(room * std::clamp(focus, 0.0, 1.0)));
    };
    crop.x = place(picture.width() - crop.width, plan.look.focusX);
    crop.y = place(picture.height() - crop.height, plan.look.focusY);
    return crop;
}

Result<Frame> padded(const FrameBuffer& picture, const PiecePlan& plan) {
    const double scale = std::min(static_cast<double>(plan.width) / picture.width(),
                                  static_cast<double>(plan.height) / picture.height());
    const int width = std::clamp(static_cast<int>(std::lround(picture.width() * scale)), 1, plan.width);
    const int height = std::clamp(static_cast<int>(std::lround(picture.height() * scale)), 1, plan.height);
    BRANDLOOM_TRY(const auto inner,
                  media::cropAndScaleSharp(picture, {0, 0, picture.width(), picture.height()}, width, height));
    auto out = std::make_shared<FrameBuffer>(plan.width, plan.height);
    auto bytes = out->bytes();
    for (std::size_t i = 0; i < bytes.size(); i += 3)
        std::copy_n(plan.ground.begin(), 3, bytes.begin() + static_cast<std::ptrdiff_t>(i));
    const int left = (plan.width - width) / 2, top = (plan.height - height) / 2;
    for (int y = 0; y < height; ++y)
        std::memcpy(out->row(top + y) + static_cast<std::ptrdiff_t>(left) * 3, inner->row(y),
                    static_cast<std::size_t>(inner->strideBytes()));
    return out;
}

/// under + share * (over - under), in the values as they are stored.
void mix(FrameBuffer& under, const FrameBuffer& over, double share) {
    const int weight = static_cast<int>(std::lround(share * 256));
    auto to = under.bytes();
    const auto from = over.bytes();
    for (std::size_t i = 0; i < to.size(); ++i)
        to[i] = static_cast<std::uint8_t>((to[i] * (256 - weight) + from[i] * weight + 128) >> 8);
}

void darken(FrameBuffer& picture, double share) {
    const int weight = static_cast<int>(std::lround(share * 256));
    for (auto& byte : picture.bytes()) byte = static_cast<std::uint8_t>((byte * weight + 128) >> 8);
}

bool staysInFades(ArtKind kind) {
    return kind == ArtKind::Label || kind == ArtKind::LegalLine;
}

}  // namespace

Result<Frame> Renderer::picture(const PictureAt& wanted, PictureSource& pictures) {
    BRANDLOOM_TRY(auto source, pictures.at(wanted.source, wanted.seconds));
    const auto kept = std::ranges::find(m_kept, source, &Scaled::source);
    if (kept != m_kept.end()) return kept->picture;
    Frame made;
    if (m_plan.look.fit == Fit::Crop) {
        BRANDLOOM_TRY(made,
                      media::cropAndScaleSharp(*source, cropFor(*source, m_plan), m_plan.width, m_plan.height));
    } else {
        BRANDLOOM_TRY(made, padded(*source, m_plan));
    }
    if (m_kept.size() >= kMostKept) m_kept.erase(m_kept.begin());
    m_kept.push_back({std::move(source), made});
    return made;
}

Result<Frame> Renderer::bareFrame(std::int64_t n, PictureSource& pictures) {
    const auto content = contentOf(m_plan.timeline, n);
    BRANDLOOM_TRY(auto under, picture(content.under, pictures));
    if (!content.over) return under;
    BRANDLOOM_TRY(const auto over, picture(*content.over, pictures));
    auto out = std::make_shared<FrameBuffer>(*under);
    mix(*out, *over, content.overShare);
    return out;
}

Result<Frame> Renderer::frame(std::int64_t n, PictureSource& pictures) {
    n = std::clamp<std::int64_t>(n, 0, m_plan.timeline.frames - 1);
    BRANDLOOM_TRY(const auto bare, bareFrame(n, pictures));
    auto out = std::make_shared<FrameBuffer>(*bare);
    const auto lay = [&](bool isLate) {
        for (const auto& art : m_plan.art)
            if (n >= art.first && n < art.end && staysInFades(art.kind) == isLate)
                media::layOver(*out, art.picture, art.box.x, art.box.y);
    };
    lay(false);
    if (const double share = fadeAt(m_plan.timeline, m_plan.look, n); share < 1) darken(*out, share);
    lay(true);
    return out;
}

}  // namespace brandloom::finishing
