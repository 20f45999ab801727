#pragma once
// Colour tokens of the studio, dark and light. The same two columns stand in resources/themes/tokens.json together
// with the contrasts that they must keep; a test compares both and computes every contrast.
#include <array>
#include <cstddef>
#include <cstdint>

namespace brandloom::widgets {

enum class Token {
    App,
    Panel,
    Raised,
    Hover,
    Press,
    Field,
    Overlay,
    Surround,
    Soft,
    Line1,
    Line2,
    Line3,
    T1,
    T2,
    T3,
    T0,
    Accent,
    OnAccent,
    Fill,
    FillHover,
    FillPressed,
    Success,
    SuccessSoft,
    Warning,
    WarningSoft,
    Danger,
    DangerSoft,
    Info,
    InfoSoft,
    Series1,
    Series2,
    Series3,
    Series4
};

struct TokenRow {
    const char* name;
    std::uint32_t dark;   ///< 0xRRGGBB
    std::uint32_t light;  ///< 0xRRGGBB
};

// clang-format off
inline constexpr std::array kTokens{
    TokenRow{"app", 0x141414, 0xEDEDED},
    TokenRow{"panel", 0x1B1B1B, 0xF8F8F8},
    TokenRow{"raised", 0x232323, 0xFFFFFF},
    TokenRow{"hover", 0x2B2B2B, 0xEEEEEE},
    TokenRow{"press", 0x353535, 0xE0E0E0},
    TokenRow{"field", 0x101010, 0xFFFFFF},
    TokenRow{"overlay", 0x2A2A2A, 0xFFFFFF},
    TokenRow{"surround", 0x171717, 0x747474},
    TokenRow{"soft", 0x222C47, 0xE3EAFC},
    TokenRow{"line1", 0x2A2A2A, 0xE3E3E3},
    TokenRow{"line2", 0x393939, 0xCFCFCF},
    TokenRow{"line3", 0x7C7C7C, 0x858585},
    TokenRow{"t1", 0xECECEC, 0x1B1B1B},
    TokenRow{"t2", 0xB6B6B6, 0x474747},
    TokenRow{"t3", 0x9A9A9A, 0x616161},
    TokenRow{"t0", 0x656565, 0xA3A3A3},
    TokenRow{"accent", 0x8FAEFF, 0x2B54C8},
    TokenRow{"onAccent", 0x10131C, 0xFFFFFF},
    TokenRow{"fill", 0x3B64DA, 0x2F5BD7},
    TokenRow{"fillHover", 0x446DE2, 0x2750C4},
    TokenRow{"fillPressed", 0x3258C4, 0x2146AF},
    TokenRow{"success", 0x63C38D, 0x18703D},
    TokenRow{"successSoft", 0x18291F, 0xE2F2E8},
    TokenRow{"warning", 0xE9B44C, 0x835600},
    TokenRow{"warningSoft", 0x2E2614, 0xFAEFD8},
    TokenRow{"danger", 0xFF8A7D, 0xB8291D},
    TokenRow{"dangerSoft", 0x351E1B, 0xFBE5E2},
    TokenRow{"info", 0x74BFD8, 0x0C687F},
    TokenRow{"infoSoft", 0x17282E, 0xDFF0F4},
    TokenRow{"series1", 0xF2A33A, 0xB0620A},
    TokenRow{"series2", 0x5AB4F0, 0x1272BC},
    TokenRow{"series3", 0x2FBF8A, 0x00664A},
    TokenRow{"series4", 0xE27DB4, 0xB0408A}
};
// clang-format on
static_assert(kTokens.size() == static_cast<std::size_t>(Token::Series4) + 1);

}  // namespace brandloom::widgets
