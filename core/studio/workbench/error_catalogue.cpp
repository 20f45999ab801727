#include "core/studio/workbench/error_catalogue.h"

#include <array>
#include <span>

#include "core/brand/brand_errors.h"
#include "core/compare/compare_errors.h"
#include "core/dataset/dataset_errors.h"
#include "core/door/engine_errors.h"
#include "core/finishing/finishing_errors.h"
#include "core/jobs/jobs_errors.h"
#include "core/media/media_errors.h"
#include "core/project/project_errors.h"
#include "core/store/store_errors.h"
#include "core/studio/common/studio_errors.h"
#include "core/styles/styles_errors.h"
#include "core/text/counter/text_errors.h"
#include "core/weights/weights_errors.h"
#include "core/world/world_errors.h"

namespace brandloom::studio {

std::vector<const ErrorSpec*> allErrorSpecs() {
    const std::array tables{baseErrorSpecs(),
                            door::engineErrorSpecs(),
                            weights::weightsErrorSpecs(),
                            text::textErrorSpecs(),
                            world::worldErrorSpecs(),
                            store::storeErrorSpecs(),
                            media::mediaErrorSpecs(),
                            project::projectErrorSpecs(),
                            dataset::datasetErrorSpecs(),
                            brand::brandErrorSpecs(),
                            jobs::jobsErrorSpecs(),
                            styles::stylesErrorSpecs(),
                            finishing::finishingErrorSpecs(),
                            compare::compareErrorSpecs(),
                            studioErrorSpecs()};
    std::vector<const ErrorSpec*> all;
    for (const auto& table : tables) all.insert(all.end(), table.begin(), table.end());
    return all;
}

}  // namespace brandloom::studio
