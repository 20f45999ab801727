#pragma once
// One change of one parameter, with its formulas (training-peers 5a, wan-spec 5):
//   LoRA     dW = scale B A                     LoHa  dW = scale (w1a w1b) * (w2a w2b), elementwise
//   LoKr     dW = scale kron(w1, w2)            full  dW = the tensor itself          set  dW = tensor - W
//   DoRA     over any of the first three: V = W + dW, then dW = V m/|V| - W, |V| per output row (or per column)
// The strength multiplies dW. Tensor functions throw c10::Error on misuse. One thread at a time.
#include <torch/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/adapters/adapter_data.h"

namespace brandloom::adapters {

/// What DoRA divides by: the norm of the changed weight (PEFT, LyCORIS), or of the base weight (ComfyUI).
enum class DoraNorm : std::uint8_t { Updated, Base };

struct Delta {
    enum class Kind : std::uint8_t { Lora, Loha, Lokr, Full, Replace };

    std::string parameter;  ///< official name
    Kind kind = Kind::Full;
    /// float32 on the model's device. Lora: A [rank,in], B [out,rank]. Loha: w1a, w1b, w2a, w2b. Lokr: w1, w2.
    /// Full, Replace: the tensor, in the parameter's shape.
    std::vector<torch::Tensor> parts;
    torch::Tensor magnitude;  ///< DoRA: [out,1] or [1,in]; undefined without
    DoraNorm norm = DoraNorm::Updated;
    double scale = 1.0;

    /// dW in float32, in the shape of `base`, at strength 1.
    [[nodiscard]] torch::Tensor dense(const torch::Tensor& base) const;
    /// x dW^T in float32 without building dW where the kind allows it. x [...,in]; `base` [out,in].
    [[nodiscard]] torch::Tensor times(const torch::Tensor& x, const torch::Tensor& base) const;

  private:
    [[nodiscard]] torch::Tensor product() const;
};

/// The changes of a set of modules, in the order of the parameters' names; several may concern one parameter.
/// Shapes were checked against `shapes`.
std::vector<std::shared_ptr<const Delta>> deltasFrom(const std::map<std::string, ModuleAdapter>& modules,
                                                     const wan::ShapeMap& shapes, torch::Device device,
                                                     DoraNorm norm);

}  // namespace brandloom::adapters
