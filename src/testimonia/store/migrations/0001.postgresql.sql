-- The first schema. Statements are separated by a line "-- next".
CREATE TABLE schema_versions (
  version INTEGER PRIMARY KEY,
  program TEXT NOT NULL
)
-- next
CREATE TABLE blobs (
  sha256 TEXT PRIMARY KEY,
  size BIGINT NOT NULL,
  data BYTEA NOT NULL
)
-- next
CREATE TABLE captures (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL REFERENCES blobs (sha256),
  body TEXT NOT NULL
)
-- next
CREATE TABLE articles (
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  capture TEXT NOT NULL REFERENCES captures (id),
  is_current INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (id, revision)
)
-- next
CREATE UNIQUE INDEX articles_current ON articles (capture) WHERE is_current = 1
-- next
CREATE TABLE results (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('kept', 'set_aside')),
  body TEXT NOT NULL,
  UNIQUE (stage, subject)
)
-- next
CREATE INDEX results_order ON results (stage, kind, seq)
-- next
CREATE TABLE shingled (
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  article TEXT NOT NULL UNIQUE
)
-- next
CREATE TABLE shingles (
  shingle BIGINT NOT NULL,
  article BIGINT NOT NULL REFERENCES shingled (number),
  PRIMARY KEY (shingle, article)
)
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
)
-- next
CREATE FUNCTION decisions_refuse() RETURNS trigger AS $$
BEGIN
  RAISE EXCEPTION 'decisions are append-only';
END
$$ LANGUAGE plpgsql
-- next
CREATE TRIGGER decisions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decisions
FOR EACH STATEMENT EXECUTE FUNCTION decisions_refuse()
