-- Schema 7. Curation: what is known of each film, ranges, crops, marks and tags of clips, who wrote a caption, what was
-- measured, frozen versions of datasets, imports that may be interrupted, and the index behind the query line.
-- Rows of earlier schemas keep their clips, captions and content hashes; what was never asked of a film is NULL.

-- One row per film, whatever it is called: path is where it was seen last, absolute, or relative to the project folder
-- for a film inside it. modified: time of the file when its hash was taken. rights_until: the first second at which it
-- may not be used any more, NULL without an end. problem: JSON of the error that reading it met.
CREATE TABLE source (
    id            INTEGER PRIMARY KEY,
    sha256        TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    path          TEXT NOT NULL CHECK (path <> ''),
    bytes         INTEGER CHECK (bytes >= 0),
    modified      REAL,
    width         INTEGER CHECK (width BETWEEN 1 AND 16384),
    height        INTEGER CHECK (height BETWEEN 1 AND 16384),
    fps           REAL CHECK (fps > 0),
    variable_rate INTEGER CHECK (variable_rate IN (0, 1)),
    seconds       REAL CHECK (seconds >= 0),
    frames        INTEGER CHECK (frames >= 1),
    codec         TEXT,
    has_audio     INTEGER CHECK (has_audio IN (0, 1)),
    still         INTEGER NOT NULL DEFAULT 0 CHECK (still IN (0, 1)),
    rights_holder TEXT NOT NULL DEFAULT '',
    rights_until  REAL,
    problem       TEXT,
    created       REAL NOT NULL
) STRICT;

INSERT INTO source (sha256, path, width, height, created)
    SELECT c.source_sha256,
           (SELECT k.source_path FROM clip k WHERE k.source_sha256 = c.source_sha256
                ORDER BY k.removed IS NOT NULL, k.dataset_id IS NULL, k.id DESC LIMIT 1),
           max(CASE WHEN c.dataset_id IS NOT NULL THEN c.width END),
           max(CASE WHEN c.dataset_id IS NOT NULL THEN c.height END), min(c.created)
        FROM clip c GROUP BY c.source_sha256 ORDER BY min(c.id);

DROP VIEW recorded_file;
ALTER TABLE clip DROP COLUMN source_path;

-- The crop is in pixels of the film as shown. pick: -1 rejected (no training sees it), 1 picked. scene: clips that show
-- the same scene bear the same word, in whichever film. split_chosen: what a person said, whatever is drawn.
ALTER TABLE clip ADD COLUMN crop_x INTEGER CHECK (crop_x >= 0);
ALTER TABLE clip ADD COLUMN crop_y INTEGER CHECK (crop_y >= 0);
ALTER TABLE clip ADD COLUMN crop_width INTEGER CHECK (crop_width >= 1);
ALTER TABLE clip ADD COLUMN crop_height INTEGER CHECK (crop_height >= 1);
ALTER TABLE clip ADD COLUMN pick INTEGER NOT NULL DEFAULT 0 CHECK (pick IN (-1, 0, 1));
ALTER TABLE clip ADD COLUMN rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5);
ALTER TABLE clip ADD COLUMN scene TEXT NOT NULL DEFAULT '';
ALTER TABLE clip ADD COLUMN split_chosen TEXT CHECK (split_chosen IN ('train', 'held_out'));

CREATE TABLE clip_tag (
    id      INTEGER PRIMARY KEY,
    clip_id INTEGER NOT NULL REFERENCES clip (id) ON DELETE CASCADE,
    tag     TEXT NOT NULL CHECK (tag <> ''),
    created REAL NOT NULL,
    removed REAL
) STRICT;
CREATE UNIQUE INDEX clip_tag_once ON clip_tag (clip_id, tag) WHERE removed IS NULL;
CREATE INDEX clip_tag_by_tag ON clip_tag (tag COLLATE NOCASE) WHERE removed IS NULL;

-- author: who wrote the text: a person here, a file beside the film, our own suggestion, or a captioner of the person
-- (author_name says which). draft: nobody has accepted it yet.
ALTER TABLE clip_caption ADD COLUMN author TEXT NOT NULL DEFAULT 'file'
    CHECK (author IN ('user', 'file', 'suggestion', 'captioner'));
