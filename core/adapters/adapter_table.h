#pragma once
// The table of an adapter file: which modules it changes, how, and with which scale. No tensor is read but the
// single numbers (alpha). Nothing of the file is trusted: whatever is not understood refuses the whole file.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/adapters/adapter_keys.h"
#include "core/adapters/expert_files.h"
#include "core/base/paths.h"
#include "core/base/result.h"
#include "core/wan/transformer_config.h"
#include "core/weights/tensor_file.h"

namespace brandloom::adapters {

/// Ranks above this are refused before anything is read.
inline constexpr std::int64_t kLargestRank = 4096;

enum class FactorKind : std::uint8_t { None, Lora, Loha, Lokr };
/// "LoRA", "LoHa", "LoKr"; empty for None.
std::string_view factorName(FactorKind kind);

/// Everything a file does to one module.
struct TableEntry {
    std::string module;      ///< official name
    std::string fileModule;  ///< as the file spells it
    std::map<Role, const weights::TensorInfo*> tensors;
    FactorKind factors = FactorKind::None;  ///< of the weight's change, beside full differences
    std::int64_t rank = 0;                  ///< 0: full matrices
    std::optional<double> alpha;            ///< as the file or its configuration states it
    double scale = 1.0;                     ///< of the factors, before the strength: alpha/rank, or 1
    std::int64_t outSize = 0, inSize = 0;   ///< of the factors' product; 0: no factors

    [[nodiscard]] bool has(Role role) const { return tensors.contains(role); }
};
using Entries = std::map<std::string, TableEntry>;  ///< by official module name

/// The width and depth that a file's shapes speak of; 0: they tell nothing.
struct BaseGuess {
    std::int64_t dim = 0;
    std::int64_t ffnDim = 0;
    std::int64_t blocks = 0;  ///< at least
};
BaseGuess guessBase(const Entries& entries);
/// "Wan2.1-T2V-1.3B", "a Wan model of width 128" ... by width.
std::string baseName(std::int64_t dim);

class AdapterTable {
  public:
    /// A weight file or a PEFT folder. Errors: those of core/weights, kAdapterUnknownPart (all leftovers named),
    /// kAdapterWrongBase (a known foreign model), kAdapterKeyTwice, kAdapterIncomplete, kAdapterShape,
    /// kAdapterNotFinite, kAdapterScale, kAdapterConfig.
    static Result<AdapterTable> open(const Path& fileOrPeftFolder);

    [[nodiscard]] const weights::TensorFile& file() const { return *m_file; }
    [[nodiscard]] const Path& path() const { return m_path; }
    [[nodiscard]] Dialect dialect() const { return m_dialect; }
    [[nodiscard]] NameStyle nameStyle() const { return m_style; }
    /// Of the only or the high-noise expert, and what lies under transformer_2 for the low-noise one.
    [[nodiscard]] const Entries& first() const { return m_first; }
    [[nodiscard]] const Entries& second() const { return m_second; }
    /// What the file itself says (not its name): metadata, or keys of one expert alone.
    [[nodiscard]] Expert expertInside() const;
    /// The part for one expert; Any asks for the only one. Errors: kAdapterNoExpert, kAdapterWrongBase (two experts
    /// in the file, one in the model).
    [[nodiscard]] Result<const Entries*> entriesFor(Expert expert) const;

  private:
    AdapterTable() = default;
    Status fillEntries();
    Status settle(TableEntry& entry);
    Status settleScale(TableEntry& entry, const std::string& component);

    struct Rules;
    Path m_path;
    std::shared_ptr<const weights::TensorFile> m_file;
    std::shared_ptr<const Rules> m_rules;
    Dialect m_dialect = Dialect::Plain;
    NameStyle m_style = NameStyle::Official;
    Entries m_first, m_second;
};

/// Every tensor against the model's own shapes. Errors: kAdapterWrongBase with the right model's name when the file
/// speaks of another width or depth, kAdapterUnknownKey, kAdapterShape.
Status checkFits(const AdapterTable& table, const Entries& entries, const wan::TransformerConfig& config,
                 const wan::ShapeMap& shapes);

/// The official parameter that a role of a module changes: ".weight", ".bias" or ".modulation".
std::string parameterOf(const std::string& module, Role role);

}  // namespace brandloom::adapters
