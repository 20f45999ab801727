#pragma once
// Inside core/wan: one function per layout. Each fills kind, layout, parts, configs, missing and the defaults of
// the release; describeModelFolder does the rest.
#include <vector>

#include "core/wan/model_folder.h"
#include "core/wan/weight_signs.h"

namespace brandloom::wan {

/// Fills the parts of one layout.
class PartCollector {
  public:
    explicit PartCollector(ModelFolder& folder) : m_folder(folder) {}

    /// A single file or an index; an empty path or a shard that is not there makes the part missing. config.json
    /// beside it is taken along when `hasConfig`.
    Status network(Part part, const Path& weights, const std::string& officialName, bool hasConfig);
    /// A file, which counts as missing under `officialName` when the path is empty or not there.
    void file(Part part, const Path& path, const std::string& officialName);
    void missing(Part part, std::string officialName) {
        m_folder.missing.push_back({part, std::move(officialName)});
    }

  private:
    ModelFolder& m_folder;
};

/// Which model with one transformer this is.
ModelKind singleKind(std::int64_t width, std::int64_t channelsIn, bool hasVae22);

/// True when the folder has this layout.
Result<bool> describeOfficial(ModelFolder& folder);
Result<bool> describeDiffusers(ModelFolder& folder);
/// Files of parts anywhere in the folder (three levels), told apart by content.
Result<bool> describeSingleFiles(ModelFolder& folder);
/// One file and what lies beside it. Errors: kNotAModel, kOtherMember, those of opening it.
Status describeOneFile(ModelFolder& folder);

}  // namespace brandloom::wan
