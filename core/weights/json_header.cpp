#include "core/weights/json_header.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <unordered_set>

#include "core/weights/weights_errors.h"

namespace brandloom::weights {
namespace {

using Json = nlohmann::json;

constexpr int kDepthLimit = 16;
constexpr std::size_t kRankLimit = 64;
constexpr std::uint64_t kDimLimit = 1ull << 48;

/// What both handlers share: after the first fault a parser goes on only as long as it takes to tell deep nesting
/// from an ordinary fault; nothing is stored any more.
class StrictSax : public nlohmann::json_sax<Json> {
  public:
    explicit StrictSax(const Path& file) : m_fileName(utf8FromPath(file)) {}
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    bool start_object(std::size_t) final { return open(true); }
    bool start_array(std::size_t) final { return open(false); }
    bool end_object() final { return close(true); }
    bool end_array() final { return close(false); }
    bool key(string_t& text) final { return m_error ? true : onKey(text); }
    bool null() final { return m_error ? true : onOther("null"); }
    bool boolean(bool) final { return m_error ? true : onOther("true or false"); }
    bool number_integer(number_integer_t n) final { return m_error ? true : onOther(std::to_string(n)); }
    bool number_unsigned(number_unsigned_t n) final { return m_error ? true : onUnsigned(n); }
    bool number_float(number_float_t, const string_t& text) final { return m_error ? true : onOther(text); }
    bool string(string_t& text) final { return m_error ? true : onString(text); }
    bool binary(binary_t&) final { return false; }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) final {
        if (!m_error) m_error = syntaxError(position);
        return false;
    }

  protected:
    virtual Error syntaxError(std::size_t position) = 0;
    virtual bool onKey(std::string& text) = 0;
    virtual bool onOther(const std::string& text) = 0;
    virtual bool onUnsigned(std::uint64_t n) = 0;
    virtual bool onString(std::string& text) = 0;
    virtual bool onOpen(bool object) = 0;
    virtual bool onClose() = 0;

    bool refuse(const ErrorSpec& spec, const std::string& place = {}, const std::string& reason = {}) {
        m_error = Error(spec, {{"file", m_fileName}, {"place", place}, {"reason", reason}});
        return false;
    }
    std::string m_fileName;

  private:
    bool open(bool object) {
        if (++m_depth > kDepthLimit) return refuse(kHeaderTooDeep);
        if (!m_error) onOpen(object);
        return true;  // an ill-placed container: look how deep it goes
    }
    bool close(bool) {
        --m_depth;
        return m_error ? m_depth > 0 : onClose();
    }
    int m_depth = 0;
    std::optional<Error> m_error;
};

class HeaderSax final : public StrictSax {
  public:
    HeaderSax(const Path& file, SafetensorsHeader& out) : StrictSax(file), m_out(out) {}

  private:
    enum class At { Outside, Top, Metadata, Entry, Shape, Offsets };
    enum Field : unsigned { kDtype = 1, kShape = 2, kOffsets = 4 };

    Error syntaxError(std::size_t position) override {
        return Error(kHeaderNotJson, {{"file", m_fileName}, {"reason", fmt::format("at byte {}", position)}});
    }

    bool onKey(std::string& text) override {
        if (m_at == At::Top) {
            if (!m_names.insert(text).second) return refuse(kDuplicateKey, text);
            m_name = text;
            return true;
        }
        if (m_at == At::Metadata) {
            if (m_out.metadata.contains(text)) return refuse(kDuplicateKey, "__metadata__ " + text);
            m_metadataKey = text;
            return true;
        }
        m_field = text == "dtype" ? kDtype : text == "shape" ? kShape : text == "data_offsets" ? kOffsets : 0u;
        if (m_field == 0) return refuse(kBadEntry, m_name, "unknown field " + text.substr(0, 80));
        if ((m_seen & m_field) != 0) return refuse(kDuplicateKey, m_name + " " + text);
        m_seen |= m_field;
        return true;
    }

