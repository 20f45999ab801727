-- Schema 4. What a Style version remembers of its training, and the Trash.
-- trashed: seconds since 1970 when a person put it into the Trash, NULL while it is in use.
ALTER TABLE style ADD COLUMN trashed REAL;
ALTER TABLE style_version ADD COLUMN trashed REAL CHECK (trashed IS NULL OR active = 0);
-- configuration and metrics are JSON, NULL where nothing is known (imported, or made under an earlier schema).
ALTER TABLE style_version ADD COLUMN configuration TEXT;
ALTER TABLE style_version ADD COLUMN metrics TEXT;

-- Pictures of a preview side by side, as a PNG in the blob store.
CREATE TABLE style_preview (
    version_id INTEGER NOT NULL REFERENCES style_version (id) ON DELETE CASCADE,
    step       INTEGER NOT NULL CHECK (step >= 0),
    prompt     TEXT NOT NULL,
    blob       TEXT NOT NULL CHECK (length(blob) = 64),
    PRIMARY KEY (version_id, step)
) STRICT, WITHOUT ROWID;

DROP VIEW recorded_file;
CREATE VIEW recorded_file (kind, path, sha256) AS
    SELECT 'Style', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_adapter
    UNION ALL SELECT 'preview', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_preview
    UNION ALL SELECT 'Shot', relative_path, sha256 FROM shot
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM checkpoint
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM training_state;

DROP VIEW row_count;
CREATE VIEW row_count (name, rows) AS
    SELECT 'clip', count(*) FROM clip WHERE removed IS NULL
    UNION ALL SELECT 'dataset', count(*) FROM dataset WHERE removed IS NULL
    UNION ALL SELECT 'training_run', count(*) FROM training_run
    UNION ALL SELECT 'checkpoint', count(*) FROM checkpoint
    UNION ALL SELECT 'style', count(*) FROM style WHERE trashed IS NULL
    UNION ALL SELECT 'style_version', count(*) FROM style_version WHERE trashed IS NULL
    UNION ALL SELECT 'shot', count(*) FROM shot;
