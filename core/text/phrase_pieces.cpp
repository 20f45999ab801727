#include "core/text/phrase_pieces.h"

#include <optional>

#include "core/text/counter/text_errors.h"
#include "core/text/protobuf_reader.h"
#include "core/text/spiece_check.h"

namespace brandloom::text {
namespace {

constexpr std::uint64_t kPieces = 1, kPieceText = 1, kPieceType = 3;

/// Characters of the block of unified ideographs, U+4E00 to U+9FFF, in UTF-8.
int chineseCharacters(std::string_view text) {
    int count = 0;
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const auto a = static_cast<unsigned char>(text[i]), b = static_cast<unsigned char>(text[i + 1]);
        if ((a == 0xe4 && b >= 0xb8) || (a >= 0xe5 && a <= 0xe9)) ++count;
    }
    return count;
}

/// Pieces of a type of their own (control, byte, ...) stay.
bool isPhrase(std::string_view piece) {
    MessageReader reader(piece);
    Field field;
    std::string_view text;
    while (reader.next(field)) {
        if (field.number == kPieceText && field.isBytes) text = field.bytes;
        if (field.number == kPieceType && field.whole != std::string_view("\x18\x01")) return false;
    }
    return chineseCharacters(text) > 1;
}

std::string varint(std::size_t value) {
    std::string out;
    for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7f) | 0x80);
    return out + static_cast<char>(value);
}

}  // namespace

Result<std::string> withoutPhrases(std::string_view model, const std::string& name) {
    if (auto fault = faultOfSpieceModel(model))
        return fail(kTokenizerDamaged, {{"file", name}, {"reason", std::move(*fault)}});
    std::string out;
    MessageReader reader(model);
    Field field;
    while (reader.next(field)) {
        if (field.number != kPieces || !field.isBytes || !isPhrase(field.bytes)) {
            out += field.whole;
            continue;
        }
        // The last value of a field counts: type UNUSED.
        const auto piece = std::string(field.bytes) + "\x18\x05";
        out += "\x0a" + varint(piece.size()) + piece;
    }
    return out;
}

}  // namespace brandloom::text
