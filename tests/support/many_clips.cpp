#include "tests/support/many_clips.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/hashing.h"
#include "core/dataset/dataset_repository.h"
#include "core/dataset/edit_repository.h"
#include "core/dataset/source_repository.h"

namespace brandloom::tests {
namespace {

/// Texts that repeat as those of a brand do: a few hundred things, colours and places.
struct Texts {
    std::vector<std::string> zh, en;
    Texts() {
        const std::array colours{std::pair("红色的", "red"), std::pair("蓝色的", "blue"),
                                 std::pair("白色的", "white"), std::pair("金色的", "golden"),
                                 std::pair("深绿色的", "dark green")};
        const std::array things{std::pair("马克杯", "mug"),           std::pair("台灯", "lamp"),
                                std::pair("跑鞋", "running shoe"),    std::pair("背包", "backpack"),
                                std::pair("茶壶", "teapot"),          std::pair("手表", "watch"),
                                std::pair("香水瓶", "perfume bottle")};
        const std::array places{std::pair("木桌上", "on a wooden table"),
                                std::pair("海边", "by the sea"),
                                std::pair("雨中的街道", "in a street in the rain"),
                                std::pair("厨房里", "in a kitchen"),
                                std::pair("摄影棚", "in a studio"),
                                std::pair("屋顶", "on a roof")};
        const std::array cameras{std::pair("镜头推近", "push in"), std::pair("镜头左移", "pan left"),
                                 std::pair("手持拍摄", "handheld"), std::pair("静止不动", "standing still")};
        for (const auto& c : colours)
            for (const auto& t : things)
                for (const auto& p : places)
                    for (const auto& m : cameras) {
                        zh.push_back(
                            fmt::format("{},一个{}{}在暖光中慢慢转动,{}", p.first, c.first, t.first, m.first));
                        en.push_back(fmt::format("A {} {} {}, turning slowly in warm light, {}", c.second, t.second,
                                                 p.second, m.second));
                    }
    }
};

}  // namespace

Result<ManyClips> addManyClips(project::Project& project, int count) {
    ManyClips out;
    const Texts texts;
    dataset::Addition addition;
    addition.dataset = "bench";
    std::vector<dataset::Measures> measures;
    for (int i = 0; i < count; ++i) {
        dataset::NewClip clip;
        clip.sourcePath = fmt::format("/films/素材 {:05}/take_{}.mp4", i / 10, i / 4);
        clip.sourceSha256 = sha256Hex(std::to_string(i / 4));
        clip.firstFrame = i % 4 * 96;
        clip.frameCount = 96;
        clip.startSeconds = i % 4 * 4.0;
        clip.endSeconds = *clip.startSeconds + 1 + i % 40 * 0.1;
        clip.width = i % 3 == 0 ? 1080 : 1920;
        clip.height = i % 3 == 0 ? 1920 : 1080;
        const auto text = static_cast<std::size_t>(i) * 7919 % texts.zh.size();
        if (i % 50 != 0) clip.captions = {{"zh", fmt::format("{} {}", texts.zh[text], i)}, {"en", texts.en[text]}};
        addition.clips.push_back(std::move(clip));
        if (i % 5 == 0) continue;
        dataset::Measures m;
        m.sourceSha256 = addition.clips.back().sourceSha256;
        m.firstFrame = addition.clips.back().firstFrame;
        m.frameCount = 96;
        m.document = "{}";
        m.camera = i % 2 == 0 ? "pan-left" : "static";
        m.sharpness = i % 100 / 100.0;
        measures.push_back(std::move(m));
    }
    dataset::SourceRepository sources(project.store());
    double start = steadySeconds();
    BRANDLOOM_CHECK(dataset::DatasetRepository(project.store()).add(addition));
    out.addSeconds = steadySeconds() - start;
    BRANDLOOM_CHECK(sources.keepMeasures(measures));
    std::vector<dataset::ClipEdit> edits;
    for (int i = 1; i <= count; i += 3) {
        dataset::ClipEdit edit;
        edit.clip = ClipId{i};
        edit.rating = i % 6;
        edit.addTags = {i % 2 == 0 ? "舞台" : "brand"};
        edits.push_back(std::move(edit));
    }
    start = steadySeconds();
    BRANDLOOM_CHECK(dataset::EditRepository(project.store()).editClips(edits));
    out.editSeconds = steadySeconds() - start;
    out.edited = edits.size();
    return out;
}

}  // namespace brandloom::tests