    bool onOpen(bool object) override {
        switch (m_at) {
            case At::Outside:
                if (!object) return refuse(kHeaderNotObject);
                m_at = At::Top;
                return true;
            case At::Top:
                if (!object) return wrongTop("a list");
                if (m_name == "__metadata__") {
                    m_at = At::Metadata;
                } else {
                    m_at = At::Entry;
                    m_seen = 0;
                    m_entry = HeaderEntry{.name = m_name};
                    m_offsets.clear();
                }
                return true;
            case At::Entry:
                if (!object && m_field == kShape) return enter(At::Shape);
                if (!object && m_field == kOffsets) return enter(At::Offsets);
                return onOther("a list or object");
            default:
                return onOther("a list or object");
        }
    }
    bool enter(At at) {
        m_at = at;
        return true;
    }

    bool onClose() override {
        switch (m_at) {
            case At::Top:
                return enter(At::Outside);
            case At::Metadata:
                return enter(At::Top);
            case At::Entry:
                return finishEntry();
            case At::Shape:
            case At::Offsets:
                return enter(At::Entry);
            default:
                return false;
        }
    }

    bool finishEntry() {
        m_at = At::Top;
        if ((m_seen & kDtype) == 0) return refuse(kBadEntry, m_name, "it has no dtype");
        if ((m_seen & kShape) == 0) return refuse(kBadEntry, m_name, "it has no shape");
        if ((m_seen & kOffsets) == 0) return refuse(kBadEntry, m_name, "it has no data_offsets");
        if (m_offsets.size() != 2)
            return refuse(kBadOffsets, m_name, fmt::format("{} numbers instead of two", m_offsets.size()));
        if (m_offsets[0] > m_offsets[1]) return refuse(kBadOffsets, m_name, "they run backwards");
        m_entry.begin = m_offsets[0];
        m_entry.end = m_offsets[1];
        m_out.entries.push_back(std::move(m_entry));
        return true;
    }

    bool onString(std::string& text) override {
        if (m_at == At::Metadata) {
            m_out.metadata.emplace(m_metadataKey, std::move(text));
            return true;
        }
        if (m_at == At::Entry && m_field == kDtype) {
            const auto dtype = dtypeFromName(text);
            if (!dtype) return refuse(kUnknownDtype, m_name, text.substr(0, 80));
            m_entry.dtype = *dtype;
            return true;
        }
        return onOther("\"" + text.substr(0, 80) + "\"");
    }

    bool onUnsigned(std::uint64_t n) override {
        if (m_at == At::Shape) {
            if (n > kDimLimit) return refuse(kBadShape, m_name, std::to_string(n));
            if (m_entry.shape.size() >= kRankLimit) return refuse(kBadShape, m_name, "too many dimensions");
            m_entry.shape.push_back(static_cast<std::int64_t>(n));
            return true;
        }
        if (m_at == At::Offsets) {
            if (m_offsets.size() >= 2) return refuse(kBadOffsets, m_name, "more than two numbers");
            m_offsets.push_back(n);
            return true;
        }
        return onOther(std::to_string(n));
    }

    /// A value that has no business where it stands.
    bool onOther(const std::string& text) override {
        switch (m_at) {
            case At::Outside:
                return refuse(kHeaderNotObject);
            case At::Top:
                return wrongTop(text);
            case At::Metadata:
                return refuse(kBadMetadata, m_metadataKey);
            case At::Shape:
                return refuse(kBadShape, m_name, text);
            case At::Offsets:
                return refuse(kBadOffsets, m_name, text);
            case At::Entry:
                break;
        }
        if (m_field == kDtype) return refuse(kUnknownDtype, m_name, text);
        return refuse(m_field == kShape ? kBadShape : kBadOffsets, m_name, text + " instead of a list");
    }
    bool wrongTop(const std::string& text) {
        if (m_name == "__metadata__") return refuse(kBadMetadata, m_name);
        return refuse(kBadEntry, m_name, text + " instead of an object");
    }

    SafetensorsHeader& m_out;
    At m_at = At::Outside;
    std::unordered_set<std::string> m_names;
    std::string m_name;
    std::string m_metadataKey;
    unsigned m_field = 0;
    unsigned m_seen = 0;
    HeaderEntry m_entry;
    std::vector<std::uint64_t> m_offsets;
};

/// {"metadata": {"total_size": n, ...}, "weight_map": {tensor: file}}; unknown members are allowed, as in the wild.
class IndexSax final : public StrictSax {
  public:
    IndexSax(const Path& file, ShardIndex& out) : StrictSax(file), m_out(out) {}
    [[nodiscard]] bool hasWeightMap() const { return m_hasWeightMap; }

