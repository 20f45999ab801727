// project pack DIR ARCHIVE, project unpack ARCHIVE DIR
#include <fmt/format.h>

#include "app/cli/command.h"
#include "app/cli/finding_words.h"
#include "core/studio/projects/packing.h"

namespace brandloom::cli {
namespace {

class ProjectPack : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("DIR", m_folder, "Folder of the project");
        flags.addPosition("ARCHIVE", m_archive, "File to make: a name that ends in .zip or .tar");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto packed, studio::packProject(m_folder, m_archive, listener, stop));
        JsonLine line("packed");
        line.add("archive", utf8FromPath(m_archive)).add("files", packed.files);
        line.add("bytes", static_cast<std::int64_t>(packed.bytes)).add("findings", findingLines(packed.findings));
        line.add("leftOut", packed.leftOut);
        auto text = findingsText(packed.findings);
        for (const auto& name : packed.leftOut)
            text += fmt::format("{} is a link or a device and was left out.\n", name);
        text += fmt::format("Packed {} files ({:.1f} MB) into {}; {}.", packed.files,
                            static_cast<double>(packed.bytes) / 1e6, utf8FromPath(m_archive),
                            findingCount(packed.findings));
        out.result(line, text);
        return packed.findings.empty() ? kDone : kFound;
    }

  private:
    Path m_folder;
    Path m_archive;
};

class ProjectUnpack : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("ARCHIVE", m_archive, "File that 'project pack' made");
        flags.addPosition("DIR", m_folder, "Folder to make; its parent must exist");
    }
    Result<ExitCode> run(Output& out, const StopToken& stop) override {
        const auto listener = out.listener();
        BRANDLOOM_TRY(const auto done, studio::unpackProject(m_archive, m_folder, listener, stop));
        const auto& [unpacked, check] = done;
        JsonLine line("unpacked");
        line.add("folder", utf8FromPath(unpacked.folder)).add("files", unpacked.files);
        line.add("bytes", static_cast<std::int64_t>(unpacked.bytes)).add("filesChecked", check.filesChecked);
        line.add("findings", findingLines(check.findings));
        out.result(
            line, findingsText(check.findings) +
                      fmt::format("Unpacked {} files ({:.1f} MB) into {}; {} recorded files checked, {}.",
                                  unpacked.files, static_cast<double>(unpacked.bytes) / 1e6,
                                  utf8FromPath(unpacked.folder), check.filesChecked, findingCount(check.findings)));
        return check.findings.empty() ? kDone : kFound;
    }

  private:
    Path m_archive;
    Path m_folder;
};

}  // namespace

std::unique_ptr<Command> makeProjectPack() {
    return std::make_unique<ProjectPack>();
}
std::unique_ptr<Command> makeProjectUnpack() {
    return std::make_unique<ProjectUnpack>();
}

}  // namespace brandloom::cli
