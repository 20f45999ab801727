-- Schema 14. Blind votes: pairs of Shots, drawn by a seed, and ballots. What was undone has a time in removed. choice: of
-- the two sides, not of left and right. Ratings of Shots and Pieces, 0: none.
CREATE TABLE vote (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    name        TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    first_name  TEXT NOT NULL,
    second_name TEXT NOT NULL,
    seed        INTEGER NOT NULL,
    created     REAL NOT NULL,
    removed     REAL
) STRICT;
CREATE UNIQUE INDEX vote_name ON vote (name) WHERE removed IS NULL;
CREATE TABLE vote_pair (
    vote          INTEGER NOT NULL REFERENCES vote (id) ON DELETE CASCADE,
    number        INTEGER NOT NULL CHECK (number >= 1),
    first_shot    INTEGER NOT NULL,
    second_shot   INTEGER NOT NULL,
    first_is_left INTEGER NOT NULL CHECK (first_is_left IN (0, 1)),
    PRIMARY KEY (vote, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE vote_ballot (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    vote    INTEGER NOT NULL REFERENCES vote (id) ON DELETE CASCADE,
    pair    INTEGER NOT NULL,
    voter   TEXT NOT NULL,
    choice  TEXT NOT NULL CHECK (choice IN ('first', 'second', 'tie')),
    created REAL NOT NULL,
    removed REAL
) STRICT;
CREATE UNIQUE INDEX vote_ballot_one ON vote_ballot (vote, pair, voter) WHERE removed IS NULL;

ALTER TABLE shot ADD COLUMN rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5);
ALTER TABLE piece ADD COLUMN rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5);
