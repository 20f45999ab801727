#pragma once
// Inside core/text: repair of UTF-8 that a program read as a single-byte encoding ("schÃ¶n", "donâ€™t").
// Own design after the published idea of ftfy: text is touched only where neighbouring characters hardly ever stand
// together in real writing, and where their bytes are UTF-8 in one of the encodings of code_pages.h.
#include <string>

namespace brandloom::text {

/// One line of text; what was misread several times is read right as often. Unchanged when nothing looks wrong.
[[nodiscard]] std::u32string repairMisreadUtf8(std::u32string line);

}  // namespace brandloom::text
