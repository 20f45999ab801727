#include "core/media/reader/reader_messages.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/base_errors.h"
#include "core/media/measures_document.h"
#include "core/media/media_errors.h"

namespace brandloom::media {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t kMostText = 8u << 20, kMostBytes = 4u << 20;
constexpr int kMostSide = 16384;
constexpr std::size_t kMostShots = 100'000;

/// Thrown inside this file only: what was said is not as agreed.
struct NotAgreed {};

void demand(bool good) {
    if (!good) throw NotAgreed();
}

double numberIn(const Json& from, const char* key, double least, double most) {
    const auto& value = from.at(key);
    demand(value.is_number());
    const double number = value.get<double>();
    demand(std::isfinite(number) && number >= least && number <= most);
    return number;
}

std::int64_t wholeIn(const Json& from, const char* key, std::int64_t least, std::int64_t most) {
    const auto& value = from.at(key);
    demand(value.is_number_integer());
    const auto number = value.get<std::int64_t>();
    demand(number >= least && number <= most);
    return number;
}

int smallIn(const Json& from, const char* key, int least, int most) {
    return static_cast<int>(wholeIn(from, key, least, most));
}

/// A short word of plain letters, such as the name of a codec.
std::string wordIn(const Json& from, const char* key) {
    auto word = from.at(key).get<std::string>();
    demand(word.size() <= 200 && std::ranges::all_of(word, [](char c) { return c >= ' ' && c <= '~'; }));
    return word;
}

constexpr std::int64_t kMostFrames = 1'000'000'000;
constexpr double kMostSeconds = 1e9;

// --- pictures one after the other --------------------------------------------------------------------------------

Frame pictureFrom(const Json& j, const std::vector<std::uint8_t>& bytes, int mostSide) {
    const int width = smallIn(j, "pictureWidth", 1, mostSide), height = smallIn(j, "pictureHeight", 1, mostSide);
    demand(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3 == bytes.size());
    auto picture = std::make_shared<FrameBuffer>(width, height);
    std::ranges::copy(bytes, picture->bytes().begin());
    return picture;
}

FilmPicture filmPictureFrom(const Json& j, const std::vector<std::uint8_t>& bytes) {
    return {pictureFrom(j, bytes, 1152), numberIn(j, "seconds", 0, kMostSeconds),
            numberIn(j, "duration", 0, kMostSeconds)};
}

PicturesWanted wantedFrom(const Json& j) {
    return {numberIn(j, "from", 0, kMostSeconds), j.at("continues").get<bool>(), smallIn(j, "count", 1, 64),
            smallIn(j, "side", 16, 1152)};
}

// --- sound -------------------------------------------------------------------------------------------------------

SoundSamples soundFrom(const std::vector<std::uint8_t>& bytes) {
    constexpr std::size_t kSample = 2 * sizeof(float);  // both sides
    demand(!bytes.empty() && bytes.size() % kSample == 0);
    const auto count = bytes.size() / kSample;
    SoundSamples out{std::vector<float>(count), std::vector<float>(count)};
    std::memcpy(out.left.data(), bytes.data(), count * sizeof(float));
    std::memcpy(out.right.data(), bytes.data() + count * sizeof(float), count * sizeof(float));
    for (const auto* row : {&out.left, &out.right})
        demand(std::ranges::all_of(*row, [](float v) { return std::abs(v) <= 8.0F; }));
    return out;
}

// --- a look ------------------------------------------------------------------------------------------------------

Json jsonOf(const MediaInfo& i) {
    return {{"container", i.container},
            {"codec", i.codec},
            {"pixelFormat", i.pixelFormat},
            {"width", i.width},
            {"height", i.height},
            {"codedWidth", i.codedWidth},
            {"codedHeight", i.codedHeight},
            {"rotation", i.rotationDegrees},
            {"seconds", i.durationSeconds},
            {"fps", i.fps},
            {"frames", i.frameCount},
            {"exact", i.frameCountIsExact},
            {"variable", i.isVariableRate},
            {"audio", i.hasAudio},
            {"hdr", i.isHdr},
            {"bits", i.bitDepth}};
}

MediaInfo infoFrom(const Json& j) {
    MediaInfo i;
    i.container = wordIn(j, "container");
    i.codec = wordIn(j, "codec");
    i.pixelFormat = wordIn(j, "pixelFormat");
    i.width = smallIn(j, "width", 1, kMostSide);
    i.height = smallIn(j, "height", 1, kMostSide);
    i.codedWidth = smallIn(j, "codedWidth", 1, kMostSide);
    i.codedHeight = smallIn(j, "codedHeight", 1, kMostSide);
    i.rotationDegrees = smallIn(j, "rotation", 0, 270);
    i.durationSeconds = numberIn(j, "seconds", 0, kMostSeconds);
    i.fps = numberIn(j, "fps", 0, 1e9);
    i.frameCount = wholeIn(j, "frames", 0, kMostFrames);
    i.frameCountIsExact = j.at("exact").get<bool>();
    i.isVariableRate = j.at("variable").get<bool>();
    i.hasAudio = j.at("audio").get<bool>();
    i.isHdr = j.at("hdr").get<bool>();
    i.bitDepth = smallIn(j, "bits", 1, 32);
    return i;
}

FilmLook lookFrom(const Json& j, const std::vector<std::uint8_t>& bytes) {
    FilmLook look{infoFrom(j.at("info")), nullptr};
    if (bytes.empty()) return look;
    look.picture = pictureFrom(j, bytes, 1024);
    return look;
}

// --- shots -------------------------------------------------------------------------------------------------------

Json jsonOf(const ShotList& list) {
    Json shots = Json::array(), transitions = Json::array();
    for (const auto& s : list.shots)
        shots.push_back({{"first", s.firstFrame},
                         {"frames", s.frameCount},
                         {"start", s.startSeconds},
                         {"end", s.endSeconds},
                         {"width", s.width},
                         {"height", s.height}});
    for (const auto& t : list.transitions)
        transitions.push_back(
            {{"kind", static_cast<int>(t.kind)}, {"first", t.firstFrame}, {"frames", t.frameCount}});
    return {{"shots", std::move(shots)}, {"transitions", std::move(transitions)}};
}

ShotList shotsFrom(const Json& j) {
    ShotList list;
    const auto& shots = j.at("shots");
    const auto& transitions = j.at("transitions");
    demand(shots.is_array() && transitions.is_array() && shots.size() <= kMostShots &&
           transitions.size() <= kMostShots);
    for (const auto& s : shots) {
        ShotRange shot;
        shot.firstFrame = wholeIn(s, "first", 0, kMostFrames);
        shot.frameCount = wholeIn(s, "frames", 1, kMostFrames);
        shot.startSeconds = numberIn(s, "start", 0, kMostSeconds);
        shot.endSeconds = numberIn(s, "end", shot.startSeconds, kMostSeconds);
        shot.width = smallIn(s, "width", 1, kMostSide);
        shot.height = smallIn(s, "height", 1, kMostSide);
        list.shots.push_back(shot);
    }
    for (const auto& t : transitions)
        list.transitions.push_back({static_cast<TransitionKind>(smallIn(t, "kind", 0, 2)),
                                    wholeIn(t, "first", 0, kMostFrames), wholeIn(t, "frames", 0, kMostFrames)});
    return list;
}

// --- measures ----------------------------------------------------------------------------------------------------

bool isBetween(double value, double least, double most) {
    return std::isfinite(value) && value >= least && value <= most;
}

/// What a document can hold and measures cannot be is not believed.
ClipMeasures measuresFrom(const Json& j) {
    auto m = measuresFromDocument(j.at("document").get<std::string>());
    demand(m.has_value());
    const auto& c = m->camera;
    for (const double speed : {c.right, c.down, c.zoom, c.shear, c.turn, c.centre, c.sway, c.motion})
        demand(isBetween(speed, -1e6, 1e6));
    for (const double share :
         {m->sharpness, m->exposure.mean, m->exposure.contrast, m->exposure.darkShare, m->exposure.brightShare})
        demand(isBetween(share, 0, 1.001));
    for (const int length : {m->width, m->height, m->bars.left, m->bars.top, m->bars.right, m->bars.bottom})
        demand(length >= 0 && length <= kMostSide);
    for (const double seconds : {m->seconds, m->longestFreezeSeconds}) demand(isBetween(seconds, 0, kMostSeconds));
    demand(m->frames >= 1 && m->frames <= kMostFrames && m->repeatedFrames >= 0 && m->repeatedFrames <= m->frames);
    for (const auto& p : m->palette)
        for (const double value : {p.l, p.a, p.b, p.share}) demand(isBetween(value, -1000, 1000));
    for (const auto& t : m->transitions)
        demand(isBetween(t.startSeconds, 0, kMostSeconds) && isBetween(t.endSeconds, t.startSeconds, kMostSeconds));
    return std::move(*m);
}

// --- errors ------------------------------------------------------------------------------------------------------

Json jsonOf(const Error& error) {
    Json args = Json::array();
    for (const auto& arg : error.args) args.push_back({arg.name, arg.value});
    return {{"module", error.module}, {"code", error.code}, {"args", std::move(args)}};
}

Error errorFrom(const Json& j) {
    const auto module = wordIn(j, "module"), code = wordIn(j, "code");
    const auto& args = j.at("args");
    demand(args.is_array() && args.size() <= 8);
    std::vector<ErrorArg> values;
    for (const auto& arg : args) {
        ErrorArg value{arg.at(0).get<std::string>(), arg.at(1).get<std::string>()};
        demand(value.name.size() <= 20 && value.value.size() <= 5000 && isValidUtf8(value.value));
        for (char& c : value.value)
            if (static_cast<unsigned char>(c) < ' ') c = ' ';
        values.push_back(std::move(value));
    }
    for (const auto& specs : {mediaErrorSpecs(), baseErrorSpecs()})
        for (const auto* spec : specs)
            if (spec->module == module && spec->code == code) return Error(*spec, std::move(values));
    throw NotAgreed();
}

Message textMessage(const char* kind, Json body) {
    body["kind"] = kind;
    // Names of files may be any bytes.
    return {body.dump(-1, ' ', false, Json::error_handler_t::replace), {}};
}

Message withPicture(const char* kind, Json body, const FrameBuffer& picture) {
    body["pictureWidth"] = picture.width();
    body["pictureHeight"] = picture.height();
    auto out = textMessage(kind, std::move(body));
    out.bytes.assign(picture.bytes().begin(), picture.bytes().end());
    return out;
}

struct ReplyWriter {
    Message operator()(const ReaderReady& r) const {
        return textMessage("ready", {{"systemCalls", r.systemCalls}, {"memory", r.memory}});
    }
    Message operator()(const Progress& p) const {
        return textMessage("progress", {{"phase", p.phase}, {"done", p.done}, {"total", p.total}});
    }
    Message operator()(const Error& error) const { return textMessage("error", jsonOf(error)); }
    Message operator()(const FilmLook& look) const {
        Json body{{"info", jsonOf(look.info)}};
        if (!look.picture) return textMessage("look", std::move(body));
        return withPicture("look", std::move(body), *look.picture);
    }
    Message operator()(const FilmPicture& p) const {
        return withPicture("picture", {{"seconds", p.seconds}, {"duration", p.durationSeconds}}, *p.picture);
    }
    Message operator()(const SoundSamples& sound) const {
        auto out = textMessage("sound", Json::object());
        const auto bytes = sound.size() * sizeof(float);
        out.bytes.resize(2 * bytes);
        std::memcpy(out.bytes.data(), sound.left.data(), bytes);
        std::memcpy(out.bytes.data() + bytes, sound.right.data(), bytes);
        return out;
    }
    Message operator()(const SoundEnd& end) const {
        return textMessage("sound_end", {{"longer", end.isLonger}, {"damaged", end.isDamaged}});
    }
    Message operator()(const PicturesEnd& end) const { return textMessage("pictures", {{"atEnd", end.atEnd}}); }
    Message operator()(const ShotList& list) const { return textMessage("shots", jsonOf(list)); }
    Message operator()(const ClipMeasures& measures) const {
        return textMessage("measures", {{"document", documentOf(measures)}});
    }
};

ReaderReply replyFrom(const std::string& kind, const Json& j, const std::vector<std::uint8_t>& bytes) {
    demand(bytes.empty() || kind == "look" || kind == "picture" || kind == "sound");
    if (kind == "ready") return ReaderReady{j.at("systemCalls").get<bool>(), j.at("memory").get<bool>()};
    if (kind == "progress")
        return Progress{
            wordIn(j, "phase"), wholeIn(j, "done", 0, INT64_MAX), wholeIn(j, "total", 0, INT64_MAX), {}};
    if (kind == "error") return errorFrom(j);
    if (kind == "look") return lookFrom(j, bytes);
    if (kind == "shots") return shotsFrom(j);
    if (kind == "picture") return filmPictureFrom(j, bytes);
    if (kind == "pictures") return PicturesEnd{j.at("atEnd").get<bool>()};
    if (kind == "sound") return soundFrom(bytes);
    if (kind == "sound_end") return SoundEnd{j.at("longer").get<bool>(), j.at("damaged").get<bool>()};
    demand(kind == "measures");
    return measuresFrom(j);
}

ReaderRequest requestFrom(const std::string& kind, const Json& j, const std::vector<std::uint8_t>& bytes) {
    ReaderRequest out{Path(std::string(bytes.begin(), bytes.end())), ShotsRequest{}};
    if (kind == "limits") {
        out.what =
            ReaderLimits{j.at("memoryBytes").get<std::uint64_t>(), smallIn(j, "processorSeconds", 1, 1 << 30)};
    } else if (kind == "look") {
        out.what = LookRequest{{smallIn(j, "side", 0, kMostSide), numberIn(j, "atShare", 0, 1)}};
    } else if (kind == "measure") {
        out.what = MeasureRequest{{numberIn(j, "start", 0, kMostSeconds), numberIn(j, "end", 0, kMostSeconds)}};
    } else if (kind == "pictures") {
        out.what = PicturesRequest{wantedFrom(j)};
    } else if (kind == "sound") {
        out.what = SoundRequest{{numberIn(j, "seconds", 0, kLongestSound)}};
    } else {
        demand(kind == "shots");
    }
    return out;
}

/// What `read` makes of a message; none when it is not as agreed.
template <class T, class Read>
std::optional<T> readMessage(const Message& message, Read read) {
    try {
        const auto j = Json::parse(message.text);
        return read(j.at("kind").get<std::string>(), j, message.bytes);
    } catch (const Json::exception&) {
        return std::nullopt;
    } catch (const NotAgreed&) {
        return std::nullopt;
    }
}

}  // namespace

