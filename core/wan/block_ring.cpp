#include "core/wan/block_ring.h"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>

#include "core/base/platform.h"
#include "core/door/engine_errors.h"
#include "core/wan/tensor_reading.h"
#include "core/wan/tensor_tools.h"
#include "core/wan/torch_dtype.h"

namespace brandloom::wan {
namespace {

// Small enough that torch converts it on the calling thread: the reader must not start threads of its own.
constexpr std::int64_t kConvertedAtOnce = 32768;

void convertInto(torch::Tensor& into, const torch::Tensor& value) {
    auto target = into.view({-1});
    const auto source = value.view({-1});
    for (std::int64_t at = 0; at < target.numel(); at += kConvertedAtOnce) {
        const auto count = std::min(kConvertedAtOnce, target.numel() - at);
        target.narrow(0, at, count).copy_(source.narrow(0, at, count));
    }
}

}  // namespace

bool isStreamed(std::string_view name) {
    if (!name.starts_with("blocks.") || !name.ends_with(".weight")) return false;
    return name.find("_attn.q.") != std::string_view::npos || name.find("_attn.k.") != std::string_view::npos ||
           name.find("_attn.v.") != std::string_view::npos || name.find("_attn.o.") != std::string_view::npos ||
           name.find(".ffn.") != std::string_view::npos;
}

BlockRing::BlockRing(WanTransformer& model, std::shared_ptr<const weights::TensorFile> file, weights::KeyMap keys,
                     torch::Device device, int slots)
    : m_file(std::move(file)), m_keys(std::move(keys)), m_device(device) {
    const torch::NoGradGuard noGrad;
    const auto dtype = model.compute() == Compute::BFloat16 ? torch::kBFloat16 : torch::kFloat;
    for (std::int64_t k = 0; k < model.config().layers; ++k) {
        std::vector<Source> sources;
        for (const char* name : {"self_attn.q", "self_attn.k", "self_attn.v", "self_attn.o", "cross_attn.q",
                                 "cross_attn.k", "cross_attn.v", "cross_attn.o", "ffn.0", "ffn.2"}) {
            const auto linear = fmt::format("blocks.{}.{}", k, name);
            sources.push_back({model.findLinear(linear), m_keys.find(linear + ".weight")});
            sources.back().linear->weight.set_requires_grad(false);
        }
        m_blocks.push_back(std::move(sources));
    }
    m_slots.resize(static_cast<std::size_t>(slots));
    for (auto& slot : m_slots) {
        for (const auto& source : m_blocks.front())
            slot.values.push_back(
                torch::empty(source.linear->weight.sizes(), torch::TensorOptions().dtype(dtype).device(device)));
        m_free.push_back(&slot);
    }
    m_thread = std::thread([this] { loop(); });
}

BlockRing::~BlockRing() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

void BlockRing::acquire(int block) {
    std::unique_lock lock(m_mutex);
    if (block != m_expected || m_error) {
        m_restart = block;
        m_error.reset();
        m_changed.notify_all();
    }
    m_changed.wait(lock, [&] { return m_error || (!m_restart && !m_filled.empty()); });
    if (m_error) throw BlocksUnreadable(*m_error);
    m_lent = m_filled.front();
    m_filled.pop_front();
    m_expected = (block + 1) % static_cast<int>(m_blocks.size());
    lock.unlock();
    const auto& sources = m_blocks[static_cast<std::size_t>(block)];
    for (std::size_t i = 0; i < sources.size(); ++i) sources[i].linear->weight.set_data(m_lent->values[i]);
}

void BlockRing::release(int block) {
    for (const auto& source : m_blocks[static_cast<std::size_t>(block)])
        source.linear->weight.set_data(withoutMemory(source.linear->weight.sizes().vec()).to(m_device));
    const std::lock_guard lock(m_mutex);
    m_free.push_back(std::exchange(m_lent, nullptr));
    m_changed.notify_all();
}

void BlockRing::loop() {
    platform::nameThisThread("weights");
    const torch::NoGradGuard noGrad;
    int next = 0;
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [&] { return m_end || m_restart || (!m_error && !m_free.empty()); });
        if (m_end) return;
        if (m_restart) {
            next = *m_restart;
            m_restart.reset();
            m_free.insert(m_free.end(), m_filled.begin(), m_filled.end());
            m_filled.clear();
            continue;
        }
        auto* slot = m_free.front();
        m_free.pop_front();
        lock.unlock();
        auto status = read(*slot, next);
        lock.lock();
        if (!status || m_restart) {
            m_free.push_back(slot);
            if (!status && !m_restart) m_error = std::move(status).error();
        } else {
            m_filled.push_back(slot);
            next = (next + 1) % static_cast<int>(m_blocks.size());
        }
        m_changed.notify_all();
    }
}

Status BlockRing::read(Slot& slot, int block) const {
    const auto what = "reading " + utf8FromPath(m_file->path());
    try {
        const auto& sources = m_blocks[static_cast<std::size_t>(block)];
        for (std::size_t i = 0; i < sources.size(); ++i) BRANDLOOM_CHECK(readOne(sources[i], slot.values[i]));
        return {};
    } catch (const std::bad_alloc&) {
        return fail(engine_errors::kOutOfMemory, {{"what", what}});
    } catch (const std::exception& e) {
        return fail(engine_errors::kEngineFault, {{"what", what}, {"reason", e.what()}});
    }
}

Status BlockRing::readOne(const Source& source, torch::Tensor& into) const {
    const auto& info = *source.mapped->source;
    const bool asItLies = source.mapped->scale == nullptr && torchFromDType(info.dtype) == into.scalar_type();
    if (asItLies && into.is_cpu())
        return m_file->read(info, std::span(static_cast<std::uint8_t*>(into.data_ptr()), info.byteCount));
    BRANDLOOM_TRY(const auto value, readMapped(*m_file, *source.mapped));
    convertInto(into, value.contiguous());
    return {};
}

}  // namespace brandloom::wan
