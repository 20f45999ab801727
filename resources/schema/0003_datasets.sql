-- Schema 3. Datasets, the captions of their clips by language, and the journal of what can be undone.
-- removed: seconds since 1970 when a person took the row away; the row stays, so that undo brings it back.
-- seed is an unsigned 64-bit number kept in the signed one of the same bits.
CREATE TABLE dataset (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 120),
    seed     INTEGER NOT NULL,
    held_out REAL NOT NULL CHECK (held_out BETWEEN 0 AND 0.5),
    created  REAL NOT NULL,
    removed  REAL
) STRICT;

-- dataset_id NULL: cut by a training from films that were named to it. The seconds are NULL in rows of schema 2.
CREATE TABLE clip_3 (
    id            INTEGER PRIMARY KEY,
    dataset_id    INTEGER REFERENCES dataset (id) ON DELETE CASCADE,
    source_path   TEXT NOT NULL CHECK (source_path <> ''),
    source_sha256 TEXT NOT NULL CHECK (length(source_sha256) = 64),
    first_frame   INTEGER NOT NULL CHECK (first_frame >= 0),
    frame_count   INTEGER NOT NULL CHECK (frame_count >= 1),
    start_seconds REAL CHECK (start_seconds >= 0),
    end_seconds   REAL CHECK (end_seconds > start_seconds),
    split         TEXT NOT NULL CHECK (split IN ('train', 'held_out')),
    width         INTEGER NOT NULL CHECK (width BETWEEN 1 AND 16384),
    height        INTEGER NOT NULL CHECK (height BETWEEN 1 AND 16384),
    created       REAL NOT NULL,
    removed       REAL
) STRICT;

-- language: zh, en, or und for a text whose file says none. Earlier texts of a clip stay as removed rows.
CREATE TABLE clip_caption (
    id       INTEGER PRIMARY KEY,
    clip_id  INTEGER NOT NULL REFERENCES clip_3 (id) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (language IN ('zh', 'en', 'und')),
    caption  TEXT NOT NULL CHECK (caption <> ''),
    created  REAL NOT NULL,
    removed  REAL
) STRICT;
CREATE UNIQUE INDEX clip_caption_one_per_language ON clip_caption (clip_id, language) WHERE removed IS NULL;
CREATE INDEX clip_caption_by_clip ON clip_caption (clip_id);

INSERT INTO clip_3 (id, source_path, source_sha256, first_frame, frame_count, split, width, height, created)
    SELECT id, source_path, source_sha256, first_frame, frame_count, 'train', width, height, created FROM clip;
INSERT INTO clip_caption (clip_id, language, caption, created)
    SELECT id, 'und', caption, created FROM clip WHERE caption <> '';

DROP VIEW row_count;
DROP TABLE clip;
ALTER TABLE clip_3 RENAME TO clip;
CREATE INDEX clip_by_source ON clip (source_sha256);
CREATE INDEX clip_by_dataset ON clip (dataset_id);

-- dataset_version: SHA-256 over the clips as they were trained on, NULL in rows of schema 2.
ALTER TABLE training_run ADD COLUMN dataset_id INTEGER REFERENCES dataset (id);
ALTER TABLE training_run ADD COLUMN dataset_version TEXT CHECK (length(dataset_version) = 64);
ALTER TABLE style_version ADD COLUMN dataset_version TEXT CHECK (length(dataset_version) = 64);
CREATE INDEX training_run_by_dataset ON training_run (dataset_id);

-- before and after: JSON lists of [table, row, column, value]. undone: seconds since 1970, NULL while it holds.
CREATE TABLE undo_record (
    id       INTEGER PRIMARY KEY,
    at       REAL NOT NULL,
    document TEXT NOT NULL CHECK (document <> ''),
    command  TEXT NOT NULL CHECK (command <> ''),
    version  INTEGER NOT NULL CHECK (version >= 1),
    subject  TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after"  TEXT NOT NULL,
    undone   REAL
) STRICT;

CREATE VIEW row_count (name, rows) AS
    SELECT 'clip', count(*) FROM clip WHERE removed IS NULL
    UNION ALL SELECT 'dataset', count(*) FROM dataset WHERE removed IS NULL
    UNION ALL SELECT 'training_run', count(*) FROM training_run
    UNION ALL SELECT 'checkpoint', count(*) FROM checkpoint
    UNION ALL SELECT 'style', count(*) FROM style
    UNION ALL SELECT 'style_version', count(*) FROM style_version
    UNION ALL SELECT 'shot', count(*) FROM shot;
