#include "core/studio/finishing/piece_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/hashing.h"
#include "core/base/platform.h"
#include "core/finishing/ai_label.h"
#include "core/finishing/finishing_errors.h"
#include "core/finishing/loudness.h"
#include "core/media/encoder.h"
#include "core/media/mp4_facts.h"
#include "core/media/png.h"
#include "core/media/sound_reader.h"

namespace brandloom::studio {
namespace {

constexpr double kLoudnessSlack = 1;  // LU that encoding may change
constexpr double kPeakSlack = 1.5;    // dB

class Writer {
  public:
    Writer(const PieceStage& stage, StagedPiece& piece, const PieceFiles& files, const StopToken& stop)
        : m_stage(stage), m_piece(piece), m_timeline(piece.plan.timeline), m_files(files), m_stop(stop) {}

    Result<WrittenPiece> run(const std::string& plan, const ProgressSink& progress) {
        BRANDLOOM_TRY(auto writer, media::Mp4Writer::create(m_files.film, m_piece.plan.width, m_piece.plan.height,
                                                            mp4Options(plan), m_stop));
        for (std::int64_t n = 0; n < m_timeline.frames; ++n) {
            BRANDLOOM_CHECK(checkCancelled(m_stop));
            report(progress, {"exporting", n, m_timeline.frames, {}});
            BRANDLOOM_TRY(const auto frame, m_piece.frame(n));
            BRANDLOOM_CHECK(writer.add(*frame));
        }
        BRANDLOOM_CHECK(writeCover());
        BRANDLOOM_CHECK(writer.finish(m_stop, [this](const Path& file) { return check(file); }));
        report(progress, {"exporting", m_timeline.frames, m_timeline.frames, {}});
        BRANDLOOM_TRY(m_out.sha256, sha256OfFile(m_files.film));
        return std::move(m_out);
    }

  private:
    [[nodiscard]] media::Mp4Options mp4Options(const std::string& plan) const {
        const auto& sources = m_stage.sources();
        const bool isGenerated = std::ranges::any_of(sources, &ShotSource::isGenerated);
        media::Mp4Options out;
        out.fps = m_timeline.fps;
        out.crf = m_stage.options().quality;
        out.preset = m_stage.options().speed;
        // Who switches the visible label off still has what machines read, wherever an AI had a part in it.
        out.metadata = finishing::labelMetadata(
            {m_stage.producer(), sha256Hex(plan).substr(0, 32), m_piece.labelLanguage != "off" || isGenerated});
        out.metadata["title"] = m_stage.title();
        if (m_piece.sound)
            out.samples = std::shared_ptr<const media::SoundSamples>(m_piece.sound, &m_piece.sound->samples);
        return out;
    }

    Status writeCover() {
        if (m_files.cover.empty()) return {};
        const double seconds = m_stage.options().coverSeconds.value_or(m_timeline.seconds() / 3);
        const auto n = static_cast<std::int64_t>(std::clamp(seconds, 0.0, m_timeline.seconds()) * m_timeline.fps);
        BRANDLOOM_TRY(const auto frame, m_piece.frame(n));
        BRANDLOOM_CHECK(media::writePng(m_files.cover, *frame));
        BRANDLOOM_TRY(m_out.coverSha256, sha256OfFile(m_files.cover));
        return {};
    }

    [[nodiscard]] tl::unexpected<Error> faulty(const std::string& reason) const {
        return fail(finishing_errors::kExportFaulty, {{"file", utf8FromPath(m_files.film)}, {"reason", reason}});
    }

    /// What the writer itself does not look at.
    Status check(const Path& file) {
        BRANDLOOM_TRY(const auto facts, media::mp4Facts(file, m_stop));
        if (!facts.indexInFront) return faulty("its index is not in front");
        if (facts.primaries != "bt709" || facts.transfer != "bt709" || facts.matrix != "bt709" ||
            facts.range != "tv")
            return faulty("its colours are marked " + facts.primaries + "/" + facts.transfer + "/" + facts.matrix);
        if (std::abs(facts.fps - m_timeline.fps) > 0.01)
            return faulty(fmt::format("it has {:.3f} frames a second", facts.fps));
        if (facts.frames != m_timeline.frames) return faulty(fmt::format("it has {} frames", facts.frames));
        if (std::abs(facts.seconds - m_timeline.seconds()) > 0.5 / m_timeline.fps)
            return faulty(fmt::format("it lasts {:.3f} seconds", facts.seconds));
        return m_piece.sound ? checkSound(file) : Status();
    }

    Status checkSound(const Path& file) {
        media::SoundSamples heard;
        const auto keep = [&](const media::SoundSamples& piece) {
            heard.left.insert(heard.left.end(), piece.left.begin(), piece.left.end());
            heard.right.insert(heard.right.end(), piece.right.begin(), piece.right.end());
        };
        BRANDLOOM_TRY(const auto end, media::readSound(file, {}, keep, m_stop));
        if (end.isDamaged) return faulty("a part of its sound is broken");
        m_out.loudness = finishing::loudnessOf(heard);
        m_out.truePeak = finishing::truePeakOf(heard);
        const auto& wanted = m_piece.sound->loudness;
        if (wanted.has_value() != m_out.loudness.has_value())
            return faulty(wanted ? "its sound cannot be heard" : "it sounds where it is to be silent");
        if (wanted && std::abs(*wanted - *m_out.loudness) > kLoudnessSlack)
            return faulty(
                fmt::format("its loudness is {:.1f} LUFS in the place of {:.1f}", *m_out.loudness, *wanted));
        if (m_out.truePeak > m_piece.platform.truePeak + kPeakSlack)
            return faulty(fmt::format("its peaks reach {:.1f} dBTP", m_out.truePeak));
        return {};
    }

    const PieceStage& m_stage;
    StagedPiece& m_piece;
    const finishing::Timeline& m_timeline;
    const PieceFiles& m_files;
    StopToken m_stop;
    WrittenPiece m_out;
};

}  // namespace

Result<WrittenPiece> writePiece(const PieceStage& stage, StagedPiece& piece, const std::string& plan,
                                const PieceFiles& files, const StopToken& stop, const ProgressSink& progress) {
    auto out = Writer(stage, piece, files, stop).run(plan, progress);
    if (!out && !files.cover.empty()) platform::removeFile(files.cover);
    return out;
}

}  // namespace brandloom::studio
