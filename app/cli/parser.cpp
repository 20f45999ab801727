#include "app/cli/parser.h"

#include <CLI/CLI.hpp>
#include <charconv>
#include <map>

#include "app/cli/cli_errors.h"
#include "app/common/process.h"

namespace brandloom::cli {
namespace {

/// Flags of one command as options of a CLI11 (sub)command. Path fields are filled through texts in apply().
class CliFlags : public Flags {
  public:
    explicit CliFlags(CLI::App& app) : m_app(app) {}

    void add(const std::string& name, std::string& field, const std::string& help, Need need) override {
        finish(m_app.add_option(name, field, help), field.empty() ? "" : field, need, "TEXT");
    }
    void add(const std::string& name, Path& field, const std::string& help, Need need) override {
        auto* option = m_app.add_option_function<std::string>(
            name, [&field](const std::string& text) { field = pathFromUtf8(text); }, help);
        finish(option, utf8FromPath(field), need, "PATH");
    }
    void add(const std::string& name, int& field, const std::string& help) override {
        addNumber<int>(name, field, help, "a whole number", std::to_string(field));
    }
    void add(const std::string& name, double& field, const std::string& help) override {
        addNumber<double>(name, field, help, "a number", shortText(field));
    }
    void add(const std::string& name, std::uint64_t& field, const std::string& help) override {
        addNumber<std::uint64_t>(name, field, help, "a whole number from 0 to 18446744073709551615",
                                 std::to_string(field));
    }
    void add(const std::string& name, std::optional<double>& field, const std::string& help) override {
        addNumber<double>(name, field, help, "a number", "");
    }
    void add(const std::string& name, std::optional<std::string>& field, const std::string& help) override {
        auto* option = m_app.add_option_function<std::string>(
            name, [&field](const std::string& v) { field = v; }, help);
        finish(option, "", Need::Optional, "TEXT");
    }
    void add(const std::string& name, std::vector<std::string>& field, const std::string& help) override {
        finish(m_app.add_option(name, field, help)->allow_extra_args(false), "", Need::Optional, "TEXT");
    }
    void addSwitch(const std::string& name, bool& field, const std::string& help) override {
        m_app.add_flag(name, field, help);
    }
    void addPosition(const std::string& name, Path& field, const std::string& help) override {
        add(name, field, help, Need::Required);
    }
    void addPosition(const std::string& name, std::string& field, const std::string& help) override {
        add(name, field, help, Need::Required);
    }
    void addPositions(const std::string& name, std::vector<Path>& field, const std::string& help,
                      Need need) override {
        auto* option = m_app.add_option_function<std::vector<std::string>>(
            name,
            [&field](const std::vector<std::string>& texts) {
                for (const auto& text : texts) field.push_back(pathFromUtf8(text));
            },
            help);
        finish(option, "", need, "PATH");
    }
    void addPositions(const std::string& name, std::vector<std::string>& field, const std::string& help,
                      Need need) override {
        finish(m_app.add_option(name, field, help), "", need, "WORD");
    }

  private:
    /// Decimal and whole, within the type: CLI11 itself wraps negative numbers and reads 010 as 8.
    template <class T, class Field>
    void addNumber(const std::string& name, Field& field, const std::string& help, const char* wanted,
                   const std::string& shownDefault) {
        auto* option = m_app.add_option_function<std::string>(
            name,
            [&field, name, wanted](const std::string& text) {
                T value{};
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
                if (error != std::errc() || end != text.data() + text.size() || !(value - value == T{}))
                    throw CLI::ConversionError(name + " takes " + wanted + ", not \"" + text + "\"");
                field = value;
            },
            help);
        finish(option, shownDefault, Need::Optional, "NUMBER");
    }
    static std::string shortText(double value) {
        std::ostringstream out;
        out << value;
        return out.str();
    }
    static void finish(CLI::Option* option, const std::string& shownDefault, Need need, const char* type) {
        option->type_name(type);
        if (!shownDefault.empty()) option->default_str(shownDefault);
        if (need == Need::Required) option->required();
    }

