// encode-text, vae encode, vae decode
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/door/door_json.h"
#include "core/studio/models/model_parts.h"

namespace brandloom::cli {
namespace {

constexpr const char* kModelHelp = "Name or folder of the model; left out: the starter model";

class EncodeText : public Command {
  public:
    void declare(Flags& flags) override {
        flags.add("--prompt", m_options.prompt, "Text to encode, Chinese or English", Need::Required);
        flags.add("--out", m_options.outFile, "New .safetensors file: embeddings, ids and mask", Need::Required);
        flags.add("--model", m_options.model, kModelHelp);
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto result, studio::encodeText(door::engineLoader(), m_options, listener, stop));
        JsonLine line("text");
        line.add("file", utf8FromPath(m_options.outFile)).addJson("result", door::toJson(result));
        std::string text = fmt::format("{}\n  {} tokens, embeddings of {} x {}", utf8FromPath(m_options.outFile),
                                       result.tokens, result.textTokens, result.width);
        if (result.wasCut) text += "\n  The prompt is longer than the model reads; its end was left out.";
        out.result(line, text);
        return kDone;
    }

  private:
    studio::EncodeTextOptions m_options;
};

class VaeEncode : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("FILM", m_options.film, "Film to encode");
        flags.add("--out", m_options.outFile, "New .safetensors file for the latents", Need::Required);
        flags.add("--model", m_options.model, kModelHelp);
        flags.add("--width", m_options.width, "Width in pixels; 0: the model's default");
        flags.add("--height", m_options.height, "Height in pixels; 0: the model's default");
        flags.add("--frames", m_options.frames, "Frames, 4n+1; 0: the model's default, fewer from a shorter film");
        flags.add("--fps", m_options.fps, "Frames a second; 0: the model's default");
        flags.add("--start", m_options.startSeconds, "Where to begin in the film, in seconds");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto film, studio::encodeFilm(door::engineLoader(), m_options, listener, stop));
        JsonLine line("latents");
        line.add("file", utf8FromPath(m_options.outFile)).add("frames", film.frames).add("width", film.width);
        line.add("height", film.height).add("fps", film.fps).addJson("result", door::toJson(film.result));
        const auto& s = film.result.shape;
        out.result(line, fmt::format("{}\n  {} frames of {}x{} at {} fps became {} x {} x {} x {} in {}",
                                     utf8FromPath(m_options.outFile), film.frames, film.width, film.height,
                                     film.fps, s[0], s[1], s[2], s[3], durationText(film.result.seconds)));
        return kDone;
    }

  private:
    studio::EncodeFilmOptions m_options;
};

class VaeDecode : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("LATENTS", m_options.latents, "Safetensors file with latents");
        flags.add("--out", m_options.outFile, "MP4 to make", Need::Required);
        flags.add("--model", m_options.model, kModelHelp);
        flags.add("--fps", m_options.fps, "Frames a second; 0: what the latents say, else the model's default");
        flags.add("--scale", m_options.scale, "Enlargement of the pictures in the MP4, 1 to 8");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto film, studio::decodeFilm(door::engineLoader(), m_options, listener, stop));
        JsonLine line("film");
        line.add("file", utf8FromPath(m_options.outFile)).add("fps", film.fps);
        line.addJson("result", door::toJson(film.result));
        out.result(line, fmt::format("{}\n  {} frames of {}x{} at {} fps in {}", utf8FromPath(m_options.outFile),
                                     film.result.frames, film.result.width, film.result.height, film.fps,
                                     durationText(film.result.seconds)));
        return kDone;
    }

  private:
    studio::DecodeFilmOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeEncodeText() {
    return std::make_unique<EncodeText>();
}
std::unique_ptr<Command> makeVaeEncode() {
    return std::make_unique<VaeEncode>();
}
std::unique_ptr<Command> makeVaeDecode() {
    return std::make_unique<VaeDecode>();
}

}  // namespace brandloom::cli
