// film info FILM..., film shots FILM..., film measure FILM...
#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/studio/films/films.h"

namespace brandloom::cli {
namespace {

const char* wordFor(media::TransitionKind kind) {
    switch (kind) {
        case media::TransitionKind::Cut:
            return "cut";
        case media::TransitionKind::Dissolve:
            return "dissolve";
        case media::TransitionKind::Fade:
            return "fade";
    }
    return "cut";
}

JsonLine lineOf(const Path& film, const media::ShotList& list) {
    std::vector<JsonLine> shots, transitions;
    for (const auto& s : list.shots) {
        JsonLine shot;
        shot.add("firstFrame", s.firstFrame).add("frames", s.frameCount);
        shot.add("start", s.startSeconds).add("end", s.endSeconds);
        shots.push_back(std::move(shot));
    }
    for (const auto& t : list.transitions) {
        JsonLine transition;
        transition.add("kind", wordFor(t.kind)).add("firstFrame", t.firstFrame).add("frames", t.frameCount);
        transitions.push_back(std::move(transition));
    }
    JsonLine line("shots");
    line.add("film", utf8FromPath(film)).add("shots", shots).add("transitions", transitions);
    return line;
}

std::string textOf(const Path& film, const media::ShotList& list) {
    std::string out =
        fmt::format("{}: {} shot{}", utf8FromPath(film), list.shots.size(), list.shots.size() == 1 ? "" : "s");
    std::size_t next = 0;
    for (const auto& s : list.shots) {
        out += fmt::format("\n  {:8.3f} s to {:8.3f} s, {} frames", s.startSeconds, s.endSeconds, s.frameCount);
        for (;
             next < list.transitions.size() && list.transitions[next].firstFrame < s.firstFrame + s.frameCount + 1;
             ++next) {
            const auto& t = list.transitions[next];
            if (t.firstFrame + t.frameCount > s.firstFrame) out += fmt::format(", then a {}", wordFor(t.kind));
        }
    }
    return out;
}

JsonLine lineOf(const media::PaletteColour& c) {
    JsonLine line;
    line.add("l", c.l).add("a", c.a).add("b", c.b).add("share", c.share);
    return line;
}

JsonLine lineOf(const studio::MeasuredClip& clip) {
    const auto& m = clip.measures;
    JsonLine camera, exposure, bars, line;
    camera.add("kind", std::string(media::word(m.camera.kind)))
        .add("right", m.camera.right)
        .add("down", m.camera.down);
    camera.add("zoom", m.camera.zoom).add("shear", m.camera.shear).add("turn", m.camera.turn);
    camera.add("centre", m.camera.centre).add("sway", m.camera.sway).add("motion", m.camera.motion);
    exposure.add("mean", m.exposure.mean).add("contrast", m.exposure.contrast);
    exposure.add("darkShare", m.exposure.darkShare).add("brightShare", m.exposure.brightShare);
    bars.add("left", m.bars.left).add("top", m.bars.top).add("right", m.bars.right).add("bottom", m.bars.bottom);
    std::vector<JsonLine> palette;
    std::vector<std::string> hashes;
    for (const auto& colour : m.palette) palette.push_back(lineOf(colour));
    for (const auto& hash : m.hashes) hashes.push_back(fmt::format("{:016x}", hash.parts[0]));
    line.add("start", clip.startSeconds).add("end", clip.endSeconds).add("frames", m.frames);
    line.add("width", m.width).add("height", m.height).add("camera", camera).add("sharpness", m.sharpness);
    line.add("exposure", exposure).add("bars", bars).add("repeatedFrames", m.repeatedFrames);
    line.add("longestFreeze", m.longestFreezeSeconds).add("palette", palette).add("hashes", hashes);
    return line;
}

std::string textOf(const studio::MeasuredClip& clip) {
    const auto& m = clip.measures;
    std::string out =
        fmt::format("  {:8.3f} s to {:8.3f} s: camera {}, sharpness {:.2f}, brightness {:.2f}", clip.startSeconds,
                    clip.endSeconds, media::word(m.camera.kind), m.sharpness, m.exposure.mean);
    if (m.bars.any())
        out += fmt::format(", black bars {} {} {} {}", m.bars.left, m.bars.top, m.bars.right, m.bars.bottom);
    if (m.repeatedFrames > 0)
        out += fmt::format(", {} of {} frames repeat the one before", m.repeatedFrames, m.frames);
    for (const auto& c : m.palette)
        out += fmt::format("\n    Lab {:5.1f} {:6.1f} {:6.1f}  {:3.0f} %", c.l, c.a, c.b, 100 * c.share);
    return out;
}

JsonLine lineOf(const studio::FilmInfo& film) {
    JsonLine line;
    line.add("film", utf8FromPath(film.film));
    if (film.error) {
        JsonLine error;
        error.add("module", film.error->module).add("code", film.error->code);
        error.add("message", film.error->sentence()).add("remedy", film.error->remedy());
        line.add("error", error);
        return line;
    }
    const auto& i = *film.info;
    line.add("container", i.container).add("codec", i.codec).add("pixelFormat", i.pixelFormat);
    line.add("width", i.width).add("height", i.height).add("rotation", i.rotationDegrees);
    line.add("codedWidth", i.codedWidth).add("codedHeight", i.codedHeight);
    line.add("seconds", i.durationSeconds).add("fps", i.fps).add("frames", i.frameCount);
    line.add("framesAreExact", i.frameCountIsExact).add("variableRate", i.isVariableRate);
    line.add("audio", i.hasAudio).add("hdr", i.isHdr).add("bits", i.bitDepth);
    if (!film.picture.empty()) line.add("picture", utf8FromPath(film.picture));
    return line;
}

std::string textOf(const studio::FilmInfo& film) {
    if (film.error) return film.error->sentence() + " " + film.error->remedy();
    const auto& i = *film.info;
    std::string out =
        fmt::format("{}: {}x{}, {:.2f} s, {:.3f} frames a second{}, {}", utf8FromPath(film.film), i.width, i.height,
                    i.durationSeconds, i.fps, i.isVariableRate ? " (varying)" : "", i.codec);
    if (i.rotationDegrees != 0) out += fmt::format(", turned by {} degrees", i.rotationDegrees);
    if (i.bitDepth > 8) out += fmt::format(", {} bit", i.bitDepth);
    if (i.isHdr) out += ", HDR";
    return out + (i.hasAudio ? ", sound" : ", no sound");
}

class FilmInfo : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions("FILMS", m_options.films, "Films", Need::Required);
        flags.add("--pictures", m_options.pictureFolder, "Folder for a small picture of each, as NAME.png");
        flags.add("--side", m_options.side, "Longer side of these pictures in pixels");
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto films, studio::infoOfFilms(m_options, listener, stop));
        std::vector<JsonLine> lines;
        std::string text;
        bool isGood = true;
        for (const auto& film : films) {
            lines.push_back(lineOf(film));
            text += (text.empty() ? "" : "\n") + textOf(film);
            isGood = isGood && !film.error;
        }
        JsonLine line("films");
        line.add("films", lines);
        out.result(line, text);
        return isGood ? kDone : kFound;
    }

  private:
    studio::FilmInfoOptions m_options;
};

