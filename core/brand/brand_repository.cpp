#include "core/brand/brand_repository.h"

#include <algorithm>
#include <array>

#include "core/base/clock.h"
#include "core/brand/brand_checks.h"
#include "core/brand/brand_document.h"
#include "core/store/sqlite_guard.h"

namespace brandloom::brand {
namespace {

using project::FieldChange;
using project::FieldValue;

constexpr int kSchemaOfBrands = 9;
constexpr std::int64_t kRow = 1;

struct TextColumn {
    const char* name;
    std::string (*of)(const Brand&);
    void (*set)(Brand&, const std::string&);
};

constexpr std::array<TextColumn, 9> kColumns{{
    {"name", [](const Brand& b) { return b.name; }, [](Brand& b, const std::string& t) { b.name = t; }},
    {"colours", [](const Brand& b) { return documentOf(b.colours); },
     [](Brand& b, const std::string& t) { b.colours = coloursFromDocument(t); }},
    {"font_latin", [](const Brand& b) { return b.fontLatin; },
     [](Brand& b, const std::string& t) { b.fontLatin = t; }},
    {"font_chinese", [](const Brand& b) { return b.fontChinese; },
     [](Brand& b, const std::string& t) { b.fontChinese = t; }},
    {"tone_zh", [](const Brand& b) { return b.tone.zh; }, [](Brand& b, const std::string& t) { b.tone.zh = t; }},
    {"tone_en", [](const Brand& b) { return b.tone.en; }, [](Brand& b, const std::string& t) { b.tone.en = t; }},
    {"banned_words", [](const Brand& b) { return documentOf(b.bannedWords); },
     [](Brand& b, const std::string& t) { b.bannedWords = wordsFromDocument(t); }},
    {"legal_zh", [](const Brand& b) { return b.legalLine.zh; },
     [](Brand& b, const std::string& t) { b.legalLine.zh = t; }},
    {"legal_en", [](const Brand& b) { return b.legalLine.en; },
     [](Brand& b, const std::string& t) { b.legalLine.en = t; }},
}};

Brand selectBrand(SQLite::Database& db) {
    Brand out;
    SQLite::Statement row(
        db,
        "SELECT name, colours, font_latin, font_chinese, tone_zh, tone_en, banned_words, legal_zh, "
        "legal_en FROM brand WHERE id = 1");
    if (row.executeStep())
        for (std::size_t i = 0; i < kColumns.size(); ++i)
            kColumns[i].set(out, row.getColumn(static_cast<int>(i)).getString());
    SQLite::Statement logos(db,
                            "SELECT ground, blob, clear_space, width, height FROM brand_logo WHERE removed IS NULL "
                            "ORDER BY ground");
    while (logos.executeStep())
        out.logos.push_back({groundFrom(logos.getColumn(0).getString()).value_or(LogoGround::Light),
                             logos.getColumn(1).getString(), logos.getColumn(2).getDouble(),
                             logos.getColumn(3).getInt(), logos.getColumn(4).getInt()});
    return out;
}

void writeTexts(SQLite::Database& db, const Brand& before, const Brand& after, std::vector<FieldChange>& changes) {
    for (const auto& column : kColumns) {
        const auto was = column.of(before), is = column.of(after);
        if (was == is) continue;
        SQLite::Statement update(db, std::string("UPDATE brand SET ") + column.name + " = ? WHERE id = 1");
        update.bind(1, is);
        update.exec();
        changes.push_back({"brand", kRow, column.name, was, is});
    }
}

std::int64_t logoRow(SQLite::Database& db, LogoGround ground) {
    SQLite::Statement row(db, "SELECT id FROM brand_logo WHERE ground = ? AND removed IS NULL");
    row.bind(1, std::string(word(ground)));
    return row.executeStep() ? row.getColumn(0).getInt64() : 0;
}

void removeLogo(SQLite::Database& db, LogoGround ground, double now, std::vector<FieldChange>& changes) {
    const auto id = logoRow(db, ground);
    SQLite::Statement update(db, "UPDATE brand_logo SET removed = ? WHERE id = ?");
    update.bind(1, now);
    update.bind(2, id);
    update.exec();
    changes.push_back({"brand_logo", id, "removed", FieldValue(), now});
}

void addLogo(SQLite::Database& db, const Logo& logo, double now, std::vector<FieldChange>& changes) {
    SQLite::Statement insert(db,
                             "INSERT INTO brand_logo (ground, blob, clear_space, width, height, created) "
                             "VALUES (?, ?, ?, ?, ?, ?)");
    insert.bind(1, std::string(word(logo.ground)));
    insert.bind(2, logo.blob);
    insert.bind(3, logo.clearSpace);
    insert.bind(4, logo.width);
    insert.bind(5, logo.height);
    insert.bind(6, now);
    insert.exec();
    changes.push_back({"brand_logo", db.getLastInsertRowid(), "removed", now, FieldValue()});
}

int writeLogos(SQLite::Database& db, const Brand& before, const Brand& after, std::vector<FieldChange>& changes) {
    int count = 0;
    const double now = unixSeconds();
    for (const auto ground : {LogoGround::Dark, LogoGround::Light}) {
        const auto* was = findLogo(before, ground);
        const auto* is = findLogo(after, ground);
        if (was == is || (was != nullptr && is != nullptr && *was == *is)) continue;
        ++count;
        if (was != nullptr) removeLogo(db, ground, now, changes);
        if (is != nullptr) addLogo(db, *is, now, changes);
    }
    return count;
}

}  // namespace

Result<Brand> BrandRepository::read() {
    if (m_store.schemaVersion() < kSchemaOfBrands) return Brand();
    return m_store.readValue<Brand>([](SQLite::Database& db) -> Result<Brand> { return selectBrand(db); });
}

Result<ChangedBrand> BrandRepository::edit(const BrandEdit& edit, const char* command) {
    return m_store.writeValue<ChangedBrand>([&](SQLite::Database& db) -> Result<ChangedBrand> {
        const auto before = selectBrand(db);
        ChangedBrand out;
        BRANDLOOM_TRY(out.brand, edited(before, edit));
        std::vector<FieldChange> changes;
        writeTexts(db, before, out.brand, changes);
        out.changes = static_cast<int>(changes.size());
        out.changes += writeLogos(db, before, out.brand, changes);
        project::recordUndo(db, {"brand", command, 1, out.brand.name, std::move(changes)});
        return out;
    });
}

std::span<const project::UndoField> BrandRepository::undoFields() {
    static constexpr std::array<project::UndoField, 10> kFields{{{"brand", "name"},
                                                                 {"brand", "colours"},
                                                                 {"brand", "font_latin"},
                                                                 {"brand", "font_chinese"},
                                                                 {"brand", "tone_zh"},
                                                                 {"brand", "tone_en"},
                                                                 {"brand", "banned_words"},
                                                                 {"brand", "legal_zh"},
                                                                 {"brand", "legal_en"},
                                                                 {"brand_logo", "removed"}}};
    return kFields;
}

}  // namespace brandloom::brand
