#pragma once
// A brand as text: the JSON that 'brand show --json' writes and 'brand import' reads, and lines of "key: value"
// with the same keys. Pure, thread-safe.
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/brand/brand.h"

namespace brandloom::brand {

/// One object: name, colours [{name, hex, share, role}], logos [{ground, sha256, clearSpace, width, height}],
/// fontLatin, fontChinese, toneZh, toneEn, bannedWords [], legalZh, legalEn.
std::string documentOf(const Brand& brand);

/// A picture that a file names as a logo.
struct NamedLogo {
    LogoGround ground = LogoGround::Dark;
    Path file;  ///< as written there
    double clearSpace = kClearSpace;
};
/// What a file says; the rest of a brand stays as it is.
struct BrandFile {
    BrandEdit edit;
    std::vector<NamedLogo> logos;
};

/// JSON when it begins with "{", else lines of "key: value" ("#" begins a comment). Beside the keys of documentOf()
/// (in lines: colours and bannedWords as lists between commas, logoDark and logoLight) it understands palette,
/// avoid, tone or words, legal and mark, as the sample brand has them, each a text, a list or {zh, en}; a name in
/// both languages becomes one, Chinese first. Other keys of JSON are passed over. Error: kBadFile naming `what` and
/// the place; colours are those of `what` too.
Result<BrandFile> brandFromText(const std::string& text, const std::string& what);

/// Lists as the database keeps them.
std::string documentOf(const std::vector<Colour>& colours);
std::string documentOf(const std::vector<std::string>& words);
/// What is not understood is left out.
std::vector<Colour> coloursFromDocument(const std::string& document);
std::vector<std::string> wordsFromDocument(const std::string& document);

}  // namespace brandloom::brand
