-- Schema 9. The brand of the project: one row, empty where nobody said anything. colours: JSON list of {name, hex,
-- share, role}; banned_words: JSON list of texts.
CREATE TABLE brand (
    id           INTEGER PRIMARY KEY CHECK (id = 1),
    name         TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 120),
    colours      TEXT NOT NULL DEFAULT '[]',
    font_latin   TEXT NOT NULL DEFAULT '',
    font_chinese TEXT NOT NULL DEFAULT '',
    tone_zh      TEXT NOT NULL DEFAULT '',
    tone_en      TEXT NOT NULL DEFAULT '',
    banned_words TEXT NOT NULL DEFAULT '[]',
    legal_zh     TEXT NOT NULL DEFAULT '',
    legal_en     TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO brand (id) VALUES (1);

-- ground: what the logo is made to stand on. clear_space: share of the logo's height. A logo that was taken away keeps
-- its row and its file, so that undo brings it back.
CREATE TABLE brand_logo (
    id          INTEGER PRIMARY KEY,
    ground      TEXT NOT NULL CHECK (ground IN ('dark', 'light')),
    blob        TEXT NOT NULL CHECK (length(blob) = 64),
    clear_space REAL NOT NULL CHECK (clear_space BETWEEN 0 AND 4),
    width       INTEGER NOT NULL CHECK (width BETWEEN 1 AND 16384),
    height      INTEGER NOT NULL CHECK (height BETWEEN 1 AND 16384),
    created     REAL NOT NULL,
    removed     REAL
) STRICT;
CREATE UNIQUE INDEX brand_logo_one_each ON brand_logo (ground) WHERE removed IS NULL;

DROP VIEW blob_use;
CREATE VIEW blob_use (blob, uses) AS
    SELECT blob, count(*) FROM (SELECT blob FROM style_adapter UNION ALL SELECT blob FROM style_preview
        UNION ALL SELECT blob FROM brand_logo) GROUP BY blob;

DROP VIEW recorded_file;
CREATE VIEW recorded_file (kind, path, sha256) AS
    SELECT 'Style', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_adapter
    UNION ALL SELECT 'preview', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_preview
    UNION ALL SELECT 'logo', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM brand_logo WHERE removed IS NULL
    UNION ALL SELECT 'Shot', relative_path, sha256 FROM shot
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM checkpoint
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM training_state
    UNION ALL SELECT 'film', s.path, s.sha256 FROM source s WHERE EXISTS (SELECT 1 FROM clip c
        WHERE c.source_sha256 = s.sha256 AND c.dataset_id IS NOT NULL AND c.removed IS NULL);
