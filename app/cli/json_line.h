#pragma once
// One line of JSON, key by key in the order of the calls.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace brandloom::cli {

class JsonLine {
  public:
    explicit JsonLine(const std::string& type = {});  ///< "type" is the first key; empty: none
    ~JsonLine();
    JsonLine(JsonLine&&) noexcept;
    JsonLine& operator=(JsonLine&&) noexcept;

    JsonLine& add(const char* key, const std::string& text);  ///< what is not UTF-8 is replaced by U+FFFD
    JsonLine& add(const char* key, const char* text) { return add(key, std::string(text)); }
    JsonLine& add(const char* key, std::int64_t number);
    JsonLine& add(const char* key, int number) { return add(key, static_cast<std::int64_t>(number)); }
    JsonLine& add(const char* key, double number);
    JsonLine& add(const char* key, bool value);
    JsonLine& add(const char* key, const std::vector<std::string>& texts);
    JsonLine& add(const char* key, const JsonLine& object);
    JsonLine& add(const char* key, const std::vector<JsonLine>& objects);
    /// `json` is well-formed JSON text.
    JsonLine& addJson(const char* key, const std::string& json);
    [[nodiscard]] std::string text() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace brandloom::cli
