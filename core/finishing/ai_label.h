#pragma once
// What says that a Piece was made by an AI: a text that people see and texts that programs read.
// China: Measures for Labelling AI-Generated Synthetic Content (in force since 2025-09-01) with GB 45438-2025: a
// text that names AI and that it generated ("AI生成"), letters of at least 5 % of the shorter side, from the first
// picture on for at least 2 seconds; and in the metadata of the file a key "AIGC" whose value is a JSON object of
// seven texts. European Union: Regulation (EU) 2024/1689, Article 50: marked so that machines can find it, and
// disclosed to people clearly at the latest when they first see it; IPTC's digital source type is what programs
// look for. Pure, thread-safe.
#include <map>
#include <string>

#include "core/finishing/piece.h"

namespace brandloom::finishing {

/// Height of the letters of the visible label, as a share of the shorter side.
inline constexpr double kLeastLabelShare = 0.05;

/// "zh", "en", "both" of the platform where the person left it to that; "off".
std::string labelLanguage(LabelWords words, const std::string& platformLanguage);
/// "AI生成", "AI-generated", both with a middle dot between; empty for "off".
std::string labelText(const std::string& language);

struct LabelFacts {
    std::string producer;  ///< the brand, or whoever answers for it
    std::string pieceId;   ///< unique
    bool isMarked = true;  ///< false: nothing is said
};
/// Texts for the container: AIGC, DigitalSourceType, comment. Empty when nothing is to be said.
std::map<std::string, std::string> labelMetadata(const LabelFacts& facts);

}  // namespace brandloom::finishing
