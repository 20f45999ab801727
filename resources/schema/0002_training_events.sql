-- Schema 2. What a training tells beside its losses, the state files of its checkpoints, and from where a run was
-- branched off.
ALTER TABLE training_run ADD COLUMN parent_id INTEGER REFERENCES training_run (id);
ALTER TABLE training_run ADD COLUMN parent_step INTEGER CHECK (parent_step >= 0);
CREATE INDEX training_run_by_parent ON training_run (parent_id);

CREATE TABLE held_out (
    run_id   INTEGER NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
    step     INTEGER NOT NULL CHECK (step >= 0),
    expert   TEXT NOT NULL CHECK (expert IN ('none', 'high', 'low')),
    loss     REAL NOT NULL,
    relative REAL NOT NULL,
    best     INTEGER NOT NULL CHECK (best IN (0, 1)),
    verdict  TEXT NOT NULL,
    PRIMARY KEY (run_id, step, expert)
) STRICT, WITHOUT ROWID;

CREATE TABLE skipped_step (
    run_id      INTEGER NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
    step        INTEGER NOT NULL CHECK (step >= 1),
    expert      TEXT NOT NULL CHECK (expert IN ('none', 'high', 'low')),
    clip        TEXT NOT NULL,
    noise_level REAL NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (run_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_command (
    id      INTEGER PRIMARY KEY,
    run_id  INTEGER NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
    step    INTEGER NOT NULL CHECK (step >= 0),
    command TEXT NOT NULL CHECK (command <> ''),
    value   REAL NOT NULL,
    at      REAL NOT NULL
) STRICT;
CREATE INDEX run_command_by_run ON run_command (run_id);

-- pinned: the held-out loss was never smaller, so retention keeps it.
CREATE TABLE training_state (
    run_id        INTEGER NOT NULL REFERENCES training_run (id) ON DELETE CASCADE,
    step          INTEGER NOT NULL CHECK (step >= 0),
    relative_path TEXT NOT NULL CHECK (relative_path <> '' AND relative_path NOT LIKE '/%'),
    sha256        TEXT NOT NULL CHECK (length(sha256) = 64),
    pinned        INTEGER NOT NULL CHECK (pinned IN (0, 1)),
    created       REAL NOT NULL,
    PRIMARY KEY (run_id, step)
) STRICT, WITHOUT ROWID;

DROP VIEW recorded_file;
CREATE VIEW recorded_file (kind, path, sha256) AS
    SELECT 'Style', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_adapter
    UNION ALL SELECT 'Shot', relative_path, sha256 FROM shot
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM checkpoint
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM training_state;
