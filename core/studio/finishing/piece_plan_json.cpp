#include "core/studio/finishing/piece_plan_json.h"

#include <nlohmann/json.hpp>

#include "core/finishing/look_document.h"

namespace brandloom::studio {
namespace {

using Json = nlohmann::ordered_json;

Json shotsOf(const PieceStage& stage) {
    Json out = Json::array();
    for (std::size_t i = 0; i < stage.sources().size(); ++i) {
        const auto& source = stage.sources()[i];
        const auto& shot = stage.options().shots[i];
        Json row{{"sha256", source.sha256}};
        if (source.shot != 0)
            row["shot"] = source.shot;
        else
            row["film"] = utf8FromPath(source.file.filename());
        row["start"] = shot.start;
        row["end"] = shot.end;
        row["crossFade"] = shot.crossFade;
        out.push_back(std::move(row));
    }
    return out;
}

Json soundOf(const PieceStage& stage) {
    const auto& sound = stage.options().sound;
    return {{"voice", stage.voiceSha256()}, {"voiceStart", sound.voiceStart},
            {"music", stage.musicSha256()}, {"musicBelow", sound.musicBelow},
            {"duckBy", sound.duckBy},       {"musicFadeOut", sound.musicFadeOut}};
}

}  // namespace

std::string planJson(const PieceStage& stage, const StagedPiece& piece) {
    const auto& p = piece.platform;
    Json captions = Json::array(), logos = Json::array();
    for (const auto& caption : stage.options().captions)
        captions.push_back({{"text", caption.text}, {"start", caption.start}, {"end", caption.end}});
    for (const auto& logo : stage.brand().logos) logos.push_back(logo.blob);
    Json out{{"format", "brandloom-piece-1"},
             {"target", p.id},
             {"size", {p.width, p.height}},
             {"fps", piece.plan.timeline.fps},
             {"frames", piece.plan.timeline.frames},
             {"shots", shotsOf(stage)},
             {"look", Json::parse(finishing::documentOf(stage.options().look))},
             {"captions", std::move(captions)},
             {"legal", finishing::legalLineIn(stage.brand(), p.language)},
             {"logos", std::move(logos)},
             {"labelLanguage", piece.labelLanguage},
             {"sound", soundOf(stage)},
             {"title", stage.title()},
             {"producer", stage.producer()}};
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace brandloom::studio