class FilmShots : public Command {
  public:
    void declare(Flags& flags) override { flags.addPositions("FILMS", m_films, "Films", Need::Required); }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        std::size_t told = 0;
        const auto tell = [&](const Path& film, const media::ShotList& list) {
            ++told < m_films.size() ? out.say(lineOf(film, list), textOf(film, list))
                                    : out.result(lineOf(film, list), textOf(film, list));
        };
        BRANDLOOM_CHECK(studio::shotsOfFilms(m_films, tell, listener, stop));
        return kDone;
    }

  private:
    std::vector<Path> m_films;
};

class FilmMeasure : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPositions("FILMS", m_films, "Films", Need::Required);
        flags.addSwitch("--shots", m_options.byShots, "Measure each shot by itself");
    }

    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        for (std::size_t i = 0; i < m_films.size(); ++i) {
            m_options.film = m_films[i];
            BRANDLOOM_TRY(const auto clips, studio::measureFilm(m_options, listener, stop));
            std::vector<JsonLine> lines;
            std::string text = utf8FromPath(m_films[i]);
            for (const auto& clip : clips) {
                lines.push_back(lineOf(clip));
                text += "\n" + textOf(clip);
            }
            JsonLine line("measures");
            line.add("film", utf8FromPath(m_films[i])).add("clips", lines);
            i + 1 < m_films.size() ? out.say(line, text) : out.result(line, text);
        }
        return kDone;
    }

  private:
    std::vector<Path> m_films;
    studio::MeasureFilmOptions m_options;
};

}  // namespace

std::unique_ptr<Command> makeFilmInfo() {
    return std::make_unique<FilmInfo>();
}
std::unique_ptr<Command> makeFilmShots() {
    return std::make_unique<FilmShots>();
}
std::unique_ptr<Command> makeFilmMeasure() {
    return std::make_unique<FilmMeasure>();
}

}  // namespace brandloom::cli
