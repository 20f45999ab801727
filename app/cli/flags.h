#pragma once
// Flags bound to fields of option structs. The help shows the default that the field has when it is declared.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/paths.h"
#include "core/door/requests.h"

namespace brandloom::door {
struct StarterOptions;
}
namespace brandloom::studio {
struct TrainStyleOptions;
}

namespace brandloom::cli {

enum class Need { Optional, Required };

/// Names as in "--learning-rate"; help is one line without a full stop.
class Flags {
  public:
    virtual ~Flags() = default;
    virtual void add(const std::string& name, std::string& field, const std::string& help,
                     Need need = Need::Optional) = 0;
    virtual void add(const std::string& name, Path& field, const std::string& help, Need need = Need::Optional) = 0;
    virtual void add(const std::string& name, int& field, const std::string& help) = 0;
    virtual void add(const std::string& name, double& field, const std::string& help) = 0;
    virtual void add(const std::string& name, std::uint64_t& field, const std::string& help) = 0;
    virtual void add(const std::string& name, std::optional<double>& field, const std::string& help) = 0;
    virtual void add(const std::string& name, std::optional<std::string>& field, const std::string& help) = 0;
    virtual void add(const std::string& name, std::vector<std::string>& field, const std::string& help) = 0;
    virtual void addSwitch(const std::string& name, bool& field, const std::string& help) = 0;
    virtual void addPosition(const std::string& name, Path& field, const std::string& help) = 0;
    virtual void addPosition(const std::string& name, std::string& field, const std::string& help) = 0;
    virtual void addPositions(const std::string& name, std::vector<Path>& field, const std::string& help,
                              Need need) = 0;
    virtual void addPositions(const std::string& name, std::vector<std::string>& field, const std::string& help,
                              Need need) = 0;
};

/// The name that a flag has in the options struct: "--learning-rate" -> "learningRate".
std::string fieldOf(const std::string& flag);

/// The fields of studio/training/train_fields.h; tests compare with the fields of its JSON.
void addFlags(Flags& flags, studio::TrainStyleOptions& options);
/// Every field of the struct; tests compare with the fields of its JSON.
void addFlags(Flags& flags, door::StarterOptions& options);
/// All but what the commands read from words and files: modelDir, styles, size, guidance and the first picture.
void addFlags(Flags& flags, door::GenerateRequest& request);

}  // namespace brandloom::cli
