// library list|search PROJECT, library rate PROJECT KIND ID RATING, library trash PROJECT KIND WHICH
#include <fmt/format.h>

#include <charconv>

#include "app/cli/command.h"
#include "core/base/base_errors.h"
#include "core/base/clock.h"
#include "core/studio/library/library.h"
#include "core/studio/projects/projects.h"

namespace brandloom::cli {
namespace {

using studio::LibraryKind;

Result<LibraryKind> kindFrom(const std::string& word) {
    if (const auto kind = studio::libraryKindFrom(word)) return *kind;
    return fail(base_errors::kInvalidArgument, {{"what", "The kind"},
                                                {"reason", fmt::format("it is \"{}\"", word)},
                                                {"allowed", "shot, piece, style or preset"}});
}

/// library list and library search.
class LibraryList : public Command {
  public:
    explicit LibraryList(bool isSearch) : m_isSearch(isSearch) {}
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        if (m_isSearch) flags.addPositions("WORDS", m_words, "All of them stand in it", Need::Required);
        flags.add("--kind", m_kind, "Only these: shot, piece, style or preset");
        flags.add("--rating", m_filter.leastRating, "Only those with this rating or a better one");
        flags.addSwitch("--trash", m_filter.trash, "Those in the Trash instead");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        if (!m_kind.empty()) {
            BRANDLOOM_TRY(m_filter.kind, kindFrom(m_kind));
        }
        m_filter.words = fmt::format("{}", fmt::join(m_words, " "));
        BRANDLOOM_TRY(const auto project, project::Project::open(m_project, project::Mode::Read));
        BRANDLOOM_TRY(const auto items, studio::listLibrary(*project, m_filter));
        std::vector<JsonLine> rows;
        std::string text;
        for (const auto& item : items) {
            JsonLine row;
            row.add("kind", wordFor(item.kind))
                .add("id", item.id)
                .add("name", item.name)
                .add("detail", item.detail);
            row.add("file", utf8FromPath(item.file)).add("rating", item.rating);
            if (item.createdAt > 0) row.add("created", isoUtc(item.createdAt));
            rows.push_back(std::move(row));
            text += fmt::format("{}{:<6} {:>4}  {:<5} {}{}", text.empty() ? "" : "\n", wordFor(item.kind),
                                item.id > 0 ? std::to_string(item.id) : "",
                                std::string(static_cast<std::size_t>(item.rating), '*'), item.name,
                                item.detail.empty() ? "" : "  (" + item.detail + ")");
        }
        JsonLine line("library");
        line.add("items", rows);
        out.result(line, items.empty() ? "Nothing was found." : text);
        return kDone;
    }

  private:
    bool m_isSearch;
    Path m_project;
    std::string m_kind;
    std::vector<std::string> m_words;
    studio::LibraryFilter m_filter;
};

class LibraryRate : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("KIND", m_kind, "shot or piece");
        flags.addPosition("ID", m_id, "Its number");
        flags.add("--rating", m_rating, "1 to 5; 0 takes it away");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto kind, kindFrom(m_kind));
        std::int64_t id = 0;
        const auto* end = m_id.data() + m_id.size();
        if (std::from_chars(m_id.data(), end, id).ptr != end) id = 0;  // nothing has that number
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_CHECK(studio::rateItem(*project, kind, id, m_rating, out.listener()));
        JsonLine line("rated");
        line.add("kind", m_kind).add("id", id).add("rating", m_rating);
        out.result(line, fmt::format("The {} {} has the rating {}.", m_kind, id, m_rating));
        return kDone;
    }

  private:
    Path m_project;
    std::string m_kind, m_id;
    int m_rating = 0;
};

class LibraryTrash : public Command {
  public:
    void declare(Flags& flags) override {
        flags.addPosition("PROJECT", m_project, "Folder of the project");
        flags.addPosition("KIND", m_kind, "shot, piece, style or preset");
        flags.addPosition("WHICH", m_which, "Number of a Shot or Piece, name of a Style or Preset");
        flags.addSwitch("--restore", m_restore, "Out of the Trash instead");
    }
    Result<ExitCode> run(Output& out, const StopToken&) override {
        BRANDLOOM_TRY(const auto kind, kindFrom(m_kind));
        BRANDLOOM_TRY(const auto project, studio::openProjectForWriting(m_project));
        BRANDLOOM_CHECK(studio::trashItem(*project, kind, m_which, !m_restore, out.listener()));
        JsonLine line(m_restore ? "restored" : "deleted");
        line.add("kind", m_kind).add("which", m_which);
        out.result(line, fmt::format("The {} {} is {}.", m_kind, m_which, m_restore ? "back" : "in the Trash"));
        return kDone;
    }

  private:
    Path m_project;
    std::string m_kind, m_which;
    bool m_restore = false;
};

}  // namespace

std::unique_ptr<Command> makeLibraryList() {
    return std::make_unique<LibraryList>(false);
}
std::unique_ptr<Command> makeLibrarySearch() {
    return std::make_unique<LibraryList>(true);
}
std::unique_ptr<Command> makeLibraryRate() {
    return std::make_unique<LibraryRate>();
}
std::unique_ptr<Command> makeLibraryTrash() {
    return std::make_unique<LibraryTrash>();
}

}  // namespace brandloom::cli