  private:
    Error syntaxError(std::size_t position) override {
        return Error(kBadIndex,
                     {{"file", m_fileName}, {"reason", fmt::format("it is not valid JSON (byte {})", position)}});
    }
    bool bad(const std::string& reason) { return refuse(kBadIndex, "", reason); }
    [[nodiscard]] bool inWeightMap() const { return !m_path.empty() && m_path.front() == "weight_map"; }

    bool onKey(std::string& text) override {
        if (!m_keys.back().insert(text).second) return refuse(kDuplicateKey, text);
        m_key = text;
        return true;
    }
    bool onOpen(bool object) override {
        if (m_keys.empty()) {
            if (!object) return bad("it is not a JSON object");
        } else {
            if (inWeightMap()) return bad("'" + m_key + "' has no file name");
            if (m_keys.size() == 1 && m_key == "weight_map") {
                if (!object) return bad("weight_map is not an object");
                m_hasWeightMap = true;
            }
            m_path.push_back(m_key);
        }
        m_keys.emplace_back();
        return true;
    }
    bool onClose() override {
        m_keys.pop_back();
        if (!m_path.empty()) m_path.pop_back();
        return true;
    }
    bool onString(std::string& text) override {
        if (inWeightMap())
            m_out.weightMap.emplace(m_key, text);
        else if (atWeightMapItself())
            return bad("weight_map is not an object");
        return true;
    }
    bool onUnsigned(std::uint64_t n) override {
        if (m_path.size() == 1 && m_path.front() == "metadata" && m_key == "total_size") {
            m_out.totalBytes = n;
            return true;
        }
        return onOther(std::to_string(n));
    }
    bool onOther(const std::string& text) override {
        if (m_keys.empty()) return bad("it is not a JSON object");
        if (inWeightMap()) return bad("'" + m_key + "' has " + text + " instead of a file name");
        if (atWeightMapItself()) return bad("weight_map is not an object");
        return true;
    }
    [[nodiscard]] bool atWeightMapItself() const { return m_keys.size() == 1 && m_key == "weight_map"; }

    ShardIndex& m_out;
    bool m_hasWeightMap = false;
    std::vector<std::string> m_path;                      ///< keys of the open containers below the top
    std::vector<std::unordered_set<std::string>> m_keys;  ///< per open container
    std::string m_key;
};

/// nlohmann takes a NUL for the end of the text and skips a byte order mark; both hide bytes from the checks.
bool startsWithObject(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && text[first] == '{';
}

}  // namespace

Result<SafetensorsHeader> parseSafetensorsHeader(std::string_view text, const Path& file) {
    const auto name = utf8FromPath(file);
    if (!isValidUtf8(text)) return fail(kHeaderNotUtf8, {{"file", name}});
    if (text.empty()) return fail(kHeaderNotJson, {{"file", name}, {"reason", "it is empty"}});
    if (!startsWithObject(text)) return fail(kHeaderNotObject, {{"file", name}});
    if (const auto nul = text.find('\0'); nul != std::string_view::npos)
        return fail(kHeaderNotJson, {{"file", name}, {"reason", fmt::format("a zero byte at {}", nul)}});
    SafetensorsHeader header;
    HeaderSax sax(file, header);
    if (!Json::sax_parse(text.begin(), text.end(), &sax) || sax.error())
        return fail(sax.error() ? *sax.error() : Error(kHeaderNotJson, {{"file", name}, {"reason", "it is cut"}}));
    return header;
}

Result<ShardIndex> parseShardIndex(std::string_view text, const Path& file) {
    const auto name = utf8FromPath(file);
    const auto bad = [&](const char* why) { return fail(kBadIndex, {{"file", name}, {"reason", why}}); };
    if (!isValidUtf8(text)) return bad("it is not valid UTF-8 text");
    if (!startsWithObject(text)) return bad("it is not a JSON object");
    if (text.find('\0') != std::string_view::npos) return bad("it holds a zero byte");
    ShardIndex index;
    IndexSax sax(file, index);
    if (!Json::sax_parse(text.begin(), text.end(), &sax) || sax.error())
        return sax.error() ? fail(*sax.error()) : bad("it is cut");
    if (!sax.hasWeightMap()) return bad("it has no weight_map");
    return index;
}

}  // namespace brandloom::weights
