#pragma once
// The error table of core/finishing: what cannot be done, and what a person should look at before a Piece is posted
// (see checklist.h).
#include <span>

#include "core/base/error.h"

namespace brandloom::finishing_errors {

inline constexpr ErrorSpec kPlatformUnknown{"finishing", "platform_unknown", "There is no target \"{name}\".",
                                            "Choose one of these: {names}.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadPart{"finishing", "bad_part",
                                    "Part {number} of the Piece cannot be cut so: {reason}.",
                                    "Give times inside the Shot.", ErrorKind::Usage};
inline constexpr ErrorSpec kNoParts{"finishing", "no_parts", "This Piece has no Shots.", "Name at least one Shot.",
                                    ErrorKind::Usage};
inline constexpr ErrorSpec kPieceTooLong{"finishing", "piece_too_long",
                                         "This Piece would be longer than 15 minutes.",
                                         "Leave Shots out, or trim them.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadCaption{"finishing", "bad_caption", "Caption {number} cannot be used: {reason}.",
                                       "Write START-END TEXT in seconds, as in \"0.5-2 Fresh every day\".",
                                       ErrorKind::Usage};
inline constexpr ErrorSpec kBadTemplate{"finishing", "bad_template", "\"{template}\" cannot name files: {reason}.",
                                        "Use letters and {names} in braces.", ErrorKind::Usage};
inline constexpr ErrorSpec kPieceMissing{"finishing", "piece_missing", "There is no Piece {id}.",
                                         "See which there are with 'library list'.", ErrorKind::Usage};
inline constexpr ErrorSpec kPieceInTrash{"finishing", "piece_in_trash", "Piece {id} is in the Trash already.",
                                         "Restore it, or leave it there.", ErrorKind::Usage};
inline constexpr ErrorSpec kPieceNotInTrash{"finishing", "piece_not_in_trash", "Piece {id} is not in the Trash.",
                                            "Choose one that is.", ErrorKind::Usage};
inline constexpr ErrorSpec kBadPiece{"finishing", "bad_piece", "A Piece cannot be recorded: {reason}.",
                                     "Export it again, and send the log if it repeats."};
inline constexpr ErrorSpec kExportFaulty{"finishing", "export_faulty",
                                         "The written {file} is not as it should be: {reason}.",
                                         "It was removed again; try once more, and send the log if it repeats."};
inline constexpr ErrorSpec kHasProblems{
    "finishing", "has_problems", "The checklist for {target} has problems, so nothing was written: {problems}.",
    "Put them right as it says, or leave --strict out."};

// --- the checklist -----------------------------------------------------------------------------------------------
inline constexpr ErrorSpec kTooLong{"finishing", "too_long",
                                    "{target} takes at most {most} s, and this has {seconds} s.",
                                    "Trim the Shots, or leave some out."};
inline constexpr ErrorSpec kCaptionOutside{"finishing", "caption_outside",
                                           "Caption {number} leaves the safe zone of {target}.",
                                           "Shorten it, split it in two, or make it smaller or higher."};
inline constexpr ErrorSpec kCaptionTall{"finishing", "caption_tall", "Caption {number} takes {lines} lines.",
                                        "Split it into captions of at most two lines."};
inline constexpr ErrorSpec kCaptionFast{"finishing", "caption_fast",
                                        "Caption {number} stands for {seconds} s, which is too short to read it.",
                                        "Let it stand for at least {need} s, or shorten it."};
inline constexpr ErrorSpec kCaptionUnseen{"finishing", "caption_unseen",
                                          "Caption {number} begins after the end of the Piece or has no length.",
                                          "Give it times between 0 and {seconds} s."};
inline constexpr ErrorSpec kGlyphsOfCaption{
    "finishing", "glyphs_of_caption", "No font here can write {characters} in caption {number}.",
    "Install a font that has them (for Chinese: Noto Sans CJK), or write it otherwise."};
inline constexpr ErrorSpec kGlyphsOfLegal{
    "finishing", "glyphs_of_legal", "No font here can write {characters} in the legal line.",
    "Install a font that has them (for Chinese: Noto Sans CJK), or write it otherwise."};
inline constexpr ErrorSpec kGlyphsOfLabel{"finishing", "glyphs_of_label",
                                          "No font here can write {characters} in the AI label.",
                                          "Install a font that has them (for Chinese: Noto Sans CJK)."};
inline constexpr ErrorSpec kFontMissing{"finishing", "font_missing",
                                        "The brand's font {font} is not installed; another one stands in for it.",
                                        "Install {font}, or choose another font for the brand."};
inline constexpr ErrorSpec kBannedWord{"finishing", "banned_word",
                                       "Caption {number} says \"{word}\", which the brand does not use.",
                                       "Write it with other words."};
inline constexpr ErrorSpec kLogoContrast{
    "finishing", "logo_contrast", "The logo can hardly be told from the picture behind it (contrast {ratio}).",
    "Put a plate under it (--logo-plate), choose another corner, or give the brand logos for dark and for light "
    "ground."};
inline constexpr ErrorSpec kLogoSmall{"finishing", "logo_small",
                                      "The logo has {have} pixels of height and is enlarged to {need}.",
                                      "Give the brand a larger picture of its logo."};
inline constexpr ErrorSpec kNoLogo{"finishing", "no_logo", "No logo is shown: the brand has none.",
                                   "Give the brand a logo (brand set --logo)."};
inline constexpr ErrorSpec kLabelOff{
    "finishing", "label_off",
    "The AI label is switched off; China and the EU require it on what is shown to people.",
    "Switch it on again (--label platform)."};
inline constexpr ErrorSpec kLegalOff{"finishing", "legal_off", "The brand's legal line is switched off.",
                                     "Switch it on again (leave --no-legal-line out)."};
inline constexpr ErrorSpec kLegalMissing{"finishing", "legal_missing",
                                         "No legal line is shown: the brand has none.",
                                         "Give the brand one (brand set --legal-zh, --legal-en)."};
inline constexpr ErrorSpec kNoSound{"finishing", "no_sound", "The Piece is silent.",
                                    "Add music (--music) or a voice (--voice)."};
inline constexpr ErrorSpec kSoundSilent{"finishing", "sound_silent", "{file} is silent, so it has no loudness.",
                                        "Choose another sound."};
inline constexpr ErrorSpec kVoiceCut{"finishing", "voice_cut",
                                     "The voice needs {need} s, and the Piece has {have} s: its end is cut off.",
                                     "Shorten the voice, or add Shots."};
inline constexpr ErrorSpec kLoudnessMissed{
    "finishing", "loudness_missed",
    "The sound comes to {have} LUFS in the place of {want}: its peaks allow no more.",
    "Use a sound that is less spiky, or accept it."};
inline constexpr ErrorSpec kSmallSource{"finishing", "small_source",
                                        "Shots are enlarged up to {times} times for {target} (parts {parts}).",
                                        "Make them larger, or accept that they are soft."};
inline constexpr ErrorSpec kFadeShortened{
    "finishing", "fade_shortened", "The cross-fade into part {number} is longer than its Shots and was shortened.",
    "Give it less time."};

}  // namespace brandloom::finishing_errors

namespace brandloom::finishing {

/// All of the above. Thread-safe.
std::span<const ErrorSpec* const> finishingErrorSpecs();

}  // namespace brandloom::finishing
