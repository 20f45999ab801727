#include "core/studio/lint/captioner.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "core/base/clock.h"
#include "core/studio/common/studio_errors.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::json;
using Transfer = platform::ChildProcess::Transfer;
constexpr std::size_t kLongestAnswer = std::size_t{64} * 1024;
constexpr std::size_t kLongestCaption = std::size_t{8} * 1024;  // bytes: more than any model reads

std::string requestOf(const dataset::Clip& clip, const std::vector<std::string>& languages,
                      const std::vector<std::string>& triggers) {
    Json captions = Json::object();
    for (const auto& caption : clip.captions) captions[caption.language] = caption.text;
    Json out{{"clip", clip.id.value},
             {"film", clip.sourcePath},
             {"start", clip.startSeconds.value_or(0)},
             {"end", clip.endSeconds.value_or(0)},
             {"languages", languages},
             {"captions", captions},
             {"triggers", triggers}};
    if (clip.crop) out["crop"] = {clip.crop->x, clip.crop->y, clip.crop->width, clip.crop->height};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

/// Without line breaks and other control characters, and without blanks around it.
std::string oneLine(std::string text) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
    const auto begin = text.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

}  // namespace

Captioner::Captioner(std::vector<std::string> command, double secondsPerClip)
    : m_command(std::move(command)), m_seconds(secondsPerClip) {}

Result<std::vector<dataset::Caption>> Captioner::captionsOf(const dataset::Clip& clip,
                                                            const std::vector<std::string>& languages,
                                                            const std::vector<std::string>& triggers,
                                                            const StopToken& stop) {
    BRANDLOOM_TRY(const auto line, ask(requestOf(clip, languages, triggers), stop));
    std::vector<dataset::Caption> out;
    try {
        const auto answer = Json::parse(line);
        const auto& captions = answer.at("captions");
        for (const auto& language : languages) {
            if (!captions.contains(language)) continue;
            auto text = oneLine(captions.at(language).get<std::string>());
            if (text.empty()) continue;  // a caption of the trigger alone would hide that nothing was seen
            if (text.size() > kLongestCaption) return fail(failed("it writes a caption of more than 8 KiB"));
            dataset::Caption draft{language, std::move(text), dataset::CaptionAuthor::Captioner};
            draft.authorName = utf8FromPath(pathFromUtf8(m_command.front()).filename());
            draft.isDraft = true;
            out.push_back(std::move(draft));
        }
    } catch (const Json::exception&) {
        m_child.reset();  // what it says next may still belong to this clip
        return fail(failed("its answer is no line of JSON with \"captions\""));
    }
    if (out.empty()) return fail(failed(fmt::format("it has nothing to say about clip {}", clip.id.value)));
    return out;
}

Result<std::string> Captioner::ask(const std::string& line, const StopToken& stop) {
    if (!m_child) {
        auto child =
            platform::ChildProcess::start(pathFromUtf8(m_command.front()), {m_command.begin() + 1, m_command.end()},
                                          platform::ChildProcess::Surroundings::Person);
        if (!child)
            return fail(Error(studio_errors::kCaptionerAbsent,
                              {{"program", m_command.front()}, {"reason", child.error().arg("reason")}}));
        m_child.emplace(std::move(*child));
    }
    const double deadline = steadySeconds() + m_seconds;
    const auto sent =
        m_child->write({reinterpret_cast<const std::uint8_t*>(line.data()), line.size()}, deadline, stop);
    auto got = sent == Transfer::Done ? answer(deadline, stop) : Result<std::string>(fail(failed(sent)));
    if (!got) m_child.reset();
    return got;
}

Result<std::string> Captioner::answer(double deadline, const StopToken& stop) {
    std::string out;
    for (;;) {
        std::uint8_t byte = 0;
        const auto got = m_child->read({&byte, 1}, deadline, stop);
        if (got != Transfer::Done) return fail(failed(got));
        if (byte == '\n') return out;
        if (out.size() == kLongestAnswer) return fail(failed("it answers with more than 64 KiB"));
        out += static_cast<char>(byte);
    }
}

Error Captioner::failed(Transfer how) const {
    if (how == Transfer::Cancelled) return cancelledError();
    return failed(how == Transfer::TimedOut ? fmt::format("it took more than {} s", m_seconds)
                                            : std::string("it ended before it answered"));
}

Error Captioner::failed(const std::string& reason) const {
    return {studio_errors::kCaptionerFailed, {{"program", m_command.front()}, {"reason", reason}}};
}

}  // namespace brandloom::studio
