#include "core/weights/pickle_machine.h"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <optional>
#include <span>
#include <unordered_map>
#include <unordered_set>

#include "core/base/paths.h"
#include "core/weights/weights_errors.h"

namespace brandloom::weights {
namespace {

using Ref = std::uint32_t;
constexpr std::size_t kValueLimit = 2'000'000;

enum class Kind : std::uint8_t {
    None,
    Bool,
    Int,
    Opaque,
    String,
    Tuple,
    List,
    Dict,
    OrderedDict,
    MakeOrderedDict,
    MakeTensor,
    MakeParameter,
    StorageClass,  // the names of the fixed table
    Storage,
    Tensor,
};

struct Value {
    Kind kind = Kind::None;
    std::int64_t number = 0;  ///< Int, Bool; dtype of StorageClass; index of Storage and Tensor
    std::string_view text;    ///< String; a part of the pickle
    std::vector<Ref> items;   ///< Tuple, List; Dict: key, value, key, value ...
};

struct StorageClassRow {
    std::string_view name;
    DType dtype;
};
constexpr std::array<StorageClassRow, 9> kStorageClasses{{{"FloatStorage", DType::F32},
                                                          {"DoubleStorage", DType::F64},
                                                          {"HalfStorage", DType::F16},
                                                          {"BFloat16Storage", DType::BF16},
                                                          {"LongStorage", DType::I64},
                                                          {"IntStorage", DType::I32},
                                                          {"ShortStorage", DType::I16},
                                                          {"CharStorage", DType::I8},
                                                          {"ByteStorage", DType::U8}}};

class Machine {
  public:
    Machine(std::string_view pickle, const std::string& fileName) : m_in(pickle), m_fileName(fileName) {}
    Result<StateDict> run();

  private:
    // --- errors
    [[nodiscard]] tl::unexpected<Error> damaged(std::string reason) const {
        return fail(kPickleDamaged, {{"file", m_fileName}, {"reason", std::move(reason)}});
    }
    [[nodiscard]] tl::unexpected<Error> foreignCall(std::string reason) const {
        return fail(kPickleForeignCall, {{"file", m_fileName}, {"reason", std::move(reason)}});
    }
    [[nodiscard]] tl::unexpected<Error> notStateDict(std::string reason) const {
        return fail(kNotStateDict, {{"file", m_fileName}, {"reason", std::move(reason)}});
    }
    // --- input
    Result<std::string_view> take(std::uint64_t count) {
        if (count > m_in.size() - m_pos) return damaged("it ends in the middle");
        const auto part = m_in.substr(m_pos, static_cast<std::size_t>(count));
        m_pos += static_cast<std::size_t>(count);
        return part;
    }
    template <class T>
    Result<T> takeNumber() {
        BRANDLOOM_TRY(const auto raw, take(sizeof(T)));
        T value;
        std::memcpy(&value, raw.data(), sizeof value);
        return value;
    }
    Result<std::string_view> takeLine() {
        const auto end = m_in.find('\n', m_pos);
        if (end == std::string_view::npos) return damaged("it ends in the middle");
        const auto line = m_in.substr(m_pos, end - m_pos);
        m_pos = end + 1;
        return line;
    }
    // --- values and stack
    Result<Ref> make(Value value) {
        if (m_values.size() >= kValueLimit) return fail(kPickleTooLarge, {{"file", m_fileName}});
        m_values.push_back(std::move(value));
        return static_cast<Ref>(m_values.size() - 1);
    }
    Status push(Value value) {
        BRANDLOOM_TRY(const auto ref, make(std::move(value)));
        m_stack.push_back(ref);
        return {};
    }
    [[nodiscard]] std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }
    Result<Ref> pop() {
        if (m_stack.size() <= floor()) return damaged("its stack runs empty");
        const auto ref = m_stack.back();
        m_stack.pop_back();
        return ref;
    }
    Result<Ref> top() const {
        if (m_stack.size() <= floor()) return damaged("its stack runs empty");
        return m_stack.back();
    }
    Result<std::vector<Ref>> popToMark() {
        if (m_marks.empty()) return damaged("a mark is missing");
        const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<Ref> items(first, m_stack.end());
        m_stack.erase(first, m_stack.end());
        m_marks.pop_back();
        return items;
    }
    // --- instructions
    Result<bool> step();  ///< false at STOP
    Status string(std::string_view text);
    Status tuple(std::size_t count);
    Status append(const std::vector<Ref>& items);
    Status setItems(const std::vector<Ref>& items);
    Status put(std::uint32_t slot);
    Status get(std::uint32_t slot);
    Status global();
    Status reduce();
    Status build();
    Status persistentId();
    Status rebuildTensor(const std::vector<Ref>& args);
    Result<std::vector<std::int64_t>> integers(Ref ref) const;
    // --- result
    Result<StateDict> stateDict(Ref root);
    [[nodiscard]] Result<std::optional<Ref>> wrapped(const Value& dict) const;
    [[nodiscard]] bool isDict(const Value& v) const { return v.kind == Kind::Dict || v.kind == Kind::OrderedDict; }

