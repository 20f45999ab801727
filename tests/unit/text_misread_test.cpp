// UTF-8 that was read as a single-byte encoding: the sentence comes back; what was written so on purpose stays.
#include <gtest/gtest.h>

#include "core/text/clean.h"

namespace brandloom::text {
namespace {

struct Row {
    const char* page;  ///< with which the UTF-8 of `meant` was read, by Python's codecs
    const char* misread;
    const char* meant;  ///< after the rest of the cleaning
};

constexpr Row kRows[] = {
    {"latin-1", "Der KÃ¤fer lÃ¤uft schÃ¶n Ã¼ber die BrÃ¼cke", "Der Käfer läuft schön über die Brücke"},
    {"cp1252",
     "Lâ€™Ã©tÃ© Ã\xc2\xa0"
     " la plageâ€¦ câ€™est dÃ©jÃ\xc2\xa0"
     " lâ€™humanitÃ©",
     "L'été à la plage… c'est déjà l'humanité"},
    {"cp1252",
     "â€œQuotedâ€\xc2\x9d"
     " â€” and Â£20 or â‚¬30, Â½ priceâ„¢",
     "\"Quoted\" — and £20 or €30, ½ price™"},
    {"cp1252",
     "çº¢è‰²çš„ç\xc2\x90"
     "ƒæ»šè¿‡æœ¨æ¡Œï¼Œé•œå¤´æ…¢æ…¢æŽ¨è¿‘",
     "红色的球滚过木桌,镜头慢慢推近"},
    {"cp1252",
     "æ—¥æœ¬èªžã\xc2\x81"
     "®ãƒ†ã‚\xc2\xad"
     "ã‚¹ãƒˆ",
     "日本語のテキスト"},
    {"cp1252",
     "í•œêµ\xc2\xad"
     "ì–´ ë¬¸ìž¥",
     "한국어 문장"},
    {"cp1252", "ÐŸÑ€Ð¸Ð²ÐµÑ‚, Ð¼Ð¸Ñ€", "Привет, мир"},
    {"cp1252", "Ø§Ù„Ø¹Ø±Ø¨ÙŠØ© Ù†Øµ", "العربية نص"},
    {"cp1252",
     "à¤¹à¤¿à¤¨à¥\xc2\x8d"
     "à¤¦à¥€ à¤®à¥‡à¤‚",
     "हिन्दी में"},
    {"cp1252",
     "ðŸ‘\xc2\x8d"
     "ðŸ\xc2\x8f"
     "½ ðŸ˜€ âœ”",
     "👍🏽 😀 ✔"},
    {"cp1251", "РџСЂРёРІРµС‚, РјРёСЂ", "Привет, мир"},
    {"cp1251", "РљСЂР°СЃРЅС‹Р№ С€Р°СЂ РєР°С‚РёС‚СЃСЏ РїРѕ СЃС‚РѕР»Сѓ", "Красный шар катится по столу"},
    {"cp1250",
     "Ĺ\xc2\x81"
     "ĂłdĹş, Ĺ»ĂłĹ‚Ä‡ i Ĺ\xc2\xa0"
     "koda",
     "Łódź, Żółć i Škoda"},
    {"cp1253",
     "Ξ•Ξ»Ξ»Ξ·Ξ½ΞΉΞΊΞ¬ Ξ³Ξ»Ο\xc2\x8e"
     "ΟƒΟƒΞ±",
     "Ελληνικά γλώσσα"},
    {"cp1254", "Ä°stanbulâ€™da ÅŸeker", "İstanbul'da şeker"},
    {"cp1257", "Ä„Å¾uolas ir Ä—jimas", "Ąžuolas ir ėjimas"},
    {"iso-8859-2",
     "DvoĹ\xc2\x99"
     "ĂĄk v Ĺ˝ilinÄ\xc2\x9b",
     "Dvořák v Žilině"},
    {"mac-roman", "Cr√®me br√ªl√©e, se√±or?", "Crème brûlée, señor?"},
    {"cp437", "Gr├╢├ƒe und ├£bermut", "Größe und Übermut"},
};

TEST(MisreadUtf8, ComesBack) {
    for (const auto& row : kRows) EXPECT_EQ(cleanPrompt(row.misread), row.meant) << row.page;
}

TEST(MisreadUtf8, ComesBackAlsoInsideRightText) {
    // The curly quotes are right, so the line as a whole is no UTF-8.
    EXPECT_EQ(cleanPrompt("“schÃ¶n” and “dÃ©jÃ  vu”"), "\"schön\" and \"déjà vu\"");
    EXPECT_EQ(cleanPrompt("文字 and cafÃ©"), "文字 and café");
    EXPECT_EQ(cleanPrompt("first line is cafÃ©\n第二行 is fine"), "first line is café 第二行 is fine");
}

TEST(MisreadUtf8, ComesBackThroughSeveralRounds) {
    EXPECT_EQ(cleanPrompt("isnÃ¢â‚¬â„¢t"), "isn't");
    EXPECT_EQ(cleanPrompt("cafÃƒÂ©"), "café");
    EXPECT_EQ(cleanPrompt("cafÃƒÆ’Ã‚Â©"), "café");
}

TEST(MisreadUtf8, NoBreakSpacesThatBecameBlanks) {
    EXPECT_EQ(cleanPrompt("jusquâ€™Ã  demain"), "jusqu'à demain");
    EXPECT_EQ(cleanPrompt("Ã demain"), "à demain");
    EXPECT_EQ(cleanPrompt("volta Ã quela praia"), "volta àquela praia");
}

TEST(MisreadUtf8, LostBytesBecomeOneSign) {
    EXPECT_EQ(cleanPrompt("â€œquotedâ€�"), "\"quoted�");
    EXPECT_EQ(cleanPrompt("cafÃ© and â€� more"), "café and � more");
}

TEST(MisreadUtf8, SurrogatesWrittenAsUtf8) {
    EXPECT_EQ(cleanPrompt("\xc3\xad\xc2\xa0\xc2\xbd\xc3\xad\xc2\xb8\xc2\x80"), "😀");
}

TEST(MisreadUtf8, WhatPeopleWriteStays) {
    for (const char* text : {"ROSÉ®",
                             "CHÂTEAU NÉ™ and the DÉCOR® line",
                             "1999—∞",
                             "sin(√2) ≠ √π",
                             "1920×…",
                             "Ééé, QUE BELO",
                             "AMANHÃ",
                             "QUEM É¿",
                             "VÝSLEDOK ÚČTU",
                             "VOU SÓ… COM VOCÊ",
                             "50 µm, 5° and 1ª vez",
                             "naïveté… Åge™",
                             "надії моєї",
                             "těžší",
                             "Č–Š",
                             "1º2ª",
                             "½×¾",
                             "é™ é® É» «é»",
                             "ΙΣΤΟΡΙΑ Ω°",
                             "┌─a─┐ b ├─┤",
                             "Âge et Êtes",
                             "Ñ",
                             "Ã",
                             "红色的球滚过木桌",
                             "مرحبا",
                             "Đà Nẵng",
                             "İstanbul",
                             "日本語のテキスト",
                             "£5 – €6"})
        EXPECT_EQ(cleanPrompt(text), text);
}

/// However a text is damaged, cleaning ends and gives text again.
TEST(MisreadUtf8, CleaningTwiceChangesNothingMore) {
    for (const auto& row : kRows) EXPECT_EQ(cleanPrompt(cleanPrompt(row.misread)), cleanPrompt(row.misread));
}

TEST(CleanPrompt, TheOtherModes) {
    EXPECT_EQ(cleanPrompt(" A_Red  BOX, moves! ÉTÉ ΟΔΟΣ", CleanMode::Lower), "a_red box, moves! été οδος");
    EXPECT_EQ(cleanPrompt(" A_Red  BOX, moves! - ÉTÉ ΟΔΟΣ", CleanMode::Canonicalize), "a red box moves été οδος");
}

}  // namespace
}  // namespace brandloom::text
