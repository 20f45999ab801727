#pragma once
// Inside core/studio/lint: a program of the person's own that writes captions. It is started once and asked for one
// clip after the other: a line of JSON in, a line of JSON out.
//
//   in   {"clip": 7, "film": "/films/a.mp4", "start": 1.0, "end": 3.5, "crop": [0, 20, 640, 440],
//         "languages": ["zh", "en"], "captions": {"en": "…"}, "triggers": ["vorra"]}
//   out  {"captions": {"zh": "…", "en": "…"}}
//
// Seconds and pixels of the film; "crop" is left out where all of it is used. What it answers is a stranger's text.
#include <optional>
#include <string>
#include <vector>

#include "core/base/platform_process.h"
#include "core/dataset/records.h"

namespace brandloom::studio {

/// One thread. The program ends with the object.
class Captioner {
  public:
    /// The program (a path, or a name in PATH), then its arguments; not empty.
    Captioner(std::vector<std::string> command, double secondsPerClip);

    /// Drafts, none for a language without an answer. A program that takes too long, or answers wrongly, is ended
    /// and started again for the next clip. Errors: studio kCaptionerAbsent, kCaptionerFailed, kCancelled.
    Result<std::vector<dataset::Caption>> captionsOf(const dataset::Clip& clip,
                                                     const std::vector<std::string>& languages,
                                                     const std::vector<std::string>& triggers,
                                                     const StopToken& stop);

  private:
    Result<std::string> ask(const std::string& line, const StopToken& stop);
    Result<std::string> answer(double deadline, const StopToken& stop);
    [[nodiscard]] Error failed(platform::ChildProcess::Transfer how) const;
    [[nodiscard]] Error failed(const std::string& reason) const;

    std::vector<std::string> m_command;
    double m_seconds;
    std::optional<platform::ChildProcess> m_child;
};

}  // namespace brandloom::studio
