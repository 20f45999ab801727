#include "core/studio/models/model_parts.h"

#include <charconv>
#include <optional>

#include "core/base/base_errors.h"
#include "core/media/conform.h"
#include "core/media/encoder.h"
#include "core/studio/common/model_registry.h"
#include "core/studio/common/shipped.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"
#include "core/weights/tensor_file.h"

namespace brandloom::studio {
namespace {

/// Absolute; errors for another ending and for a file that is there.
Result<std::string> newTensorFile(const Path& file) {
    std::error_code ec;
    const Path out = std::filesystem::absolute(file, ec).lexically_normal();
    if (out.extension() != ".safetensors")
        return fail(base_errors::kInvalidArgument, {{"what", "The name " + utf8FromPath(file)},
                                                    {"reason", "it does not end in .safetensors"},
                                                    {"allowed", "a name such as text.safetensors"}});
    if (std::filesystem::exists(out, ec)) return fail(studio_errors::kFileExists, {{"file", utf8FromPath(out)}});
    return utf8FromPath(out);
}

/// The rate that 'vae encode' noted in the file; 0: none.
Result<int> rateOf(const Path& latents) {
    BRANDLOOM_TRY(const auto file, weights::openTensorFile(latents));
    const auto noted = file->metadata().find("brandloom.fps");
    if (noted == file->metadata().end()) return 0;
    int fps = 0;
    const auto& text = noted->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), fps);
    return error == std::errc() && end == text.data() + text.size() && fps >= 1 && fps <= 240 ? fps : 0;
}

class OneFilm : public door::ClipSource {
  public:
    explicit OneFilm(std::vector<Frame> frames) : m_frames(std::move(frames)) {}
    Result<std::vector<Frame>> frames(std::size_t) override { return m_frames; }

  private:
    std::vector<Frame> m_frames;
};

/// Opens the film with the first picture, whose size is not known before.
class FilmWriter : public door::FrameSink {
  public:
    FilmWriter(Path target, const media::Mp4Options& options) : m_target(std::move(target)), m_options(options) {}
    Status frame(int, Frame frame) override {
        if (!m_writer) {
            BRANDLOOM_TRY(auto made,
                          media::Mp4Writer::create(m_target, frame->width(), frame->height(), m_options));
            m_writer = std::move(made);
        }
        return m_writer->add(*frame);
    }
    Status finish(const StopToken& stop) { return m_writer ? m_writer->finish(stop) : Status(); }

  private:
    Path m_target;
    media::Mp4Options m_options;
    std::optional<media::Mp4Writer> m_writer;
};

}  // namespace

Result<door::EncodeTextResult> encodeText(const door::EngineFactory& factory, const EncodeTextOptions& options,
                                          const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    if (!isValidUtf8(options.prompt))
        return fail(base_errors::kInvalidArgument,
                    {{"what", "The prompt"}, {"reason", "it is not UTF-8 text"}, {"allowed", "plain text"}});
    BRANDLOOM_TRY(const auto outFile, newTensorFile(options.outFile));
    BRANDLOOM_TRY(const auto model, modelFolderFor(options.model));
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    return engine->tools().encodeText({model, options.prompt, outFile}, teller.sink(), stop);
}

Result<EncodedFilm> encodeFilm(const door::EngineFactory& factory, const EncodeFilmOptions& options,
                               const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    BRANDLOOM_TRY(const auto outFile, newTensorFile(options.outFile));
    BRANDLOOM_TRY(const auto model, modelFolderFor(options.model));
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    BRANDLOOM_TRY(const auto description, engine->describeModel({model}));
    const auto& d = description.defaults;
    EncodedFilm out;
    out.width = options.width != 0 ? options.width : d.width;
    out.height = options.height != 0 ? options.height : d.height;
    out.fps = options.fps != 0 ? options.fps : d.fps;
    const int frames = options.frames != 0 ? options.frames : d.frames;
    BRANDLOOM_TRY(
        auto clip,
        media::conformClip(options.film,
                           {out.width, out.height, static_cast<double>(out.fps), frames, options.startSeconds},
                           stop, [&](const Progress& p) { teller.tell(door::Progressed{p}); }));
    out.frames = static_cast<int>(clip.frames.size());
    OneFilm source(std::move(clip.frames));
    BRANDLOOM_TRY(out.result, engine->tools().encodeVideo({model, outFile, out.fps}, source, teller.sink(), stop));
    return out;
}

Result<DecodedFilm> decodeFilm(const door::EngineFactory& factory, const DecodeFilmOptions& options,
                               const Listener& listener, const StopToken& stop) {
    Teller teller(listener);
    if (options.scale < 1 || options.scale > 8)
        return fail(base_errors::kInvalidArgument, {{"what", "The enlargement"},
                                                    {"reason", "it is " + std::to_string(options.scale)},
                                                    {"allowed", "1 to 8"}});
    BRANDLOOM_TRY(const auto film, newFilmPath(options.outFile));
    BRANDLOOM_TRY(const auto model, modelFolderFor(options.model));
    std::error_code ec;
    const auto latents = std::filesystem::absolute(options.latents, ec);
    teller.progress("loading", 0, 0);
    BRANDLOOM_TRY(const auto engine, factory());
    DecodedFilm out;
    out.fps = options.fps;
    if (out.fps == 0) {
        BRANDLOOM_TRY(out.fps, rateOf(latents));
    }
    if (out.fps == 0) {
        BRANDLOOM_TRY(const auto description, engine->describeModel({model}));
        out.fps = description.defaults.fps;
    }
    media::Mp4Options mp4;
    mp4.fps = out.fps;
    mp4.scale = options.scale;
    FilmWriter writer(film, mp4);
    BRANDLOOM_TRY(out.result,
                  engine->tools().decodeVideo({model, utf8FromPath(latents)}, writer, teller.sink(), stop));
    BRANDLOOM_CHECK(writer.finish(stop));
    return out;
}

}  // namespace brandloom::studio
