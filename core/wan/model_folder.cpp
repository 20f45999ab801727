#include "core/wan/model_folder.h"

#include "core/base/base_errors.h"
#include "core/door/engine_errors.h"
#include "core/wan/model_content.h"
#include "core/wan/model_defaults.h"
#include "core/wan/model_layouts.h"

namespace brandloom::wan {
namespace {

Status describeFolder(ModelFolder& folder, const Path& path) {
    BRANDLOOM_TRY(auto known, describeDiffusers(folder));
    if (!known) {
        BRANDLOOM_TRY(known, describeOfficial(folder));
    }
    if (!known) {
        BRANDLOOM_TRY(known, describeSingleFiles(folder));
    }
    if (known) return {};
    return fail(
        engine_errors::kNotAModel,
        {{"folder", utf8FromPath(path)},
         {"reason",
          "it has neither high_noise_model, diffusion_pytorch_model.safetensors, model_index.json nor a file "
          "with weights of a Wan model"}});
}

/// Names against content.
void findOddities(ModelFolder& folder) {
    for (const auto& [part, path] : folder.parts) {
        if (part == Part::Tokenizer) continue;
        // An unreadable file is not odd but broken: whoever loads it says so.
        const auto file = weights::openTensorFile(path);
        if (!file) continue;
        if (const auto keys = weights::mapKeys(componentOf(part, folder.kind), **file); !keys)
            folder.findings.push_back(keys.error());
    }
    const auto high = folder.contentIds.find(Part::HighNoise), low = folder.contentIds.find(Part::LowNoise);
    if (high != folder.contentIds.end() && low != folder.contentIds.end() && high->second == low->second)
        folder.findings.emplace_back(
            engine_errors::kExpertsSame,
            std::vector<ErrorArg>{
                {"high", utf8FromPath(folder.parts.at(Part::HighNoise).lexically_relative(folder.root))},
                {"low", utf8FromPath(folder.parts.at(Part::LowNoise).lexically_relative(folder.root))}});
}

}  // namespace

std::string modelKindName(ModelKind kind) {
    switch (kind) {
        case ModelKind::Wan22T2vA14b:
            return "wan2.2-t2v-a14b";
        case ModelKind::Wan22Ti2v5b:
            return "wan2.2-ti2v-5b";
        case ModelKind::Wan21T2v14b:
            return "wan2.1-t2v-14b";
        case ModelKind::Wan21T2v1_3b:
            return "wan2.1-t2v-1.3b";
    }
    return "wan";
}

std::string layoutName(ModelLayout layout) {
    switch (layout) {
        case ModelLayout::Official:
            return "official";
        case ModelLayout::Diffusers:
            return "diffusers";
        case ModelLayout::SingleFiles:
            return "single files";
    }
    return "official";
}

std::string partName(Part part) {
    switch (part) {
        case Part::HighNoise:
            return "high-noise transformer";
        case Part::LowNoise:
            return "low-noise transformer";
        case Part::Transformer:
            return "transformer";
        case Part::Vae:
            return "VAE";
        case Part::TextEncoder:
            return "text encoder";
        case Part::Tokenizer:
            return "tokenizer";
    }
    return "part";
}

Result<Path> partPath(const ModelFolder& folder, Part part) {
    if (const auto it = folder.parts.find(part); it != folder.parts.end()) return it->second;
    std::string official = partName(part);
    for (const auto& missing : folder.missing)
        if (missing.part == part) official = missing.officialName;
    return fail(engine_errors::kPartMissing,
                {{"part", partName(part)}, {"file", official}, {"folder", utf8FromPath(folder.root)}});
}

Result<ModelFolder> describeModelFolder(const Path& path) {
    ModelFolder folder;
    std::error_code error;
    const auto whole = std::filesystem::absolute(path, error).lexically_normal();
    if (!std::filesystem::exists(whole, error))
        return fail(base_errors::kFileMissing, {{"file", utf8FromPath(path)}});
    const bool isFolder = std::filesystem::is_directory(whole, error);
    const auto last = whole.has_filename() ? whole : whole.parent_path();
    folder.name = utf8FromPath(isFolder ? last.filename() : last.stem());
    folder.root = isFolder ? whole : whole.parent_path();
    if (!isFolder) folder.asked = whole;
    try {
        if (isFolder)
            BRANDLOOM_CHECK(describeFolder(folder, path));
        else
            BRANDLOOM_CHECK(describeOneFile(folder));
        BRANDLOOM_CHECK(readDefaults(folder.root / "defaults.json", folder.defaults));
        BRANDLOOM_CHECK(fillContentIds(folder));
        findOddities(folder);
    } catch (const std::filesystem::filesystem_error& e) {
        return fail(base_errors::kFileUnreadable, {{"file", utf8FromPath(path)}, {"reason", e.code().message()}});
    }
    return folder;
}

}  // namespace brandloom::wan
