#pragma once
// Every request, event and result as JSON text, both ways; nothing is lost (pictures travel as base64). So a host
// in another process can be added without touching the studio. Errors: kBadJson naming the key.
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/door/events.h"
#include "core/door/model_tools.h"
#include "core/door/requests.h"

namespace brandloom::door {

struct StarterOptions;  // starter_tools.h
struct StarterTrainRequest;
struct StarterTrainResult;
struct StarterEvaluateRequest;
struct StarterEvaluateResult;

enum class Pictures { Include, LeaveOut };

std::string toJson(const DescribeModelRequest& value);
std::string toJson(const ModelDescription& value);
std::string toJson(const SamplingDefaults& value);
std::string toJson(const TrainOptions& value);
std::string toJson(const TrainRequest& value);
std::string toJson(const TrainResult& value);
std::string toJson(const GenerateRequest& value);
std::string toJson(const GenerateResult& value);
std::string toJson(const EngineInfo& value);
std::string toJson(const VerifyModelRequest& value);
std::string toJson(const VerifyModelResult& value);
std::string toJson(const ConvertModelRequest& value);
std::string toJson(const ConvertModelResult& value);
std::string toJson(const EncodeTextRequest& value);
std::string toJson(const EncodeTextResult& value);
std::string toJson(const EncodeVideoRequest& value);
std::string toJson(const EncodeVideoResult& value);
std::string toJson(const DecodeVideoRequest& value);
std::string toJson(const DecodeVideoResult& value);
std::string toJson(const InspectAdapterRequest& value);
std::string toJson(const AdapterDescription& value);
std::string toJson(const ConvertAdapterRequest& value);
std::string toJson(const ConvertAdapterResult& value);
std::string toJson(const MergeAdaptersRequest& value);
std::string toJson(const MergeAdaptersResult& value);
std::string toJson(const StarterOptions& value);
std::string toJson(const StarterTrainRequest& value);
std::string toJson(const StarterTrainResult& value);
std::string toJson(const StarterEvaluateRequest& value);
std::string toJson(const StarterEvaluateResult& value);
std::string toJson(const Event& value, Pictures pictures = Pictures::Include);
std::string toJson(const Error& value);

/// Explicit instances for every type above.
template <class T>
Result<T> fromJson(std::string_view json);

}  // namespace brandloom::door
