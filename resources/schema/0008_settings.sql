-- Schema 8. The journal of undo names rows by number, so settings have one. One that was taken back has no value.
CREATE TABLE numbered_setting (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 200),
    value TEXT
) STRICT;
INSERT INTO numbered_setting (key, value) SELECT key, value FROM setting;
DROP TABLE setting;
ALTER TABLE numbered_setting RENAME TO setting;
