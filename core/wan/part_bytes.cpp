#include "core/wan/part_bytes.h"

#include <algorithm>
#include <map>

#include "core/wan/block_ring.h"
#include "core/wan/model_size.h"
#include "core/wan/precision.h"
#include "core/weights/tensor_file.h"

namespace brandloom::wan {
namespace {

using weights::Component;

struct OpenedPart {
    std::unique_ptr<weights::TensorFile> file;
    weights::KeyMap keys;
    Component component = Component::Transformer;
};

Result<OpenedPart> openPart(const ModelFolder& folder, Part part) {
    BRANDLOOM_TRY(const auto path, partPath(folder, part));
    OpenedPart out;
    BRANDLOOM_TRY(out.file, weights::openTensorFile(path));
    if (part == Part::TextEncoder) out.component = Component::TextEncoder;
    if (part == Part::Vae) {
        const auto found = weights::detectComponents(*out.file);
        const bool is22 = std::ranges::find(found, Component::Vae22) != found.end();
        out.component = is22 ? Component::Vae22 : Component::Vae21;
    }
    BRANDLOOM_TRY(out.keys, weights::mapKeys(out.component, *out.file));
    return out;
}

/// Bytes per element in the form in which a tensor is kept.
std::int64_t keptSize(Component component, const std::string& name, Compute compute) {
    if (compute == Compute::Float32 || component == Component::Vae21 || component == Component::Vae22) return 4;
    return component == Component::Transformer && isFloat32Island(name) ? 4 : 2;
}

/// "blocks.12." of "blocks.12.ffn.0.weight".
std::string blockOf(const std::string& name) {
    return name.substr(0, name.find('.', name.find('.') + 1) + 1);
}

}  // namespace

Result<PartBytes> partBytes(const ModelFolder& folder, Part part, Compute compute) {
    BRANDLOOM_TRY(const auto opened, openPart(folder, part));
    PartBytes out;
    std::map<std::string, std::int64_t> blocks;
    for (const auto& [name, mapped] : opened.keys.tensors) {
        const auto size = keptSize(opened.component, name, compute);
        const auto& info = *mapped.source;
        const auto kept = static_cast<std::int64_t>(info.elementCount()) * size;
        const bool sameForm = mapped.scale == nullptr &&
                              (size == 4 ? info.dtype == weights::DType::F32 : info.dtype == weights::DType::BF16);
        out.whole += kept;
        out.largestTensor = std::max(out.largestTensor, kept);
        if (!sameForm) out.loading = std::max(out.loading, static_cast<std::int64_t>(info.byteCount));
        if (opened.component != Component::Transformer || !isStreamed(name)) continue;
        out.streamed += kept;
        blocks[blockOf(name)] += kept;
    }
    for (const auto& [block, bytes] : blocks) out.largestBlock = std::max(out.largestBlock, bytes);
    return out;
}

Result<VaeConfig> vaeConfigOf(const ModelFolder& folder) {
    BRANDLOOM_TRY(const auto opened, openPart(folder, Part::Vae));
    return vaeConfig(shapesOf(opened.keys), utf8FromPath(opened.file->path()));
}

Result<Umt5Config> umt5ConfigOf(const ModelFolder& folder) {
    BRANDLOOM_TRY(const auto opened, openPart(folder, Part::TextEncoder));
    return umt5Config(shapesOf(opened.keys), utf8FromPath(opened.file->path()));
}

}  // namespace brandloom::wan
