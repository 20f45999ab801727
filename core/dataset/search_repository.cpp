#include "core/dataset/search_repository.h"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/base/clock.h"
#include "core/dataset/clip_rows_repository.h"
#include "core/dataset/index_repository.h"
#include "core/dataset/query.h"
#include "core/dataset/search_words.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::dataset {
namespace {

using Value = std::variant<double, std::string>;
using Ids = std::vector<ClipId>;

/// A statement that hands out numbers of clips. SQLite's own interface: for a hundred thousand rows the objects
/// that SQLiteCpp makes for each column cost more than finding them.
class IdQuery {
  public:
    IdQuery(SQLite::Database& db, const std::string& sql) : m_db(db.getHandle()) {
        check(sqlite3_prepare_v2(m_db, sql.c_str(), static_cast<int>(sql.size()), &m_row, nullptr), SQLITE_OK);
    }
    ~IdQuery() { sqlite3_finalize(m_row); }
    IdQuery(const IdQuery&) = delete;
    IdQuery& operator=(const IdQuery&) = delete;

    void bind(int index, std::int64_t value) { check(sqlite3_bind_int64(m_row, index, value), SQLITE_OK); }
    void bind(int index, double value) { check(sqlite3_bind_double(m_row, index, value), SQLITE_OK); }
    void bind(int index, const std::string& text) {
        const auto size = static_cast<int>(text.size());
        check(sqlite3_bind_text(m_row, index, text.c_str(), size, SQLITE_TRANSIENT), SQLITE_OK);
    }
    [[nodiscard]] Ids all() {
        Ids out;
        int code = SQLITE_ROW;
        while ((code = sqlite3_step(m_row)) == SQLITE_ROW) out.push_back(ClipId{sqlite3_column_int64(m_row, 0)});
        check(code, SQLITE_DONE);
        return out;
    }

  private:
    void check(int code, int wanted) {
        if (code != wanted) throw SQLite::Exception(m_db, code);
    }
    sqlite3* m_db;
    sqlite3_stmt* m_row = nullptr;
};

/// The conditions of a query on the narrow rows, and the values in them, in their order.
class Where {
  public:
    explicit Where(double now) : m_now(now) {}

    template <class Term>
    void add(const Term& what, bool isNot) {
        auto condition = of(what);
        // coalesce: what is not known holds for neither side.
        m_sql += isNot ? " AND NOT coalesce(" + condition + ", 1)" : " AND " + condition;
    }

    [[nodiscard]] const std::string& sql() const { return m_sql; }
    void bind(IdQuery& statement, int from) const {
        for (const auto& value : m_values) {
            if (const auto* number = std::get_if<double>(&value)) statement.bind(from, *number);
            if (const auto* text = std::get_if<std::string>(&value)) statement.bind(from, *text);
            ++from;
        }
    }

  private:
    std::string of(const NumberTerm& term) {
        using Sign = NumberTerm::Sign;
        const std::string column = term.field == "duration" ? "seconds"
                                   : term.field == "ratio"  ? "(width * 1.0 / height)"
                                                            : term.field;
        // Lengths and ratios are rounded by nature.
        const bool isRounded = term.field != "rating" && term.field != "width" && term.field != "height";
        m_values.emplace_back(term.value);
        if (term.sign == Sign::Equal && isRounded) {
            m_values.emplace_back(0.005 * std::max(1.0, std::abs(term.value)));
            return "abs(" + column + " - ?) <= ?";
        }
        const char* sign = term.sign == Sign::Greater        ? " > ?"
                           : term.sign == Sign::GreaterEqual ? " >= ?"
                           : term.sign == Sign::Less         ? " < ?"
                           : term.sign == Sign::LessEqual    ? " <= ?"
                                                             : " = ?";
        return column + sign;
    }