    std::string_view m_in;
    std::size_t m_pos = 0;
    const std::string& m_fileName;
    std::vector<Value> m_values;
    std::vector<Ref> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint32_t, Ref> m_memo;
    StateDict m_out;
    std::vector<PickledTensor> m_tensors;  ///< every tensor seen, also those outside the state dict
    std::unordered_map<std::string, std::size_t> m_storageByKey;
};

Result<bool> Machine::step() {
    BRANDLOOM_TRY(const auto op, takeNumber<std::uint8_t>());
    const auto done = [](Status status) -> Result<bool> {
        if (!status) return tl::unexpected<Error>(std::move(status).error());
        return true;
    };
    switch (op) {
        case 0x80: {  // PROTO
            BRANDLOOM_TRY(const auto version, takeNumber<std::uint8_t>());
            if (version > 5) return damaged(fmt::format("it has the unknown version {}", version));
            return true;
        }
        case '.':  // STOP
            return false;
        case '(':  // MARK
            m_marks.push_back(m_stack.size());
            return true;
        case 'N':  // NONE
            return done(push({Kind::None}));
        case 0x88:  // NEWTRUE
        case 0x89:  // NEWFALSE
            return done(push({Kind::Bool, op == 0x88 ? 1 : 0}));
        case 'K': {  // BININT1
            BRANDLOOM_TRY(const auto n, takeNumber<std::uint8_t>());
            return done(push({Kind::Int, n}));
        }
        case 'M': {  // BININT2
            BRANDLOOM_TRY(const auto n, takeNumber<std::uint16_t>());
            return done(push({Kind::Int, n}));
        }
        case 'J': {  // BININT
            BRANDLOOM_TRY(const auto n, takeNumber<std::int32_t>());
            return done(push({Kind::Int, n}));
        }
        case 0x8a: {  // LONG1: little-endian two's complement
            BRANDLOOM_TRY(const auto count, takeNumber<std::uint8_t>());
            BRANDLOOM_TRY(const auto raw, take(count));
            if (raw.size() > 8) return done(push({Kind::Opaque}));
            std::uint64_t bits = !raw.empty() && (static_cast<unsigned char>(raw.back()) & 0x80) != 0 ? ~0ull : 0;
            std::memcpy(&bits, raw.data(), raw.size());
            return done(push({Kind::Int, static_cast<std::int64_t>(bits)}));
        }
        case 'G': {  // BINFLOAT
            BRANDLOOM_CHECK(take(8));
            return done(push({Kind::Opaque}));
        }
        case 'X': {  // BINUNICODE
            BRANDLOOM_TRY(const auto count, takeNumber<std::uint32_t>());
            BRANDLOOM_TRY(const auto text, take(count));
            return done(string(text));
        }
        case 'U': {  // SHORT_BINSTRING
            BRANDLOOM_TRY(const auto count, takeNumber<std::uint8_t>());
            BRANDLOOM_TRY(const auto text, take(count));
            return done(string(text));
        }
        case ')':
            return done(push({Kind::Tuple}));
        case ']':
            return done(push({Kind::List}));
        case '}':
            return done(push({Kind::Dict}));
        case 0x8f:  // EMPTY_SET: only ever a training extra
            return done(push({Kind::List}));
        case 't': {  // TUPLE
            BRANDLOOM_TRY(auto items, popToMark());
            return done(push({Kind::Tuple, 0, {}, std::move(items)}));
        }
        case 0x85:
        case 0x86:
        case 0x87:
            return done(tuple(op - 0x84u));
        case 'a': {  // APPEND
            BRANDLOOM_TRY(const auto item, pop());
            return done(append({item}));
        }
        case 'e': {  // APPENDS
            BRANDLOOM_TRY(const auto items, popToMark());
            return done(append(items));
        }
        case 's': {  // SETITEM
            BRANDLOOM_TRY(const auto value, pop());
            BRANDLOOM_TRY(const auto key, pop());
            return done(setItems({key, value}));
        }
        case 'u': {  // SETITEMS
            BRANDLOOM_TRY(const auto items, popToMark());
            return done(setItems(items));
        }
        case 'q': {  // BINPUT
            BRANDLOOM_TRY(const auto slot, takeNumber<std::uint8_t>());
            return done(put(slot));
        }
        case 'r': {  // LONG_BINPUT
            BRANDLOOM_TRY(const auto slot, takeNumber<std::uint32_t>());
            return done(put(slot));
        }
        case 'h': {  // BINGET
            BRANDLOOM_TRY(const auto slot, takeNumber<std::uint8_t>());
            return done(get(slot));
        }
        case 'j': {  // LONG_BINGET
            BRANDLOOM_TRY(const auto slot, takeNumber<std::uint32_t>());
            return done(get(slot));
        }
        case 'c':
            return done(global());
        case 'R':
            return done(reduce());
        case 'b':
            return done(build());
        case 'Q':
            return done(persistentId());
        default:
            return fail(kPickleOpcode, {{"file", m_fileName}, {"place", fmt::format("0x{:02x}", op)}});
    }
}

Status Machine::string(std::string_view text) {
    if (!isValidUtf8(text)) return damaged("a text in it is not UTF-8");
    return push({Kind::String, 0, text});
}

Status Machine::tuple(std::size_t count) {
    std::vector<Ref> items(count);
    for (std::size_t i = count; i-- > 0;) {
        BRANDLOOM_TRY(items[i], pop());
    }
    return push({Kind::Tuple, 0, {}, std::move(items)});
}

Status Machine::append(const std::vector<Ref>& items) {
    BRANDLOOM_TRY(const auto list, top());
    if (m_values[list].kind != Kind::List) return damaged("it appends to something that is not a list");
    m_values[list].items.insert(m_values[list].items.end(), items.begin(), items.end());
    return {};
}

Status Machine::setItems(const std::vector<Ref>& items) {
    BRANDLOOM_TRY(const auto dict, top());
    if (!isDict(m_values[dict])) return damaged("it sets a member of something that is not a dictionary");
    if (items.size() % 2 != 0) return damaged("a dictionary key has no value");
    m_values[dict].items.insert(m_values[dict].items.end(), items.begin(), items.end());
    return {};
}

Status Machine::put(std::uint32_t slot) {
    BRANDLOOM_TRY(m_memo[slot], top());
    return {};
}

Status Machine::get(std::uint32_t slot) {
    const auto it = m_memo.find(slot);
    if (it == m_memo.end()) return damaged("it recalls a value that was never stored");
    if (m_stack.size() >= 4 * kValueLimit) return fail(kPickleTooLarge, {{"file", m_fileName}});
    m_stack.push_back(it->second);
    return {};
}

Status Machine::global() {
    BRANDLOOM_TRY(const auto module, takeLine());
    BRANDLOOM_TRY(const auto name, takeLine());
    if (module == "collections" && name == "OrderedDict") return push({Kind::MakeOrderedDict});
    if (module == "torch._utils" && name == "_rebuild_tensor_v2") return push({Kind::MakeTensor});
    if (module == "torch._utils" && name == "_rebuild_parameter") return push({Kind::MakeParameter});
    if (module == "torch") {
        if (name == "BoolStorage") return push({Kind::StorageClass, static_cast<std::int64_t>(DType::Bool)});
        for (const auto& row : kStorageClasses)
            if (name == row.name) return push({Kind::StorageClass, static_cast<std::int64_t>(row.dtype)});
    }
    return fail(kPickleForeignName,
                {{"file", m_fileName}, {"place", fmt::format("{}.{}", module.substr(0, 80), name.substr(0, 80))}});
}

Status Machine::reduce() {
    BRANDLOOM_TRY(const auto argsRef, pop());
    BRANDLOOM_TRY(const auto callable, pop());
    if (m_values[argsRef].kind != Kind::Tuple) return foreignCall("arguments that are not a tuple");
    const auto args = m_values[argsRef].items;
    switch (m_values[callable].kind) {
        case Kind::MakeOrderedDict:
            if (!args.empty()) return foreignCall("an ordered dictionary with arguments");
            return push({Kind::OrderedDict});
        case Kind::MakeTensor:
            return rebuildTensor(args);
        case Kind::MakeParameter:
            if (args.empty() || m_values[args[0]].kind != Kind::Tensor)
                return foreignCall("a parameter of no tensor");
            m_stack.push_back(args[0]);
            return {};
        default:
            return foreignCall("a value that is not one of the known functions");
    }
}

/// The one state that a state dict carries is its `_metadata` attribute; it is of no use here and dropped.
Status Machine::build() {
    BRANDLOOM_TRY(const auto state, pop());
    BRANDLOOM_TRY(const auto object, top());
    if (m_values[object].kind != Kind::OrderedDict || !isDict(m_values[state]))
        return foreignCall("setting the state of an object");
    return {};
}

Result<std::vector<std::int64_t>> Machine::integers(Ref ref) const {
    const auto& value = m_values[ref];
    if (value.kind != Kind::Tuple) return foreignCall("a tensor whose sizes are not a tuple");
    std::vector<std::int64_t> numbers;
    for (const auto item : value.items) {
        if (m_values[item].kind != Kind::Int) return foreignCall("a tensor whose sizes are not whole numbers");
        numbers.push_back(m_values[item].number);
    }
    return numbers;
}

/// ("storage", class, key, location, element count); the location is where it lived and means nothing here.
Status Machine::persistentId() {
    BRANDLOOM_TRY(const auto ref, pop());
    const auto& id = m_values[ref];
    const auto kindAt = [&](std::size_t i) { return m_values[id.items[i]].kind; };
    if (id.kind != Kind::Tuple || id.items.size() != 5 || kindAt(0) != Kind::String ||
        m_values[id.items[0]].text != "storage")
        return foreignCall("a persistent value that is not a storage");
    if (kindAt(1) != Kind::StorageClass || kindAt(2) != Kind::String || kindAt(3) != Kind::String ||
        kindAt(4) != Kind::Int)
        return foreignCall("a storage with wrong arguments");
    PickledStorage storage{std::string(m_values[id.items[2]].text),
                           static_cast<DType>(m_values[id.items[1]].number)};
    const auto refuse = [&](const char* reason) {
        return fail(kBadStorage, {{"file", m_fileName}, {"place", storage.key.substr(0, 80)}, {"reason", reason}});
    };
    const auto count = m_values[id.items[4]].number;
    if (count < 0) return refuse("it claims a negative length");
    storage.elementCount = static_cast<std::uint64_t>(count);
    const bool plainKey = !storage.key.empty() && storage.key.size() <= 40 &&
                          storage.key.find_first_not_of(
                              "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
                              "-") == std::string::npos;
    if (!plainKey) return refuse("its name is not a plain word");
    const auto [it, isNew] = m_storageByKey.emplace(storage.key, m_out.storages.size());
    if (isNew) {
        m_out.storages.push_back(storage);
    } else if (const auto& known = m_out.storages[it->second];
               known.dtype != storage.dtype || known.elementCount != storage.elementCount) {
        return refuse("it is used with two types or lengths");
    }
    return push({Kind::Storage, static_cast<std::int64_t>(it->second)});
}

/// (storage, offset, sizes, strides, requires_grad, hooks[, metadata])
Status Machine::rebuildTensor(const std::vector<Ref>& args) {
    if (args.size() < 6 || args.size() > 7) return foreignCall("a tensor with a wrong number of arguments");
    if (m_values[args[0]].kind != Kind::Storage || m_values[args[1]].kind != Kind::Int)
        return foreignCall("a tensor without a storage");
    PickledTensor tensor;
    tensor.storage = static_cast<std::size_t>(m_values[args[0]].number);
    tensor.offset = m_values[args[1]].number;
    BRANDLOOM_TRY(tensor.sizes, integers(args[2]));
    BRANDLOOM_TRY(tensor.strides, integers(args[3]));
    m_tensors.push_back(std::move(tensor));
    return push({Kind::Tensor, static_cast<std::int64_t>(m_tensors.size() - 1)});
}

/// The state dict inside a training checkpoint: the first of the usual names whose value is a dictionary.
Result<std::optional<Ref>> Machine::wrapped(const Value& dict) const {
    for (const std::string_view wrapper : {"model_state", "state_dict", "model", "module", "ema"})
        for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
            const auto& key = m_values[dict.items[i]];
            if (key.kind == Kind::String && key.text == wrapper && isDict(m_values[dict.items[i + 1]]))
                return std::optional<Ref>(dict.items[i + 1]);
        }
    return std::optional<Ref>();
}

