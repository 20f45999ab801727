#include "core/store/store_errors.h"

#include <array>

namespace brandloom::store {

std::span<const ErrorSpec* const> storeErrorSpecs() {
    using namespace store_errors;
    static constexpr std::array<const ErrorSpec*, 13> kAll{
        &kDatabaseMissing, &kDatabaseFailed,   &kDatabaseBusy,  &kDatabaseDamaged, &kNotADatabase,
        &kReadOnly,        &kSchemaFromFuture, &kBadMigrations, &kMigrationFailed, &kWriterClosed,
        &kBlobMissing,     &kBlobDamaged,      &kBadBlobId};
    return kAll;
}

}  // namespace brandloom::store
