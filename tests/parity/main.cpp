// brandloom_parity ROOT [--area A]... [--json FILE] [--failed]: runs golden cases and judges every stored tensor.
#include <torch/torch.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "tests/parity/parity.h"

using brandloom::parity::Check;

namespace {

void print(const Check& c) {
    std::printf("%-4s %s/%s %s", c.passed ? "ok" : "FAIL", c.area.c_str(), c.name.c_str(), c.tensor.c_str());
    if (c.tolerance > 0) std::printf("  error %.3g  tolerance %.3g", c.error, c.tolerance);
    if (!c.note.empty()) std::printf("  %s", c.note.c_str());
    std::printf("\n");
}

nlohmann::json toJson(const std::vector<Check>& checks) {
    auto list = nlohmann::json::array();
    for (const auto& c : checks)
        list.push_back({{"area", c.area},
                        {"case", c.name},
                        {"tensor", c.tensor},
                        {"error", c.error},
                        {"tolerance", c.tolerance},
                        {"passed", c.passed},
                        {"note", c.note}});
    return list;
}

}  // namespace

int main(int argc, char** argv) {
    std::string root, jsonPath;
    std::vector<std::string> areas;
    bool failedOnly = false;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--area" && i + 1 < argc)
            areas.emplace_back(argv[++i]);
        else if (word == "--json" && i + 1 < argc)
            jsonPath = argv[++i];
        else if (word == "--failed")
            failedOnly = true;
        else if (root.empty() && !word.starts_with("--"))
            root = word;
        else {
            root.clear();
            break;
        }
    }
    if (root.empty()) {
        std::fprintf(stderr, "usage: brandloom_parity ROOT [--area NAME]... [--json FILE] [--failed]\n");
        return 2;
    }
    at::set_num_threads(2);
    std::vector<Check> all;
    std::size_t failed = 0;
    try {
        if (areas.empty()) areas = brandloom::parity::areasIn(root);
    } catch (const std::exception& e) {
        std::fprintf(stderr, "%s\n", e.what());
        return 2;
    }
    for (const auto& area : areas)
        for (auto& check : brandloom::parity::runArea(root, area)) {
            failed += check.passed ? 0 : 1;
            if (!check.passed || !failedOnly) print(check);
            all.push_back(std::move(check));
        }
    if (all.empty()) ++failed;  // nothing judged is not a success
    if (!jsonPath.empty()) {
        std::ofstream json(jsonPath);
        json << toJson(all).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
        if (!json.flush()) {
            std::fprintf(stderr, "%s cannot be written\n", jsonPath.c_str());
            ++failed;
        }
    }
    std::printf("%zu passed, %zu failed\n", all.size() >= failed ? all.size() - failed : 0, failed);
    return failed == 0 ? 0 : 1;
}