ALTER TABLE clip_caption ADD COLUMN author_name TEXT NOT NULL DEFAULT '';
ALTER TABLE clip_caption ADD COLUMN approved INTEGER NOT NULL DEFAULT 0 CHECK (approved IN (0, 1));
ALTER TABLE clip_caption ADD COLUMN draft INTEGER NOT NULL DEFAULT 0 CHECK (draft IN (0, 1) AND draft + approved < 2);

-- One to a line; a caption is meant to hold each of them.
ALTER TABLE dataset ADD COLUMN trigger_words TEXT NOT NULL DEFAULT '';

-- What the pictures of a range are like, by content: it stays when a clip is removed, undone or added again.
-- document: JSON of all of it, NULL where measuring failed (problem: JSON of the error). bars: black bars are there.
-- hash: of the middle picture, 16 hexadecimal digits.
CREATE TABLE clip_measures (
    id             INTEGER PRIMARY KEY,
    source_sha256  TEXT NOT NULL CHECK (length(source_sha256) = 64),
    first_frame    INTEGER NOT NULL CHECK (first_frame >= 0),
    frame_count    INTEGER NOT NULL CHECK (frame_count >= 1),
    version        INTEGER NOT NULL CHECK (version >= 1),
    document       TEXT,
    problem        TEXT,
    camera         TEXT,
    motion         REAL,
    sharpness      REAL,
    bars           INTEGER CHECK (bars IN (0, 1)),
    frozen_seconds REAL,
    hash           TEXT CHECK (length(hash) = 16),
    measured       REAL NOT NULL,
    UNIQUE (source_sha256, first_frame, frame_count),
    CHECK ((document IS NULL) <> (problem IS NULL))
) STRICT;

-- content_hash is what a training records (training_run.dataset_version). document: JSON of every clip with its range,
-- crop, captions and split. What is written here stays as it is.
CREATE TABLE dataset_version (
    id           INTEGER PRIMARY KEY,
    dataset_id   INTEGER NOT NULL REFERENCES dataset (id),
    number       INTEGER NOT NULL CHECK (number >= 1),
    name         TEXT NOT NULL,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    document     TEXT NOT NULL,
    created      REAL NOT NULL,
    removed      REAL,
    UNIQUE (dataset_id, number)
) STRICT;
CREATE INDEX dataset_version_by_hash ON dataset_version (content_hash);
CREATE TRIGGER dataset_version_stays
    BEFORE UPDATE OF id, dataset_id, number, name, content_hash, document, created ON dataset_version
    BEGIN SELECT raise(ABORT, 'a frozen version stays as it is'); END;
CREATE TRIGGER dataset_version_is_kept BEFORE DELETE ON dataset_version
    BEGIN SELECT raise(ABORT, 'a frozen version stays'); END;