    std::string of(const ChoiceTerm& term) {
        if (term.field == "scene") {
            m_values.emplace_back(term.value);
            return "scene = ? COLLATE NOCASE";
        }
        if (term.field == "camera") {
            auto camera = term.value;
            std::ranges::replace(camera, '_', '-');
            m_values.emplace_back(std::move(camera));
            return "camera = ?";
        }
        if (term.field == "pick")
            return term.value == "yes" ? "pick = 1" : term.value == "no" ? "pick = 0" : "pick = -1";
        if (term.field == "split") return term.value == "train" ? "held_out = 0" : "held_out = 1";
        if (term.field == "lang") return term.value + " = 1";
        if (term.field == "missing") return "NOT " + has(term.value);
        if (term.field == "has") return has(term.value);
        if (term.field == "rights") return rights(term.value);
        return is(term.value);
    }

    static std::string has(const std::string& what) {
        if (what == "caption") return "(zh + en + und > 0)";
        if (what == "tag") return "(tags > 0)";
        if (what == "rights") return "(rights = 1)";
        if (what == "measures") return "(measured = 1)";
        return "(scene <> '')";
    }

    static std::string is(const std::string& what) {
        if (what == "draft") return "drafts > 0";
        if (what == "approved") return "approved > 0";
        if (what == "vfr") return "variable = 1";
        return what + " = 1";  // still, cropped, bars, audio
    }

    std::string rights(const std::string& what) {
        if (what == "missing") return "rights = 0";
        m_values.emplace_back(m_now);
        if (what == "expired") return "(rights_until IS NOT NULL AND rights_until <= ?)";
        return "(rights = 1 AND (rights_until IS NULL OR rights_until > ?))";
    }

