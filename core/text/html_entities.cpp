#include "core/text/html_entities.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "core/text/html_entity_table.h"

namespace brandloom::text {
namespace {

using Table = std::unordered_map<std::string_view, std::u32string>;

Table parseTable() {
    Table table;
    table.reserve(2300);
    std::string_view rest = kHtmlEntityTable;
    while (!rest.empty()) {
        const auto end = rest.find(' ');
        const auto word = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        const auto equals = word.find('=');
        std::u32string characters;
        const char* p = word.data() + equals + 1;
        const char* stop = word.data() + word.size();
        while (p < stop) {
            unsigned value = 0;
            p = std::from_chars(p, stop, value, 16).ptr + 1;  // behind the '+'
            characters += static_cast<char32_t>(value);
        }
        table.emplace(word.substr(0, equals), std::move(characters));
    }
    return table;
}

const Table& table() {
    static const Table kTable = parseTable();
    return kTable;
}

}  // namespace

const std::u32string* entityCharacters(std::string_view name) {
    const auto it = table().find(name);
    return it == table().end() ? nullptr : &it->second;
}

std::optional<std::u32string> shoutedEntityCharacters(std::string_view name) {
    // A capital beginning that HTML knows without its ';' ("&LT" of "&LTX;") makes the name ambiguous.
    for (std::size_t n = name.size(); n > 1; --n)
        if (entityCharacters(name.substr(0, n)) != nullptr) return std::nullopt;
    std::string lower(name);
    for (auto& c : lower) {
        if (c >= 'a' && c <= 'z') return std::nullopt;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    const auto* characters = entityCharacters(lower);
    if (characters == nullptr) return std::nullopt;
    std::u32string upper;
    for (const auto c : *characters) upper += static_cast<char32_t>(u_toupper(static_cast<UChar32>(c)));
    return upper;
}

}  // namespace brandloom::text
