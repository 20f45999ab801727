#include "core/media/reader/film_reader.h"

#include <algorithm>
#include <optional>

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/platform.h"
#include "core/base/platform_process.h"
#include "core/media/media_errors.h"
#include "core/media/reader/reader_messages.h"

namespace brandloom::media {
namespace {

using platform::ChildProcess;
using Transfer = ChildProcess::Transfer;
using Ending = ChildProcess::Ending;

constexpr double kStartSeconds = 30;

Path shippedProgram() {
    return executablePath().parent_path().parent_path() / "bin" / "brandloom-film-reader";
}

std::uint64_t usualMemory() {
    constexpr std::uint64_t kGiB = 1ull << 30;
    return std::clamp(platform::memoryTotalBytes() / 2, 2 * kGiB, 4 * kGiB);
}

/// Why a message did not come. `broken`: something came that is not as agreed.
struct Silence {
    Transfer why = Transfer::Ended;
    bool broken = false;
};

tl::expected<ReaderReply, Silence> receive(ChildProcess& child, double deadline, const StopToken& stop) {
    MessageHead head{};
    if (const auto got = child.read(head, deadline, stop); got != Transfer::Done)
        return tl::unexpected(Silence{got, false});
    auto message = roomFor(head);
    if (!message) return tl::unexpected(Silence{Transfer::Done, true});
    if (const auto got = child.read(bytesOf(message->text), deadline, stop); got != Transfer::Done)
        return tl::unexpected(Silence{got, false});
    if (const auto got = child.read(message->bytes, deadline, stop); got != Transfer::Done)
        return tl::unexpected(Silence{got, false});
    auto reply = replyOf(*message);
    if (!reply) return tl::unexpected(Silence{Transfer::Done, true});
    return std::move(*reply);
}

Transfer send(ChildProcess& child, const ReaderRequest& request, double deadline, const StopToken& stop) {
    auto message = messageOf(request);
    if (const auto sent = child.write(headOf(message), deadline, stop); sent != Transfer::Done) return sent;
    if (const auto sent = child.write(bytesOf(message.text), deadline, stop); sent != Transfer::Done) return sent;
    return child.write(message.bytes, deadline, stop);
}

/// Whether it is what was asked for.
bool answers(const ReaderRequest& request, const ReaderReply& reply) {
    if (std::holds_alternative<ShotsRequest>(request.what)) return std::holds_alternative<ShotList>(reply);
    if (std::holds_alternative<MeasureRequest>(request.what)) return std::holds_alternative<ClipMeasures>(reply);
    if (std::holds_alternative<PicturesRequest>(request.what)) return std::holds_alternative<PicturesEnd>(reply);
    if (std::holds_alternative<SoundRequest>(request.what)) return std::holds_alternative<SoundEnd>(reply);
    const auto* asked = std::get_if<LookRequest>(&request.what);
    const auto* look = std::get_if<FilmLook>(&reply);
    if (asked == nullptr || look == nullptr) return false;
    const int side = look->picture ? std::max(look->picture->width(), look->picture->height()) : 0;
    return side <= asked->options.side && (side > 0 || asked->options.side == 0);
}

/// What comes before the answer.
struct Between {
    ProgressSink progress;
    PictureSink picture;
    SoundSamples* sound = nullptr;  ///< grows
};

/// Whether it belongs to the sound that was asked for, and is not more of it.
bool keepSound(const Between& between, const SoundRequest& asked, const SoundSamples& piece) {
    auto& all = *between.sound;
    const double most = asked.wanted.seconds * SoundSamples::kRate + 1;
    if (static_cast<double>(all.size() + piece.size()) > most) return false;
    all.left.insert(all.left.end(), piece.left.begin(), piece.left.end());
    all.right.insert(all.right.end(), piece.right.begin(), piece.right.end());
    return true;
}

/// Whether it may come before the answer to this request, and was passed on; `pictures` came before.
bool passOn(const Between& between, const ReaderRequest& request, ReaderReply& reply, int& pictures) {
    if (const auto* step = std::get_if<Progress>(&reply)) {
        report(between.progress, *step);
        return true;
    }
    if (const auto* piece = std::get_if<SoundSamples>(&reply)) {
        const auto* sound = std::get_if<SoundRequest>(&request.what);
        return sound != nullptr && keepSound(between, *sound, *piece);
    }
    auto* picture = std::get_if<FilmPicture>(&reply);
    const auto* asked = std::get_if<PicturesRequest>(&request.what);
    if (picture == nullptr || asked == nullptr || ++pictures > asked->wanted.count ||
        std::max(picture->picture->width(), picture->picture->height()) > asked->wanted.side)
        return false;
    between.picture(std::move(*picture));
    return true;
}

const char* wordFor(Ending ending, bool broken) {
    if (broken) return "it gave an answer that makes no sense";
    switch (ending) {
        case Ending::Crashed:
            return "it crashed";
        case Ending::UsedUp:
            return "it used up its processor time";
        case Ending::Left:
        case Ending::Killed:
            break;
    }
    return "it ended";
}

}  // namespace

struct FilmReader::State {
    FilmReaderOptions options;
    std::optional<ChildProcess> child;
    bool isFresh = true;  // no film was given to this process yet

