#include "app/cli/json_line.h"

#include <nlohmann/json.hpp>

namespace brandloom::cli {

struct JsonLine::State {
    nlohmann::ordered_json object;
};

JsonLine::JsonLine(const std::string& type) : m_state(std::make_unique<State>()) {
    m_state->object = nlohmann::ordered_json::object();
    if (!type.empty()) m_state->object["type"] = type;
}
JsonLine::~JsonLine() = default;
JsonLine::JsonLine(JsonLine&&) noexcept = default;
JsonLine& JsonLine::operator=(JsonLine&&) noexcept = default;

JsonLine& JsonLine::add(const char* key, const std::string& text) {
    m_state->object[key] = text;
    return *this;
}
JsonLine& JsonLine::add(const char* key, std::int64_t number) {
    m_state->object[key] = number;
    return *this;
}
JsonLine& JsonLine::add(const char* key, double number) {
    m_state->object[key] = number;
    return *this;
}
JsonLine& JsonLine::add(const char* key, bool value) {
    m_state->object[key] = value;
    return *this;
}
JsonLine& JsonLine::add(const char* key, const std::vector<std::string>& texts) {
    m_state->object[key] = texts;
    return *this;
}
JsonLine& JsonLine::add(const char* key, const JsonLine& object) {
    m_state->object[key] = object.m_state->object;
    return *this;
}
JsonLine& JsonLine::add(const char* key, const std::vector<JsonLine>& objects) {
    auto& list = m_state->object[key] = nlohmann::ordered_json::array();
    for (const auto& line : objects) list.push_back(line.m_state->object);
    return *this;
}
JsonLine& JsonLine::addJson(const char* key, const std::string& json) {
    m_state->object[key] = nlohmann::ordered_json::parse(json, nullptr, false);
    return *this;
}

std::string JsonLine::text() const {
    return m_state->object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace brandloom::cli
