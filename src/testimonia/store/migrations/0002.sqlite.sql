-- What is needed so that one more article costs one article: what changed since, an index by keys, rare shingles.
CREATE TABLE changes (
  number INTEGER PRIMARY KEY,
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  UNIQUE (stage, subject)
) STRICT
-- next
CREATE INDEX changes_order ON changes (stage, number)
-- next
CREATE TABLE entries (
  space TEXT NOT NULL,
  key TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (space, key, subject)
) STRICT, WITHOUT ROWID
-- next
CREATE INDEX entries_subject ON entries (space, subject)
-- next
ALTER TABLE shingles ADD COLUMN is_rare INTEGER NOT NULL DEFAULT 1
-- next
CREATE INDEX shingles_rare ON shingles (shingle, article) WHERE is_rare = 1
-- next
ALTER TABLE shingled ADD COLUMN size INTEGER NOT NULL DEFAULT 0
-- next
UPDATE shingled SET size = (SELECT count(*) FROM shingles WHERE shingles.article = shingled.number)
-- next
DELETE FROM results WHERE stage IN ('shingled', 'match', 'match-inputs', 'resolve')
-- next
INSERT INTO changes (number, stage, subject) SELECT seq, stage, subject FROM results
