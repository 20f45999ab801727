#include "core/base/flat_json.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/base_errors.h"

namespace brandloom {
namespace {

constexpr std::size_t kMaxBytes = 1u << 20;
constexpr std::size_t kMaxDepth = 64;

/// SAX: no tree is built, and nesting is counted before it can hurt.
class Flattener : public nlohmann::json_sax<nlohmann::json> {
  public:
    std::map<std::string, JsonScalar> values;
    std::string reason;

    bool null() override { return put(std::monostate{}); }
    bool boolean(bool v) override { return put(v); }
    bool number_integer(number_integer_t v) override { return put(std::int64_t{v}); }
    bool number_unsigned(number_unsigned_t v) override {
        if (v > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
            return put(static_cast<double>(v));
        return put(static_cast<std::int64_t>(v));
    }
    bool number_float(number_float_t v, const string_t&) override { return put(v); }
    bool string(string_t& v) override { return put(std::move(v)); }
    bool binary(binary_t&) override { return stop("binary value"); }
    bool start_object(std::size_t) override { return enter(false); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t) override { return enter(true); }
    bool end_array() override { return leave(); }
    bool key(string_t& name) override {
        auto& level = m_levels.back();
        for (const auto& seen : level.keys)
            if (seen == name) return stop("the key '" + name + "' comes twice");
        level.keys.push_back(name);
        level.current = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception&) override {
        return stop("it is not JSON at byte " + std::to_string(position));
    }

  private:
    struct Level {
        bool isArray = false;
        std::size_t index = 0;
        std::string current;
        std::vector<std::string> keys;
    };
    bool stop(std::string why) {
        if (reason.empty()) reason = std::move(why);
        return false;
    }
    bool enter(bool isArray) {
        if (m_levels.size() >= kMaxDepth) return stop("it is nested too deeply");
        m_levels.push_back({.isArray = isArray});
        return true;
    }
    bool leave() {
        m_levels.pop_back();
        advance();
        return true;
    }
    void advance() {
        if (!m_levels.empty() && m_levels.back().isArray) ++m_levels.back().index;
    }
    bool put(JsonScalar value) {
        std::string path;
        for (const auto& level : m_levels) {
            if (!path.empty()) path += '.';
            path += level.isArray ? std::to_string(level.index) : level.current;
        }
        values.insert_or_assign(std::move(path), std::move(value));
        advance();
        return true;
    }
    std::vector<Level> m_levels;
};

}  // namespace

Result<std::map<std::string, JsonScalar>> flattenJson(std::string_view text, const std::string& what) {
    if (text.size() > kMaxBytes)
        return fail(base_errors::kBadJson, {{"what", what}, {"reason", "it is larger than 1 MiB"}});
    Flattener flattener;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &flattener))
        return fail(base_errors::kBadJson, {{"what", what}, {"reason", flattener.reason}});
    return std::move(flattener.values);
}

}  // namespace brandloom
