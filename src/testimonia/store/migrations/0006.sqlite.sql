-- Articles stand with a run of words packed together, not in a row each. The index is filled anew by the next run: dedupe's code is another, so it goes over all articles.
DROP TABLE signatures
-- next
DROP TABLE shingles
-- next
CREATE TABLE shingles (
  shingle INTEGER NOT NULL,
  part INTEGER NOT NULL,
  signed BLOB NOT NULL,
  others BLOB NOT NULL,
  PRIMARY KEY (shingle, part)
) STRICT, WITHOUT ROWID
-- next
CREATE TABLE shingle_sizes (
  part INTEGER PRIMARY KEY,
  sizes BLOB NOT NULL
) STRICT
-- next
ALTER TABLE shingled DROP COLUMN size
-- next
ALTER TABLE shingled ADD COLUMN runs BLOB NOT NULL DEFAULT x''
