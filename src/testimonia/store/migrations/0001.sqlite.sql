-- The first schema. Statements are separated by a line "-- next".
CREATE TABLE schema_versions (
  version INTEGER PRIMARY KEY,
  program TEXT NOT NULL
) STRICT
-- next
CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY,
  size INTEGER NOT NULL,
  data BLOB NOT NULL
) STRICT, WITHOUT ROWID
-- next
CREATE TABLE captures (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  body TEXT NOT NULL
) STRICT
-- next
CREATE TABLE articles (
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  capture TEXT NOT NULL REFERENCES captures (id),
  is_current INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (id, revision)
) STRICT
-- next
CREATE UNIQUE INDEX articles_current ON articles (capture) WHERE is_current = 1
-- next
CREATE TABLE results (
  seq INTEGER PRIMARY KEY,
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('kept', 'set_aside')),
  body TEXT NOT NULL,
  UNIQUE (stage, subject)
) STRICT
-- next
CREATE INDEX results_order ON results (stage, kind, seq)
-- next
CREATE TABLE shingled (
  number INTEGER PRIMARY KEY,
  article TEXT NOT NULL UNIQUE
) STRICT
-- next
CREATE TABLE shingles (
  shingle INTEGER NOT NULL,
  article INTEGER NOT NULL REFERENCES shingled (number),
  PRIMARY KEY (shingle, article)
) STRICT, WITHOUT ROWID
-- next
CREATE INDEX shingles_article ON shingles (article)
-- next
CREATE TABLE decisions (
  number INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  author TEXT NOT NULL,
  reason TEXT NOT NULL,
  action TEXT NOT NULL,
  previous TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL UNIQUE
) STRICT
-- next
CREATE TRIGGER decisions_no_update BEFORE UPDATE ON decisions
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END
-- next
CREATE TRIGGER decisions_no_delete BEFORE DELETE ON decisions
BEGIN
  SELECT RAISE(ABORT, 'decisions are append-only');
END
