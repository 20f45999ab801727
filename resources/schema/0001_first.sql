-- Schema 1. Times are seconds since 1970 (UTC). Paths are relative to the project folder, with '/'.
-- Hashes are SHA-256 as 64 lower-case hex digits. options, failure and recipe are JSON; the repositories see to it
-- (with trusted_schema off, as every connection of ours is, SQLite 3.40 refuses json_valid() in a CHECK).
PRAGMA application_id = 0x42524C4D;

CREATE TABLE project (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    uid     TEXT NOT NULL CHECK (length(uid) = 32),
    name    TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    created REAL NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 200),
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE clip (
    id            INTEGER PRIMARY KEY,
    source_path   TEXT NOT NULL CHECK (source_path <> ''),
    source_sha256 TEXT NOT NULL CHECK (length(source_sha256) = 64),
    first_frame   INTEGER NOT NULL CHECK (first_frame >= 0),
    frame_count   INTEGER NOT NULL CHECK (frame_count >= 1),
    caption       TEXT NOT NULL,
    width         INTEGER NOT NULL CHECK (width BETWEEN 1 AND 16384),
    height        INTEGER NOT NULL CHECK (height BETWEEN 1 AND 16384),
    created       REAL NOT NULL
) STRICT;
CREATE INDEX clip_by_source ON clip (source_sha256);

CREATE TABLE training_run (
    id               INTEGER PRIMARY KEY,
    name             TEXT NOT NULL,
    state            TEXT NOT NULL CHECK (state IN
                         ('preparing', 'caching', 'training', 'saving', 'finished', 'failed', 'stopped')),
    options          TEXT NOT NULL,
    model_content_id TEXT NOT NULL,
    failure          TEXT,
    created          REAL NOT NULL,
    started          REAL,
    ended            REAL,
    CHECK ((ended IS NULL) = (state IN ('preparing', 'caching', 'training', 'saving')))
) STRICT;
CREATE INDEX training_run_by_state ON training_run (state);

-- loss is NULL where it was not a number: a diverged training is kept as it was.
CREATE TABLE loss (
    run_id INTEGER NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
    step   INTEGER NOT NULL CHECK (step >= 0),
    expert TEXT NOT NULL CHECK (expert IN ('none', 'high', 'low')),
    loss   REAL,
    at     REAL NOT NULL,
    PRIMARY KEY (run_id, step, expert)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint (
    id            INTEGER PRIMARY KEY,
    run_id        INTEGER NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
    step          INTEGER NOT NULL CHECK (step >= 0),
    expert        TEXT NOT NULL CHECK (expert IN ('none', 'high', 'low')),
    relative_path TEXT NOT NULL CHECK (relative_path <> '' AND relative_path NOT LIKE '/%'),
    sha256        TEXT NOT NULL CHECK (length(sha256) = 64),
    created       REAL NOT NULL,
    UNIQUE (run_id, step, expert)
) STRICT;

CREATE TABLE style (
    id      INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 120),
    created REAL NOT NULL
) STRICT;

CREATE TABLE style_version (
    id               INTEGER PRIMARY KEY,
    style_id         INTEGER NOT NULL REFERENCES style (id) ON DELETE CASCADE,
    number           INTEGER NOT NULL CHECK (number >= 1),
    parent_id        INTEGER REFERENCES style_version (id),
    run_id           INTEGER REFERENCES training_run (id),
    model_content_id TEXT NOT NULL,
    active           INTEGER NOT NULL CHECK (active IN (0, 1)),
    created          REAL NOT NULL,
    UNIQUE (style_id, number)
) STRICT;
CREATE UNIQUE INDEX style_version_one_active ON style_version (style_id) WHERE active = 1;
CREATE INDEX style_version_by_parent ON style_version (parent_id);
CREATE INDEX style_version_by_run ON style_version (run_id);

CREATE TABLE style_adapter (
    version_id INTEGER NOT NULL REFERENCES style_version (id) ON DELETE CASCADE,
    expert     TEXT NOT NULL CHECK (expert IN ('none', 'high', 'low')),
    blob       TEXT NOT NULL CHECK (length(blob) = 64),
    PRIMARY KEY (version_id, expert)
) STRICT, WITHOUT ROWID;

-- seed is an unsigned 64-bit number kept in the signed one of the same bits.
CREATE TABLE shot (
    id               INTEGER PRIMARY KEY,
    relative_path    TEXT NOT NULL UNIQUE CHECK (relative_path <> '' AND relative_path NOT LIKE '/%'),
    sha256           TEXT NOT NULL CHECK (length(sha256) = 64),
    recipe           TEXT NOT NULL,
    style_version_id INTEGER REFERENCES style_version (id),
    seed             INTEGER NOT NULL,
    prompt           TEXT NOT NULL,
    width            INTEGER NOT NULL CHECK (width BETWEEN 1 AND 16384),
    height           INTEGER NOT NULL CHECK (height BETWEEN 1 AND 16384),
    frames           INTEGER NOT NULL CHECK (frames >= 1),
    fps              REAL NOT NULL CHECK (fps > 0),
    created          REAL NOT NULL
) STRICT;
CREATE INDEX shot_by_style_version ON shot (style_version_id);

-- What core/project may know of the tables of others: which files must be there, and how many rows there are.
-- path is relative to the project folder; a migration that adds such a table makes these views again.
CREATE VIEW recorded_file (kind, path, sha256) AS
    SELECT 'Style', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_adapter
    UNION ALL SELECT 'Shot', relative_path, sha256 FROM shot
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM checkpoint;

CREATE VIEW row_count (name, rows) AS
    SELECT 'clip', count(*) FROM clip
    UNION ALL SELECT 'training_run', count(*) FROM training_run
    UNION ALL SELECT 'checkpoint', count(*) FROM checkpoint
    UNION ALL SELECT 'style', count(*) FROM style
    UNION ALL SELECT 'style_version', count(*) FROM style_version
    UNION ALL SELECT 'shot', count(*) FROM shot;