-- Films on their way into a dataset. options: JSON. ended NULL: it goes on where it was interrupted.
CREATE TABLE import_job (
    id      INTEGER PRIMARY KEY,
    dataset TEXT NOT NULL CHECK (dataset <> ''),
    options TEXT NOT NULL,
    created REAL NOT NULL,
    ended   REAL
) STRICT;
CREATE TABLE import_file (
    job_id  INTEGER NOT NULL REFERENCES import_job (id) ON DELETE CASCADE,
    number  INTEGER NOT NULL CHECK (number >= 0),
    path    TEXT NOT NULL CHECK (path <> ''),
    state   TEXT NOT NULL CHECK (state IN ('waiting', 'added', 'known', 'refused')),
    problem TEXT,
    PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;

-- Behind the query line: one narrow row per clip of a dataset, and its words. Chinese is written as pairs of signs
-- there, since the tokenizer takes a whole run of them as one word. Both follow the tables above: what changed is noted
-- by triggers and brought up to date before the next search.
CREATE TABLE clip_search (
    clip_id      INTEGER PRIMARY KEY,
    dataset_id   INTEGER NOT NULL,
    held_out     INTEGER NOT NULL,
    pick         INTEGER NOT NULL,
    rating       INTEGER NOT NULL,
    seconds      REAL NOT NULL,
    width        INTEGER NOT NULL,
    height       INTEGER NOT NULL,
    cropped      INTEGER NOT NULL,
    zh           INTEGER NOT NULL,
    en           INTEGER NOT NULL,
    und          INTEGER NOT NULL,
    drafts       INTEGER NOT NULL,
    approved     INTEGER NOT NULL,
    tags         INTEGER NOT NULL,
    still        INTEGER NOT NULL,
    variable     INTEGER NOT NULL,
    audio        INTEGER NOT NULL,
    rights       INTEGER NOT NULL,
    rights_until REAL,
    measured     INTEGER NOT NULL,
    camera       TEXT,
    motion       REAL,
    sharpness    REAL,
    bars         INTEGER,
    frozen       REAL,
    scene        TEXT NOT NULL
) STRICT;
CREATE INDEX clip_search_by_dataset ON clip_search (dataset_id);
CREATE VIRTUAL TABLE clip_text USING fts5 (
    caption, tag, film, tokenize = 'unicode61 remove_diacritics 2', prefix = '1');
CREATE TABLE clip_to_index (clip_id INTEGER PRIMARY KEY) STRICT;
INSERT INTO clip_to_index SELECT id FROM clip WHERE dataset_id IS NOT NULL AND removed IS NULL;

-- Not INSERT OR IGNORE: an upsert that fires a trigger takes its own policy there.
CREATE TRIGGER clip_added AFTER INSERT ON clip
    WHEN NOT EXISTS (SELECT 1 FROM clip_to_index WHERE clip_id = new.id)
    BEGIN INSERT INTO clip_to_index VALUES (new.id); END;
CREATE TRIGGER clip_changed AFTER UPDATE ON clip
    WHEN NOT EXISTS (SELECT 1 FROM clip_to_index WHERE clip_id = new.id)
    BEGIN INSERT INTO clip_to_index VALUES (new.id); END;
CREATE TRIGGER clip_caption_added AFTER INSERT ON clip_caption
    WHEN NOT EXISTS (SELECT 1 FROM clip_to_index WHERE clip_id = new.clip_id)
    BEGIN INSERT INTO clip_to_index VALUES (new.clip_id); END;
CREATE TRIGGER clip_caption_changed AFTER UPDATE ON clip_caption
    WHEN NOT EXISTS (SELECT 1 FROM clip_to_index WHERE clip_id = new.clip_id)
    BEGIN INSERT INTO clip_to_index VALUES (new.clip_id); END;
CREATE TRIGGER clip_tag_added AFTER INSERT ON clip_tag
    WHEN NOT EXISTS (SELECT 1 FROM clip_to_index WHERE clip_id = new.clip_id)
    BEGIN INSERT INTO clip_to_index VALUES (new.clip_id); END;
CREATE TRIGGER clip_tag_changed AFTER UPDATE ON clip_tag
    WHEN NOT EXISTS (SELECT 1 FROM clip_to_index WHERE clip_id = new.clip_id)
    BEGIN INSERT INTO clip_to_index VALUES (new.clip_id); END;
CREATE TRIGGER source_changed AFTER UPDATE ON source
    BEGIN
        INSERT INTO clip_to_index SELECT id FROM clip
            WHERE source_sha256 = new.sha256 AND id NOT IN (SELECT clip_id FROM clip_to_index);
    END;
CREATE TRIGGER clip_measures_added AFTER INSERT ON clip_measures
    BEGIN
        INSERT INTO clip_to_index SELECT id FROM clip
            WHERE source_sha256 = new.source_sha256 AND first_frame = new.first_frame
                AND frame_count = new.frame_count AND id NOT IN (SELECT clip_id FROM clip_to_index);
    END;
CREATE TRIGGER clip_measures_changed AFTER UPDATE ON clip_measures
    BEGIN
        INSERT INTO clip_to_index SELECT id FROM clip
            WHERE source_sha256 = new.source_sha256 AND first_frame = new.first_frame
                AND frame_count = new.frame_count AND id NOT IN (SELECT clip_id FROM clip_to_index);
    END;

CREATE VIEW recorded_file (kind, path, sha256) AS
    SELECT 'Style', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_adapter
    UNION ALL SELECT 'preview', 'blobs/' || substr(blob, 1, 2) || '/' || blob, blob FROM style_preview
    UNION ALL SELECT 'Shot', relative_path, sha256 FROM shot
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM checkpoint
    UNION ALL SELECT 'checkpoint', relative_path, sha256 FROM training_state
    UNION ALL SELECT 'film', s.path, s.sha256 FROM source s WHERE EXISTS (SELECT 1 FROM clip c
        WHERE c.source_sha256 = s.sha256 AND c.dataset_id IS NOT NULL AND c.removed IS NULL);
