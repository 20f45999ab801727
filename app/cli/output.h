#pragma once
// All that the program says. As text: results on standard output, progress, warnings and errors on standard error.
// As JSON: one object per line on standard output, nothing on standard error. Thread-safe.
#include <memory>
#include <mutex>
#include <string>

#include "app/cli/json_line.h"
#include "app/cli/line_queue.h"
#include "app/cli/progress_line.h"
#include "core/base/result.h"
#include "core/studio/common/studio_types.h"

namespace brandloom::cli {

/// 2 for wrong usage, 130 for stopped, else 1.
int exitCodeOf(const Error& error);

class Output {
  public:
    explicit Output(bool json);
    [[nodiscard]] bool isJson() const { return m_json; }

    /// The end of a command: the JSON line, or the text (lines, without a break at the end).
    void result(const JsonLine& line, const std::string& text);
    /// A line in between, as result().
    void say(const JsonLine& line, const std::string& text);
    /// Only for people: left out with JSON.
    void note(const std::string& text);
    void error(const Error& error);
    /// Events and records of a use case; the listener may not outlive this object.
    [[nodiscard]] studio::Listener listener();

  private:
    void event(const door::Event& event);
    void recorded(const studio::Recorded& recorded);
    void print(const std::string& line);

    bool m_json;
    std::mutex m_mutex;
    ProgressLine m_progress;
    std::unique_ptr<LineQueue> m_lines;  ///< with JSON only
};

}  // namespace brandloom::cli
