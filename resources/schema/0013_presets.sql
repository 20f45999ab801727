-- Schema 13. Presets: named recipes. used: the version that is used. A version is never changed; document: its JSON
-- ("brandloom-preset-1"), the same as in a file of its own.
CREATE TABLE preset (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    name    TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(name) BETWEEN 1 AND 80),
    used    INTEGER NOT NULL CHECK (used >= 1),
    created REAL NOT NULL,
    trashed REAL
) STRICT;
CREATE TABLE preset_version (
    preset   INTEGER NOT NULL REFERENCES preset (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL CHECK (number >= 1),
    document TEXT NOT NULL,
    created  REAL NOT NULL,
    PRIMARY KEY (preset, number)
) STRICT, WITHOUT ROWID;