MessageHead headOf(const Message& message) {
    MessageHead head{};
    const auto put = [&](std::size_t at, std::size_t value) {
        for (std::size_t i = 0; i < 4; ++i) head[at + i] = static_cast<std::uint8_t>(value >> (8 * i));
    };
    put(0, message.text.size());
    put(4, message.bytes.size());
    return head;
}

std::optional<Message> roomFor(const MessageHead& head) {
    const auto get = [&](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(head[at + i]) << (8 * i);
        return value;
    };
    if (get(0) == 0 || get(0) > kMostText || get(4) > kMostBytes) return std::nullopt;
    return Message{std::string(get(0), '\0'), std::vector<std::uint8_t>(get(4))};
}

Message messageOf(const ReaderRequest& request) {
    Message out;
    if (const auto* limits = std::get_if<ReaderLimits>(&request.what))
        out = textMessage("limits",
                          {{"memoryBytes", limits->memoryBytes}, {"processorSeconds", limits->processorSeconds}});
    if (const auto* look = std::get_if<LookRequest>(&request.what))
        out = textMessage("look", {{"side", look->options.side}, {"atShare", look->options.atShare}});
    if (std::holds_alternative<ShotsRequest>(request.what)) out = textMessage("shots", Json::object());
    if (const auto* measure = std::get_if<MeasureRequest>(&request.what))
        out = textMessage("measure", {{"start", measure->range.startSeconds}, {"end", measure->range.endSeconds}});
    if (const auto* pictures = std::get_if<PicturesRequest>(&request.what)) {
        const auto& w = pictures->wanted;
        out = textMessage(
            "pictures",
            {{"from", w.fromSeconds}, {"continues", w.continues}, {"count", w.count}, {"side", w.side}});
    }
    if (const auto* sound = std::get_if<SoundRequest>(&request.what))
        out = textMessage("sound", {{"seconds", sound->wanted.seconds}});
    const auto& name = request.film.native();
    out.bytes.assign(name.begin(), name.end());
    return out;
}

Message messageOf(const ReaderReply& reply) {
    return std::visit(ReplyWriter(), reply);
}

std::optional<ReaderRequest> requestOf(const Message& message) {
    return readMessage<ReaderRequest>(message, requestFrom);
}

std::optional<ReaderReply> replyOf(const Message& message) {
    return readMessage<ReaderReply>(message, replyFrom);
}

}  // namespace brandloom::media
