#pragma once
// Inside core/text: the named character references of the HTML standard.
#include <optional>
#include <string>
#include <string_view>

namespace brandloom::text {

/// Characters of a name as it stands after '&', with its ';' where it has one ("eacute;", "copy"); empty if
/// unknown.
[[nodiscard]] const std::u32string* entityCharacters(std::string_view name);
/// What ftfy also knows: an all-lower-case name written in capitals ("NTILDE;"), where HTML has no such name
/// itself.
[[nodiscard]] std::optional<std::u32string> shoutedEntityCharacters(std::string_view name);

}  // namespace brandloom::text
