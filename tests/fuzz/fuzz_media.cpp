// Films and pictures of strangers, and what the film reader's process may say.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "core/base/thread_budget.h"
#include "core/media/clip_measures.h"
#include "core/media/conform.h"
#include "core/media/decoder.h"
#include "core/media/film_texts.h"
#include "core/media/png.h"
#include "core/media/reader/reader_messages.h"
#include "core/media/thumbnail.h"
#include "tests/fuzz/fuzz_files.h"

namespace brandloom::fuzz {
namespace {

constexpr int kPictures = 6;

void demand(bool good) {
    if (!good) std::abort();
}

/// One thread, and sizes that leave time for many inputs.
media::Limits smallLimits() {
    setThreadBudget({1, 1});
    media::Limits limits;
    limits.maxPixels = 1 << 19;
    limits.maxOpenSeconds = 5;
    limits.maxFrameSeconds = 5;
    return limits;
}

void expectSentence(const Error& error) {
    demand(!error.sentence().empty() && !error.module.empty());
}

void decode(const std::filesystem::path& path, const media::Limits& limits, double length) {
    auto decoder = media::Decoder::open(path, {}, limits);
    if (!decoder) return expectSentence(decoder.error());
    demand(decoder->width() >= 1 && decoder->height() >= 1);
    for (int i = 0; i < kPictures; ++i) {
        const auto frame = decoder->next();
        if (!frame || !*frame) break;
        demand((*frame)->picture->width() == decoder->width() && std::isfinite((*frame)->seconds));
        const auto small = decoder->smallPicture(16, 9);
        demand(!small || (*small)->height() == 9);
    }
    for (const double at : {length / 2, 0.0, length + 1}) {
        if (const auto found = decoder->seekTo(at); !found) expectSentence(found.error());
    }
}

}  // namespace

void film(const std::filesystem::path& folder, Bytes input) {
    static const auto kLimits = smallLimits();
    const auto path = folder / "a.mp4";
    writeFile(path, input);
    const auto look = media::lookAtFilm(path, {64, 0.5}, {}, kLimits);
    if (!look) {
        expectSentence(look.error());
        decode(path, kLimits, 1);
        return;
    }
    const auto& info = look->info;
    demand(info.width >= 1 && static_cast<std::int64_t>(info.width) * info.height <= kLimits.maxPixels);
    demand(std::isfinite(info.fps) && info.fps >= 0 && info.durationSeconds >= 0 && info.frameCount >= 0);
    demand(look->picture && std::max(look->picture->width(), look->picture->height()) <= 64);
    // What is said of it must survive the way between two processes.
    demand(media::replyOf(media::messageOf(media::ReaderReply(*look))).has_value() || info.durationSeconds > 1e9);
    decode(path, kLimits, std::min(info.durationSeconds, 100.0));
    media::ConformOptions options;
    options.width = 32;
    options.height = 16;
    options.fps = 8;
    options.frames = 9;
    const auto clip = media::conformClip(path, options);
    demand(!clip || (clip->frames.size() == 9 && clip->frames[0]->width() == 32));
    const auto measured = media::measureFilm(path, {0, 1});
    demand(!measured || measured->frames >= 1);
    (void)media::filmTexts(path);
}

void picture(const std::filesystem::path& folder, Bytes input) {
    writeFile(folder / "a.png", input);
    const auto read = media::readPng(folder / "a.png");
    if (!read) return expectSentence(read.error());
    demand((*read)->width() >= 1 && (*read)->width() <= 16384);
}

void readerMessage(const std::filesystem::path&, Bytes input) {
    const std::string_view all(reinterpret_cast<const char*>(input.data()), input.size());
    if (input.size() >= 8) {
        media::MessageHead head{};
        std::copy_n(input.begin(), head.size(), head.begin());
        if (const auto room = media::roomFor(head); room) demand(room->text.size() <= (8u << 20));
    }
    const auto end = std::min(all.find(kPartEnd), all.size());
    media::Message message{std::string(all.substr(0, end)), {}};
    if (end < all.size()) message.bytes.assign(input.begin() + static_cast<std::ptrdiff_t>(end + 4), input.end());
    if (const auto request = media::requestOf(message)) (void)media::messageOf(*request);
    const auto reply = media::replyOf(message);
    if (!reply) return;
    if (const auto* error = std::get_if<Error>(&*reply)) expectSentence(*error);
    if (const auto* look = std::get_if<media::FilmLook>(&*reply); look != nullptr && look->picture)
        demand(look->picture->bytes().size() == message.bytes.size());
    // Once it was understood it is understood again.
    const auto again = media::replyOf(media::messageOf(*reply));
    demand(again && again->index() == reply->index());
}

}  // namespace brandloom::fuzz
