-- Schema 12. Finished Pieces: named files with their hash. plan: JSON of everything it was made of. loudness: LUFS, NULL
-- when silent. piece_shot: the Shots of the project in their order; a Shot may be gone by now.
CREATE TABLE piece (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    title         TEXT NOT NULL CHECK (length(title) <= 200),
    target        TEXT NOT NULL CHECK (length(target) BETWEEN 1 AND 40),
    relative_path TEXT NOT NULL,
    sha256        TEXT NOT NULL CHECK (length(sha256) = 64),
    cover_path    TEXT NOT NULL DEFAULT '',
    cover_sha256  TEXT NOT NULL DEFAULT '' CHECK ((cover_path = '') = (cover_sha256 = '')),
    plan          TEXT NOT NULL DEFAULT '{}',
    width         INTEGER NOT NULL CHECK (width BETWEEN 1 AND 16384),
    height        INTEGER NOT NULL CHECK (height BETWEEN 1 AND 16384),
    frames        INTEGER NOT NULL CHECK (frames >= 1),
    fps           REAL NOT NULL CHECK (fps > 0),
    loudness      REAL,
    created       REAL NOT NULL,
    trashed       REAL
) STRICT;
CREATE TABLE piece_shot (
    piece INTEGER NOT NULL REFERENCES piece (id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    shot  INTEGER NOT NULL,
    PRIMARY KEY (piece, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX piece_shot_shot ON piece_shot (shot);

DROP VIEW recorded_file;
CREATE VIEW recorded_file (kind, path, sha256) AS
    SELECT 'Style', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_adapter
    UNION ALL SELECT 'preview', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_preview
    UNION ALL SELECT 'logo', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM brand_logo WHERE removed IS NULL
    UNION ALL SELECT 'Shot', relative_path, sha256 FROM shot
    UNION ALL SELECT 'Piece', relative_path, sha256 FROM piece
    UNION ALL SELECT 'cover', cover_path, cover_sha256 FROM piece WHERE cover_path <> ''
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM checkpoint
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM training_state
    UNION ALL SELECT 'film', s.path, s.sha256 FROM source s WHERE EXISTS (SELECT 1 FROM clip c
        WHERE c.source_sha256 = s.sha256 AND c.dataset_id IS NOT NULL AND c.removed IS NULL);

DROP VIEW row_count;
CREATE VIEW row_count (name, rows) AS
    SELECT 'clip', count(*) FROM clip WHERE removed IS NULL
    UNION ALL SELECT 'dataset', count(*) FROM dataset WHERE removed IS NULL
    UNION ALL SELECT 'training_run', count(*) FROM training_run
    UNION ALL SELECT 'checkpoint', count(*) FROM checkpoint
    UNION ALL SELECT 'style', count(*) FROM style WHERE trashed IS NULL
    UNION ALL SELECT 'style_version', count(*) FROM style_version WHERE trashed IS NULL
    UNION ALL SELECT 'shot', count(*) FROM shot WHERE trashed IS NULL
    UNION ALL SELECT 'piece', count(*) FROM piece WHERE trashed IS NULL;
