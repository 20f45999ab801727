#include "core/media/reader/reader_service.h"

#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/base/platform_process.h"
#include "core/media/reader/reader_messages.h"

namespace brandloom::media {
namespace {

constexpr double kBetweenSigns = 0.05;  // seconds

std::optional<ReaderRequest> nextRequest() {
    MessageHead head{};
    if (!platform::readStandardInput(head)) return std::nullopt;
    auto message = roomFor(head);
    if (!message || !platform::readStandardInput(bytesOf(message->text)) ||
        !platform::readStandardInput(message->bytes))
        return std::nullopt;
    return requestOf(*message);
}

bool answer(const ReaderReply& reply) {
    auto message = messageOf(reply);
    return platform::writeStandardOutput(headOf(message)) && platform::writeStandardOutput(bytesOf(message.text)) &&
           platform::writeStandardOutput(message.bytes);
}

template <class T>
ReaderReply replyFor(Result<T> result) {
    if (!result) return std::move(result).error();
    return std::move(*result);
}

class Service {
  public:
    int run() {
        const auto first = nextRequest();
        const auto* limits = first ? std::get_if<ReaderLimits>(&first->what) : nullptr;
        if (limits == nullptr) return 1;
        const auto got = platform::confineThisProcess(limits->memoryBytes);
        platform::endWithStandardInput();
        m_processorSeconds = limits->processorSeconds;
        if (!answer(ReaderReady{got.systemCalls, got.memory})) return 1;
        for (auto request = nextRequest(); request; request = nextRequest())
            if (!answer(resultOf(*request))) return 1;
        return 0;
    }

  private:
    ReaderReply resultOf(const ReaderRequest& request) {
        platform::allowProcessorSeconds(m_processorSeconds);
        const auto signs = [this](const Progress& p) { sayAlive(p); };
        try {
            if (const auto* look = std::get_if<LookRequest>(&request.what))
                return replyFor(lookAtFilm(request.film, look->options));
            if (const auto* measure = std::get_if<MeasureRequest>(&request.what))
                return replyFor(measureFilm(request.film, measure->range, {}, signs));
            if (const auto* pictures = std::get_if<PicturesRequest>(&request.what))
                return replyFor(m_pictures.read(request.film, pictures->wanted,
                                                [this](FilmPicture picture) { sendPiece(std::move(picture)); }));
            if (const auto* sound = std::get_if<SoundRequest>(&request.what))
                return replyFor(readSound(request.film, sound->wanted,
                                          [this](SoundSamples piece) { sendPiece(std::move(piece)); }));
            return replyFor(detectShots(request.film, {}, {}, signs));
        } catch (const std::bad_alloc&) {
            return Error(base_errors::kOutOfMemory, {{"what", utf8FromPath(request.film)}});
        }
    }

    /// A part of what was asked for.
    void sendPiece(ReaderReply piece) {
        platform::allowProcessorSeconds(m_processorSeconds);
        answer(piece);
    }

    void sayAlive(const Progress& p) {
        if (steadySeconds() - m_lastSign < kBetweenSigns) return;
        platform::allowProcessorSeconds(m_processorSeconds);
        answer(p);
        m_lastSign = steadySeconds();
    }

    PictureReader m_pictures;
    int m_processorSeconds = 1;
    double m_lastSign = 0;
};

}  // namespace

int serveFilms() {
    return Service().run();
}

}  // namespace brandloom::media
