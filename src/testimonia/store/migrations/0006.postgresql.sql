-- Articles stand with a run of words packed together, not in a row each. The index is filled anew by the next run: dedupe's code is another, so it goes over all articles.
DROP TABLE signatures
-- next
DROP TABLE shingles
-- next
CREATE TABLE shingles (
  shingle BIGINT NOT NULL,
  part BIGINT NOT NULL,
  signed BYTEA NOT NULL,
  others BYTEA NOT NULL,
  PRIMARY KEY (shingle, part)
)
-- next
CREATE TABLE shingle_sizes (
  part BIGINT PRIMARY KEY,
  sizes BYTEA NOT NULL
)
-- next
ALTER TABLE shingled DROP COLUMN size
-- next
ALTER TABLE shingled ADD COLUMN runs BYTEA NOT NULL DEFAULT ''
