#include "app/cli/output.h"

#include <fmt/format.h>

#include <cstdio>

#include "core/door/door_json.h"

namespace brandloom::cli {
namespace {

void writeLine(std::FILE* stream, const std::string& line) {
    std::fputs((line + "\n").c_str(), stream);
    std::fflush(stream);
}

const char* wordFor(studio::Recorded::What what) {
    using What = studio::Recorded::What;
    switch (what) {
        case What::Run:
            return "run";
        case What::Losses:
            return "losses";
        case What::Checkpoint:
            return "checkpoint";
        case What::Style:
            return "style";
        case What::Shot:
            return "shot";
        case What::Dataset:
            return "dataset";
        case What::Project:
            return "project";
        case What::Settings:
            return "settings";
        case What::Brand:
            return "brand";
        case What::Queue:
            return "queue";
        case What::Piece:
            return "piece";
        case What::Preset:
            return "preset";
        case What::Vote:
            return "vote";
    }
    return "run";
}

std::string forecastText(const door::MemoryForecast& f) {
    const char* kept = f.residency == "all"      ? "every part of the model stays in memory"
                       : f.residency == "expert" ? "one expert at a time is in memory"
                                                 : "the blocks of one expert are read while it works";
    return fmt::format("Expected memory: {} of {}; {}.", bytesText(f.peakBytes), bytesText(f.availableBytes), kept);
}

JsonLine lineOf(const Error& error, const char* type) {
    JsonLine line(type);
    line.add("module", error.module).add("code", error.code);
    line.add("message", error.sentence()).add("remedy", error.remedy());
    JsonLine args;
    for (const auto& arg : error.args) args.add(arg.name.c_str(), arg.value);
    line.add("args", args);
    if (error.cause) line.add("cause", lineOf(*error.cause, ""));
    return line;
}

}  // namespace

int exitCodeOf(const Error& error) {
    switch (error.kind) {
        case ErrorKind::Usage:
            return 2;
        case ErrorKind::Cancelled:
            return 130;
        case ErrorKind::Failure:
            return 1;
    }
    return 1;
}

Output::Output(bool json) : m_json(json), m_lines(json ? std::make_unique<LineQueue>() : nullptr) {}

void Output::print(const std::string& line) {
    if (m_lines) return m_lines->push(line);
    m_progress.clear();
    writeLine(stdout, line);
}

void Output::result(const JsonLine& line, const std::string& text) {
    say(line, text);
}

void Output::say(const JsonLine& line, const std::string& text) {
    const std::lock_guard lock(m_mutex);
    print(m_json ? line.text() : text);
}

void Output::note(const std::string& text) {
    if (m_json) return;
    const std::lock_guard lock(m_mutex);
    m_progress.clear();
    writeLine(stderr, text);
}

void Output::error(const Error& error) {
    const std::lock_guard lock(m_mutex);
    if (m_json) return print(lineOf(error, "error").text());
    m_progress.clear();
    std::string text = error.sentence();
    if (const auto remedy = error.remedy(); !remedy.empty()) text += " " + remedy;
    for (const Error* cause = error.cause.get(); cause != nullptr; cause = cause->cause.get())
        text += "\n  because: " + cause->sentence();
    writeLine(stderr, text);
}

studio::Listener Output::listener() {
    return {[this](const door::Event& e) { event(e); }, [this](const studio::Recorded& r) { recorded(r); }};
}

void Output::event(const door::Event& event) {
    const std::lock_guard lock(m_mutex);
    if (m_json) {
        print(door::toJson(event, door::Pictures::LeaveOut));
    } else if (const auto* forecast = std::get_if<door::MemoryForecast>(&event.body)) {
        m_progress.clear();
        writeLine(stderr, forecastText(*forecast));
    } else {
        m_progress.show(event.body);
    }
}

void Output::recorded(const studio::Recorded& recorded) {
    if (!m_json) return;
    JsonLine line("recorded");
    line.add("what", wordFor(recorded.what)).add("id", recorded.id).add("step", recorded.step);
    const std::lock_guard lock(m_mutex);
    print(line.text());
}

}  // namespace brandloom::cli
