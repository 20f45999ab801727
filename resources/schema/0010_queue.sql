-- Schema 10. The queue of long jobs. Times are seconds since 1970 (UTC).
-- kind: what works it off ("train", "generate"); request: its options, read by whoever works it off; content_key: hash
-- of kind and request. place: the order of those that are not over. lease_owner, lease_at: who works on it and when it
-- was last heard of. revision: raised by every edit and every start, so that nothing older is undone after that.
CREATE TABLE queue_entry (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    kind        TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    title       TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    request     TEXT NOT NULL,
    content_key TEXT NOT NULL CHECK (length(content_key) = 64),
    place       REAL NOT NULL,
    state       TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'running', 'paused', 'finished', 'failed', 'stopped')),
    attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    lease_owner TEXT CHECK ((lease_owner IS NOT NULL) = (state = 'running')),
    lease_at    REAL CHECK ((lease_at IS NOT NULL) = (state = 'running')),
    phase       TEXT NOT NULL DEFAULT '',
    done        INTEGER NOT NULL DEFAULT 0,
    total       INTEGER NOT NULL DEFAULT 0,
    failure     TEXT,
    created     REAL NOT NULL,
    started     REAL,
    ended       REAL CHECK ((ended IS NOT NULL) = (state IN ('finished', 'failed', 'stopped'))),
    result_kind TEXT CHECK ((result_kind IS NULL) = (result_id IS NULL)),
    result_id   INTEGER,
    revision    INTEGER NOT NULL DEFAULT 0,
    removed     REAL
) STRICT;
CREATE INDEX queue_entry_line ON queue_entry (state, place) WHERE removed IS NULL;
CREATE INDEX queue_entry_content ON queue_entry (content_key);