Result<StateDict> Machine::stateDict(Ref root) {
    constexpr int kWrapperLimit = 4;
    for (int depth = 0;; ++depth) {
        if (!isDict(m_values[root])) return notStateDict("its content is not a dictionary");
        BRANDLOOM_TRY(const auto inner, wrapped(m_values[root]));
        if (!inner) break;
        if (depth == kWrapperLimit) return notStateDict("it is nested too deeply");
        root = *inner;
    }
    const auto& dict = m_values[root];
    std::unordered_set<std::string_view> names;
    bool allModule = true;
    std::size_t others = 0;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        const auto& key = m_values[dict.items[i]];
        const auto& value = m_values[dict.items[i + 1]];
        if (key.kind != Kind::String) return notStateDict("one of its keys is not a text");
        if (!names.insert(key.text).second)
            return fail(kDuplicateKey, {{"file", m_fileName}, {"place", std::string(key.text.substr(0, 200))}});
        if (value.kind != Kind::Tensor) {
            ++others;
            continue;
        }
        auto tensor = m_tensors[static_cast<std::size_t>(value.number)];
        tensor.name = std::string(key.text);
        allModule = allModule && key.text.starts_with("module.");
        m_out.tensors.push_back(std::move(tensor));
    }
    if (m_out.tensors.empty() && others > 0) return notStateDict("it holds other values, but no tensor");
    if (allModule)  // a data-parallel wrapper around the whole model
        for (auto& tensor : m_out.tensors) tensor.name.erase(0, std::string_view("module.").size());
    return std::move(m_out);
}

Result<StateDict> Machine::run() {
    while (true) {
        BRANDLOOM_TRY(const bool more, step());
        if (!more) break;
    }
    if (!m_marks.empty() || m_stack.size() != 1) return damaged("it ends with an untidy stack");
    if (m_pos != m_in.size()) return damaged("it goes on behind its end");
    return stateDict(m_stack.front());
}

}  // namespace

Result<StateDict> readStateDict(std::string_view pickle, const std::string& fileName) {
    return Machine(pickle, fileName).run();
}

}  // namespace brandloom::weights
