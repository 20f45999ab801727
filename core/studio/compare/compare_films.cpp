#include "core/studio/compare/compare_films.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "core/base/base_errors.h"
#include "core/compare/metrics.h"
#include "core/finishing/film_pictures.h"
#include "core/media/contact_sheet.h"
#include "core/media/encoder.h"
#include "core/media/png.h"
#include "core/media/resize.h"
#include "core/studio/common/studio_errors.h"
#include "core/studio/common/teller.h"

namespace brandloom::studio {
namespace {

constexpr std::size_t kMostFilms = 4;
constexpr int kGutter = 4;
constexpr int kKeptWidth = 384;

double mean(const std::vector<double>& values) {
    return values.empty() ? 0
                          : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Of the mean squared error, so that frames that are the same do not make it infinite.
double meanPsnr(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values)
        if (std::isfinite(value)) sum += std::pow(10, -value / 10);
    if (sum == 0) return std::numeric_limits<double>::infinity();
    return -10 * std::log10(sum / static_cast<double>(values.size()));
}

/// All of one time beside each other.
Frame beside(const std::vector<Frame>& pictures) {
    const int width = pictures[0]->width(), height = pictures[0]->height();
    const int count = static_cast<int>(pictures.size());
    auto out = std::make_shared<FrameBuffer>(count * width + (count - 1) * kGutter, height);
    for (int i = 0; i < count; ++i)
        for (int y = 0; y < height; ++y)
            std::memcpy(out->row(y) + static_cast<std::ptrdiff_t>(i * (width + kGutter)) * 3,
                        pictures[static_cast<std::size_t>(i)]->row(y),
                        static_cast<std::size_t>(pictures[static_cast<std::size_t>(i)]->strideBytes()));
    return out;
}

/// Long films stay in memory as such.
Result<Frame> small(const Frame& picture) {
    const int width = std::min(picture->width(), kKeptWidth);
    if (width == picture->width()) return picture;
    const int height = std::max(1, picture->height() * width / picture->width());
    return media::cropAndScale(*picture, {0, 0, picture->width(), picture->height()}, width, height);
}

Result<Path> freeFile(const Path& wanted) {
    std::error_code ec;
    const Path file = std::filesystem::absolute(wanted, ec);
    if (std::filesystem::exists(file, ec)) return fail(studio_errors::kFileExists, {{"file", utf8FromPath(file)}});
    return file;
}

class Comparison {
  public:
    Comparison(project::Project* project, const CompareOptions& options, const Listener& listener, StopToken stop)
        : m_project(project), m_options(options), m_teller(listener), m_stop(std::move(stop)) {}

    Result<CompareResult> run() {
        BRANDLOOM_CHECK(findFilms());
        Path sheet, film;
        if (!m_options.sheet.empty()) {
            BRANDLOOM_TRY(sheet, freeFile(m_options.sheet));
        }
        if (!m_options.film.empty()) {
            BRANDLOOM_TRY(film, freeFile(m_options.film));
        }
        BRANDLOOM_CHECK(readAndMeasure(film));
        if (!sheet.empty()) BRANDLOOM_CHECK(media::writeContactSheet(sheet, m_pictures));
        return std::move(m_out);
    }

  private:
    Status findFilms() {
        if (m_options.films.size() < 2 || m_options.films.size() > kMostFilms)
            return fail(base_errors::kInvalidArgument,
                        {{"what", "The number of films to compare"},
                         {"reason", "it is " + std::to_string(m_options.films.size())},
                         {"allowed", "2 to 4"}});
        std::vector<compare::FilmShape> shapes;
        std::vector<Path> files;
        for (const auto& name : m_options.films) {
            BRANDLOOM_TRY(auto source, sourceOf(m_project, name.shot, name.film, m_stop));
            shapes.push_back({source.fileWidth, source.fileHeight, source.fps, source.seconds});
            files.push_back(source.file);
            m_out.films.emplace_back().source = std::move(source);
        }
        m_out.alignment = compare::align(shapes);
        m_reader.emplace(std::move(files), m_stop);
        m_pictures.resize(m_out.films.size());
        return {};
    }

    Status readAndMeasure(const Path& film) {
        const auto& a = m_out.alignment;
        const auto count = static_cast<int>(m_out.films.size());
        std::optional<media::Mp4Writer> writer;
        if (!film.empty()) {
            media::Mp4Options mp4;
            mp4.fps = a.fps;
            BRANDLOOM_TRY(auto made, media::Mp4Writer::create(film, count * a.width + (count - 1) * kGutter,
                                                              a.height, mp4, m_stop));
            writer.emplace(std::move(made));
        }
        for (int n = 0; n < a.frames; ++n) {
            BRANDLOOM_CHECK(checkCancelled(m_stop));
            m_teller.progress("comparing", n, a.frames);
            std::vector<Frame> row;
            for (int i = 0; i < count; ++i) {
                BRANDLOOM_TRY(const auto picture, m_reader->at(i, (n + 0.5) / a.fps));
                BRANDLOOM_TRY(
                    auto aligned,
                    media::cropAndScaleSharp(
                        *picture, media::centredCrop(picture->width(), picture->height(), a.width, a.height),
                        a.width, a.height));
                row.push_back(std::move(aligned));
            }
            BRANDLOOM_CHECK(measure(row));
            if (writer) BRANDLOOM_CHECK(writer->add(*beside(row)));
        }
        if (writer) BRANDLOOM_CHECK(writer->finish(m_stop));
        m_teller.progress("comparing", a.frames, a.frames);
        conclude();
        return {};
    }

    /// Only small pictures are kept: for flicker and the sheet.
    Status measure(const std::vector<Frame>& row) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            BRANDLOOM_TRY(auto kept, small(row[i]));
            m_pictures[i].push_back(std::move(kept));
            if (i == 0) continue;
            auto& d = m_out.films[i].difference;
            d.psnr.push_back(compare::psnr(*row[0], *row[i]));
            d.ssim.push_back(compare::ssim(*row[0], *row[i]));
            d.palette.push_back(compare::paletteDistance(*row[0], *row[i]));
        }
        return {};
    }

    void conclude() {
        for (std::size_t i = 0; i < m_out.films.size(); ++i) {
            auto& film = m_out.films[i];
            film.flicker = compare::flicker(m_pictures[i]);
            film.meanFlicker = mean(film.flicker);
            auto& d = film.difference;
            d.meanPsnr = meanPsnr(d.psnr);
            d.meanSsim = mean(d.ssim);
            d.meanPalette = mean(d.palette);
        }
    }

    project::Project* m_project;
    const CompareOptions& m_options;
    Teller m_teller;
    StopToken m_stop;
    std::optional<finishing::FilmPictures> m_reader;
    std::vector<std::vector<Frame>> m_pictures;
    CompareResult m_out;
};

}  // namespace

Result<CompareResult> compareFilms(project::Project* project, const CompareOptions& options,
                                   const Listener& listener, const StopToken& stop) {
    return Comparison(project, options, listener, stop).run();
}

}  // namespace brandloom::studio