    double m_now;
    std::string m_sql;
    std::vector<Value> m_values;
};

/// Clips whose words have the phrase; the index hands them out in their order.
Ids idsWith(SQLite::Database& db, const std::string& schema, const WordTerm& term) {
    using Place = WordTerm::Where;
    const char* columns = term.where == Place::Caption ? "{caption} : "
                          : term.where == Place::Tag   ? "{tag} : "
                          : term.where == Place::Film  ? "{film} : "
                                                       : "";
    IdQuery row(db, "SELECT rowid FROM " + schema + ".clip_text WHERE clip_text MATCH ? ORDER BY rowid");
    row.bind(1, columns + phraseFor(term.text));
    return row.all();
}

Ids idsTagged(SQLite::Database& db, const std::string& tag) {
    IdQuery row(db, "SELECT clip_id FROM main.clip_tag WHERE removed IS NULL AND tag = ? COLLATE NOCASE");
    row.bind(1, tag);
    auto out = row.all();
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

/// Both lists are sorted: cheaper than a subquery, which SQLite would keep in a tree.
void keep(Ids& ids, const Ids& others, bool isNot) {
    Ids out;
    out.reserve(ids.size());
    if (isNot) {
        std::ranges::set_difference(ids, others, std::back_inserter(out));
    } else {
        std::ranges::set_intersection(ids, others, std::back_inserter(out));
    }
    ids = std::move(out);
}

/// Whether the index holds clips of that dataset alone: then what a word finds needs no second look.
bool isOnlyOne(SQLite::Database& db, const std::string& schema, DatasetId dataset) {
    SQLite::Statement row(db, "SELECT (SELECT min(dataset_id) FROM " + schema +
                                  ".clip_search), (SELECT max(dataset_id) FROM " + schema + ".clip_search)");
    return row.executeStep() && row.getColumn(0).getInt64() == dataset.value &&
           row.getColumn(1).getInt64() == dataset.value;
}

void findIn(SQLite::Database& db, const std::string& schema, const std::string& more, DatasetId dataset,
            const std::vector<QueryTerm>& terms, double now, Ids& out) {
    Where where(now);
    std::vector<std::pair<Ids, bool>> lists;
    std::optional<std::size_t> words;  // the list of one that has to be there
    for (const auto& term : terms) {
        const auto* choice = std::get_if<ChoiceTerm>(&term.what);
        if (const auto* word = std::get_if<WordTerm>(&term.what)) {
            if (!term.isNot) words = lists.size();
            lists.emplace_back(idsWith(db, schema, *word), term.isNot);
        } else if (const auto* number = std::get_if<NumberTerm>(&term.what)) {
            where.add(*number, term.isNot);
        } else if (choice->field == "tag") {
            lists.emplace_back(idsTagged(db, choice->value), term.isNot);
        } else {
            where.add(*choice, term.isNot);
        }
    }
    if (words && where.sql().empty() && more.empty() && isOnlyOne(db, schema, dataset)) {
        auto found = lists[*words].first;
        for (const auto& [ids, isNot] : lists) keep(found, ids, isNot);
        out.insert(out.end(), found.begin(), found.end());
        return;
    }
    IdQuery row(db, "SELECT clip_id FROM " + schema + ".clip_search WHERE dataset_id = ?" + more + where.sql() +
                        " ORDER BY clip_id");
    row.bind(1, dataset.value);
    where.bind(row, 2);
    auto found = row.all();
    for (const auto& [ids, isNot] : lists) keep(found, ids, isNot);
    out.insert(out.end(), found.begin(), found.end());
}

}  // namespace

Result<std::vector<ClipId>> SearchRepository::find(DatasetId dataset, const std::string& query, double now) {
    BRANDLOOM_TRY(const auto terms, parseQuery(query));
    if (now <= 0) now = unixSeconds();
    const auto behind = [&] {
        return m_store.readValue<int>([](SQLite::Database& db) -> Result<int> { return clipsToIndex(db); });
    };
    if (m_store.canWrite()) {
        BRANDLOOM_TRY(const int count, behind());
        if (count > 0)
            BRANDLOOM_CHECK(m_store.write([](SQLite::Database& db) -> Status {
                bringIndexUpToDate(db);
                return {};
            }));
    }
    return m_store.readValue<Ids>([&](SQLite::Database& db) -> Result<Ids> {
        Ids out;
        if (clipsToIndex(db) == 0) {
            findIn(db, "main", "", dataset, terms, now, out);
            return out;
        }
        // Somebody else writes, or nobody may: what changed since is looked at beside the index.
        makeTemporaryIndex(db);
        findIn(db, "main", " AND clip_id NOT IN (SELECT clip_id FROM main.clip_to_index)", dataset, terms, now,
               out);
        findIn(db, "temp", "", dataset, terms, now, out);
        std::ranges::sort(out);
        return out;
    });
}

Result<std::vector<Clip>> SearchRepository::clips(const std::vector<ClipId>& ids, std::size_t from,
                                                  std::size_t most) {
    using Clips = std::vector<Clip>;
    from = std::min(from, ids.size());
    const std::vector<ClipId> page(ids.begin() + static_cast<std::ptrdiff_t>(from),
                                   ids.begin() + static_cast<std::ptrdiff_t>(std::min(ids.size(), from + most)));
    return m_store.readValue<Clips>([&](SQLite::Database& db) -> Result<Clips> { return selectClips(db, page); });
}

Result<std::vector<std::pair<std::string, std::int64_t>>> SearchRepository::tags(DatasetId dataset, int most) {
    using Tags = std::vector<std::pair<std::string, std::int64_t>>;
    return m_store.readValue<Tags>([&](SQLite::Database& db) -> Result<Tags> {
        SQLite::Statement row(db,
                              "SELECT t.tag, count(*) FROM clip_tag t JOIN clip c ON c.id = t.clip_id WHERE "
                              "t.removed IS NULL AND c.removed IS NULL AND c.dataset_id = ? GROUP BY t.tag COLLATE "
                              "NOCASE ORDER BY count(*) DESC, t.tag LIMIT ?");
        row.bind(1, dataset.value);
        row.bind(2, most);
        Tags out;
        while (row.executeStep()) out.emplace_back(row.getColumn(0).getString(), row.getColumn(1).getInt64());
        return out;
    });
}

}  // namespace brandloom::dataset
