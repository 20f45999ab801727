#pragma once
// All that a Piece is made of, read and measured once; gives frame n for every target, as the file will have it.
#include <memory>
#include <string>
#include <vector>

#include "core/base/cancel.h"
#include "core/finishing/film_pictures.h"
#include "core/finishing/sound_mix.h"
#include "core/project/project.h"
#include "core/studio/finishing/export_types.h"
#include "core/studio/shots/shot_source.h"

namespace brandloom::studio {

/// One target of a Piece, ready to be shown or written. Reading frames: one thread at a time; several targets on
/// several threads.
class StagedPiece {
  public:
    StagedPiece(finishing::Platform platform, finishing::PiecePlan plan, std::vector<Path> films, StopToken stop);
    StagedPiece(StagedPiece&&) = delete;
    /// The same picture that the file will have there.
    Result<Frame> frame(std::int64_t n) { return m_renderer.frame(n, m_pictures); }

    finishing::Platform platform;
    finishing::PiecePlan plan;
    std::shared_ptr<finishing::MixedSound> sound;  ///< null: silent
    std::vector<finishing::Finding> findings;
    std::string labelLanguage;

  private:
    finishing::FilmPictures m_pictures;
    finishing::Renderer m_renderer;
};

class PieceStage {
  public:
    /// Reads Shots, brand, logos and sounds; films and sounds of strangers in a process of their own. `project` may
    /// be null when only films are named. Errors: kNoProject, styles kShotMissing, project kFileGone and
    /// kFileChanged, base kInvalidArgument, those of media::FilmReader, media kBadPicture (a logo).
    static Result<PieceStage> open(project::Project* project, const ExportOptions& options,
                                   const StopToken& stop = {});

    /// Errors: those of placeParts and makeArt, and of reading the first pictures.
    [[nodiscard]] Result<std::unique_ptr<StagedPiece>> forTarget(const finishing::Platform& platform) const;

    [[nodiscard]] const std::vector<ShotSource>& sources() const { return m_sources; }
    [[nodiscard]] const brand::Brand& brand() const { return m_brand; }
    [[nodiscard]] const ExportOptions& options() const { return m_options; }
    [[nodiscard]] std::string title() const;
    [[nodiscard]] std::string producer() const;
    [[nodiscard]] const std::string& voiceSha256() const { return m_voiceSha256; }
    [[nodiscard]] const std::string& musicSha256() const { return m_musicSha256; }

  private:
    PieceStage() = default;
    Status addSources(project::Project* project);
    Status addBrand(project::Project& project);
    Status addSounds();
    [[nodiscard]] finishing::PieceSound soundOptions() const;
    [[nodiscard]] std::vector<Path> films() const;

    ExportOptions m_options;
    StopToken m_stop;
    std::vector<ShotSource> m_sources;
    brand::Brand m_brand;
    std::string m_projectName;
    std::vector<finishing::BrandLogo> m_logos;
    std::vector<std::string> m_missingFonts;
    media::SoundSamples m_voice, m_music;
    std::string m_voiceSha256, m_musicSha256;
};

}  // namespace brandloom::studio