    Status start(const StopToken& stop);
    Result<ReaderReply> ask(const ReaderRequest& request, const StopToken& stop, const Between& between = {});
    Result<ReaderReply> askOnce(const ReaderRequest& request, const StopToken& stop, const Between& between);
    Error failure(const Silence& silence, const Path& film);
};

Status FilmReader::State::start(const StopToken& stop) {
    const auto& program = options.program;
    const auto failed = [&](const std::string& reason) {
        child.reset();
        return fail(media_errors::kReaderMissing, {{"file", utf8FromPath(program)}, {"reason", reason}});
    };
    auto started = ChildProcess::start(program, {});
    if (!started) return failed(started.error().arg("reason"));
    child.emplace(std::move(*started));
    isFresh = true;
    const double deadline = steadySeconds() + kStartSeconds;
    const ReaderLimits limits{options.memoryBytes, options.processorSeconds};
    if (const auto sent = send(*child, {{}, limits}, deadline, stop); sent == Transfer::Cancelled) {
        child.reset();
        return fail(cancelledError());
    }
    const auto reply = receive(*child, deadline, stop);
    if (!reply && reply.error().why == Transfer::Cancelled) {
        child.reset();
        return fail(cancelledError());
    }
    const auto* ready = reply ? std::get_if<ReaderReady>(&*reply) : nullptr;
    if (ready == nullptr) return failed("it did not start");
    if (!ready->systemCalls || !ready->memory)
        logWarning("The film reader runs without {} of its limits: this system does not grant them.",
                   ready->systemCalls || ready->memory ? "some" : "any");
    return {};
}

Error FilmReader::State::failure(const Silence& silence, const Path& film) {
    const ErrorArg name{"file", utf8FromPath(film)};
    const auto ending = child->end();
    child.reset();
    if (silence.why == Transfer::Cancelled) return cancelledError();
    if (silence.why == Transfer::TimedOut || (ending == Ending::UsedUp && !silence.broken))
        return Error(media_errors::kTimedOut, {name});
    return Error(media_errors::kReaderStopped, {name, {"how", wordFor(ending, silence.broken)}});
}

Result<ReaderReply> FilmReader::State::askOnce(const ReaderRequest& request, const StopToken& stop,
                                               const Between& between) {
    int pictures = 0;
    BRANDLOOM_CHECK(checkCancelled(stop));
    if (!child) BRANDLOOM_CHECK(start(stop));
    isFresh = false;
    double deadline = steadySeconds() + options.silenceSeconds;
    if (const auto sent = send(*child, request, deadline, stop); sent != Transfer::Done)
        return fail(failure({sent, false}, request.film));
    for (;;) {
        auto reply = receive(*child, deadline, stop);
        if (!reply) return fail(failure(reply.error(), request.film));
        if (auto* error = std::get_if<Error>(&*reply)) {
            // The name as we know it.
            for (auto& arg : error->args)
                if (arg.name == "file") arg.value = utf8FromPath(request.film);
            return fail(std::move(*error));
        }
        if (answers(request, *reply)) return std::move(*reply);
        if (!passOn(between, request, *reply, pictures)) return fail(failure({Transfer::Done, true}, request.film));
        deadline = steadySeconds() + options.silenceSeconds;
    }
}

Result<ReaderReply> FilmReader::State::ask(const ReaderRequest& request, const StopToken& stop,
                                           const Between& between) {
    const bool wasUsed = child && !isFresh;
    auto reply = askOnce(request, stop, between);
    // An earlier film may have broken the process: this one is judged by a fresh one.
    if (reply || !wasUsed || !reply.error().is(media_errors::kReaderStopped)) return reply;
    if (between.sound != nullptr) *between.sound = {};
    return askOnce(request, stop, between);
}

namespace {

template <class T>
Result<T> only(Result<ReaderReply> reply) {
    if (!reply) return fail(std::move(reply).error());
    return std::get<T>(std::move(*reply));
}

}  // namespace

FilmReader::FilmReader(FilmReaderOptions options) : m_state(std::make_unique<State>()) {
    if (options.program.empty()) options.program = shippedProgram();
    if (options.memoryBytes == 0) options.memoryBytes = usualMemory();
    m_state->options = std::move(options);
}
FilmReader::FilmReader(FilmReader&&) noexcept = default;
FilmReader& FilmReader::operator=(FilmReader&&) noexcept = default;
FilmReader::~FilmReader() = default;

Result<MediaInfo> FilmReader::probe(const Path& film, const StopToken& stop) {
    BRANDLOOM_TRY(auto seen, look(film, {0, 0}, stop));
    return std::move(seen.info);
}

Result<FilmLook> FilmReader::look(const Path& film, const LookOptions& options, const StopToken& stop) {
    return only<FilmLook>(m_state->ask({film, LookRequest{options}}, stop));
}

Result<ShotList> FilmReader::shots(const Path& film, const StopToken& stop, const ProgressSink& progress) {
    return only<ShotList>(m_state->ask({film, ShotsRequest{}}, stop, {progress, {}, nullptr}));
}

Result<ClipMeasures> FilmReader::measure(const Path& film, const MeasureRange& range, const StopToken& stop,
                                         const ProgressSink& progress) {
    return only<ClipMeasures>(m_state->ask({film, MeasureRequest{range}}, stop, {progress, {}, nullptr}));
}

Result<PicturesEnd> FilmReader::pictures(const Path& film, const PicturesWanted& wanted, const PictureSink& sink,
                                         const StopToken& stop) {
    return only<PicturesEnd>(m_state->ask({film, PicturesRequest{wanted}}, stop, {{}, sink, nullptr}));
}

Result<HeardSound> FilmReader::sound(const Path& file, const SoundWanted& wanted, const StopToken& stop) {
    HeardSound out;
    BRANDLOOM_TRY(out.end,
                  only<SoundEnd>(m_state->ask({file, SoundRequest{wanted}}, stop, {{}, {}, &out.samples})));
    return out;
}

int FilmReader::processId() const {
    return m_state->child ? m_state->child->id() : 0;
}

}  // namespace brandloom::media
