#include "core/styles/prompt_frame.h"

#include <algorithm>

#include "core/styles/styles_errors.h"

namespace brandloom::styles {
namespace {

/// A stretch of text, or a slot.
struct Piece {
    bool isSlot = false;
    std::string text;  ///< or the name of the slot
    std::string usual;
};

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

Result<std::vector<Piece>> piecesOf(const std::string& frame) {
    const auto bad = [&](const char* reason) {
        return fail(styles_errors::kBadFrame, {{"frame", frame}, {"reason", reason}});
    };
    std::vector<Piece> out{{}};
    for (std::size_t i = 0; i < frame.size(); ++i) {
        const char c = frame[i];
        const bool isDoubled = (c == '{' || c == '}') && i + 1 < frame.size() && frame[i + 1] == c;
        if (isDoubled) ++i;
        if (isDoubled || (c != '{' && c != '}')) {
            out.back().text += c;
            continue;
        }
        if (c == '}') return bad("a brace closes that was not opened");
        const auto end = frame.find('}', i);
        if (end == std::string::npos) return bad("a brace does not close");
        const auto inner = frame.substr(i + 1, end - i - 1);
        const auto equals = inner.find('=');
        Piece slot{true, trimmed(inner.substr(0, equals)),
                   equals == std::string::npos ? std::string() : trimmed(inner.substr(equals + 1))};
        if (slot.text.empty() || slot.text.find('{') != std::string::npos) return bad("a slot has no name");
        out.push_back(std::move(slot));
        out.emplace_back();
        i = end;
    }
    return out;
}

}  // namespace

Result<std::vector<PromptSlot>> slotsOf(const std::string& frame) {
    BRANDLOOM_TRY(const auto pieces, piecesOf(frame));
    std::vector<PromptSlot> out;
    for (const auto& piece : pieces) {
        if (!piece.isSlot) continue;
        const auto known = std::ranges::find(out, piece.text, &PromptSlot::name);
        if (known == out.end())
            out.push_back({piece.text, piece.usual});
        else if (known->usual.empty())
            known->usual = piece.usual;
    }
    return out;
}

Result<std::string> filled(const std::string& frame, const std::map<std::string, std::string>& values) {
    BRANDLOOM_TRY(const auto slots, slotsOf(frame));
    std::map<std::string, std::string> all;
    std::string names;
    for (const auto& slot : slots) {
        all[slot.name] = slot.usual;
        names += (names.empty() ? "" : ", ") + slot.name;
    }
    for (const auto& [name, value] : values) {
        if (!all.contains(name))
            return fail(styles_errors::kSlotUnknown,
                        {{"slot", name}, {"names", names.empty() ? std::string("(none)") : names}});
        all[name] = value;
    }
    BRANDLOOM_TRY(const auto pieces, piecesOf(frame));
    std::string out;
    for (const auto& piece : pieces) {
        if (!piece.isSlot) {
            out += piece.text;
            continue;
        }
        const auto& value = all[piece.text];
        if (value.empty()) return fail(styles_errors::kSlotEmpty, {{"slot", piece.text}});
        out += value;
    }
    return out;
}

}  // namespace brandloom::styles