    CLI::App& m_app;
};

class Parser {
  public:
    Parser() {
        m_app.name("brandloom-cli");
        m_app.require_subcommand(1);
        m_app.set_version_flag("--version", std::string("Brandloom ") + app::version());
        m_app.footer(
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped. Each command has --help and --json.");
        std::map<std::string, CLI::App*> groups;
        for (const auto& group : commandGroups()) {
            auto* made = m_app.add_subcommand(group.name, group.help);
            made->require_subcommand(1);
            groups[group.name] = made;
        }
        for (const auto& entry : commandTable()) {
            const std::string name = entry.name;
            const auto space = name.find(' ');
            CLI::App& parent = space == std::string::npos ? m_app : *groups.at(name.substr(0, space));
            addCommand(parent, space == std::string::npos ? name : name.substr(space + 1), entry);
        }
    }

    std::variant<ParsedCommand, PlainText, WrongUsage> parse(int argc, char** argv) {
        const bool json =
            std::any_of(argv + 1, argv + argc, [](const char* word) { return std::string_view(word) == "--json"; });
        if (const auto word = unknownCommand(argc, argv); !word.empty())
            return wrong("There is no command \"" + word + "\"", json);
        try {
            m_app.parse(argc, argv);
        } catch (const CLI::CallForHelp&) {
            return PlainText{m_app.help()};
        } catch (const CLI::CallForAllHelp&) {
            return PlainText{m_app.help("", CLI::AppFormatMode::All)};
        } catch (const CLI::CallForVersion&) {
            return PlainText{m_app.version() + "\n"};
        } catch (const CLI::Error& e) {
            return wrong(sentence(e.what()), json);
        }
        return ParsedCommand{std::move(m_commands.at(m_ran)), m_json};
    }

  private:
    void addCommand(CLI::App& parent, const std::string& name, const CommandEntry& entry) {
        auto* sub = parent.add_subcommand(name, entry.help);
        const auto index = m_commands.size();
        m_commands.push_back(entry.make());
        CliFlags flags(*sub);
        m_commands.back()->declare(flags);
        sub->add_flag("--json", m_json, "Events, results and errors as JSON lines");
        sub->callback([this, index, sub] {
            m_ran = index;
            std::vector<std::string> given;
            for (const auto* option : sub->get_options())
                if (option->count() > 0) given.push_back(option->get_name());
            m_commands[index]->setGiven(given);
        });
    }

    /// The words of a command that is not there; CLI11 itself says only that one is missing.
    static std::string unknownCommand(int argc, char** argv) {
        std::string name;
        for (int i = 1; i < argc && argv[i][0] != '-'; ++i) {
            name += (i > 1 ? " " : "") + std::string(argv[i]);
            const auto isName = [&](const auto& entry) { return name == entry.name; };
            if (std::any_of(commandTable().begin(), commandTable().end(), isName)) return {};
            if (i > 1 || std::none_of(commandGroups().begin(), commandGroups().end(), isName)) return name;
        }
        return {};
    }

    WrongUsage wrong(const std::string& reason, bool json) const {
        return {Error(cli_errors::kBadUsage, {{"reason", reason}, {"command", chosen()}}), json};
    }

    /// CLI11's words as the beginning of a sentence, without a full stop or a line break.
    static std::string sentence(std::string text) {
        std::replace(text.begin(), text.end(), '\n', ' ');
        while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
        return text;
    }

    /// The names of the commands that were recognised, for the remedy.
    std::string chosen() const {
        std::string out = "brandloom-cli";
        for (const CLI::App* at = &m_app; at != nullptr;) {
            const auto subs = at->get_subcommands();
            at = subs.empty() ? nullptr : subs.front();
            if (at != nullptr) out += " " + at->get_name();
        }
        return out;
    }

    CLI::App m_app{"Teach a text-to-video model the look of a brand, and make films with it."};
    std::vector<std::unique_ptr<Command>> m_commands;
    std::size_t m_ran = 0;
    bool m_json = false;
};

}  // namespace

std::variant<ParsedCommand, PlainText, WrongUsage> parseCommandLine(int argc, char** argv) {
    return Parser().parse(argc, argv);
}

}  // namespace brandloom::cli
