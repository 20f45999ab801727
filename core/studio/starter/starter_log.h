#pragma once
// What stays of a long training: log.jsonl in its folder, one object a line, and sample clips as pictures under
// sheets/. Written on a thread of its own, so that telling costs the training nothing; every line is on its way to
// the disk as soon as it is made, so a killed program loses none of them.
#include <condition_variable>
#include <deque>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/door/events.h"

namespace brandloom::studio {

class StarterLog {
  public:
    /// Goes on at the end of a log that is there. Errors: kFileUnwritable.
    static Result<std::unique_ptr<StarterLog>> open(const Path& folder);
    ~StarterLog();  ///< writes what waits
    StarterLog(const StarterLog&) = delete;
    StarterLog& operator=(const StarterLog&) = delete;

    /// Any thread. Losses are joined to one line every half minute: mean loss, steps a second, rate.
    void take(const door::EventBody& body);
    /// A line {"kind": kind, "time": ..., "value": json}; `json` is well-formed.
    void note(const std::string& kind, const std::string& json);
    /// Waits for what was taken; the first error of writing.
    Status finish();

  private:
    explicit StarterLog(Path folder) : m_folder(std::move(folder)) {}
    void loop();
    void write(const door::EventBody& body);
    void line(const std::string& kind, const std::string& rest);
    void flushLosses();

    struct Losses {
        int count = 0, firstStep = 0, step = 0;
        double sum = 0, seconds = 0, rate = 0, since = 0;
        door::Expert expert = door::Expert::None;
    };
    Path m_folder;
    std::ofstream m_file;
    Losses m_losses;
    int m_sheetStep = -1;
    std::vector<std::vector<Frame>> m_sheet;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    struct Item {
        door::EventBody body;
        std::string kind, json;
    };
    std::deque<Item> m_waiting;
    bool m_closing = false;
    Status m_status;
    std::thread m_thread;
};

}  // namespace brandloom::studio
