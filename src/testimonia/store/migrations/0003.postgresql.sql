-- Signatures in a table of their own: an index over some rows is not always used.
CREATE TABLE signatures (
  shingle BIGINT NOT NULL,
  article BIGINT NOT NULL REFERENCES shingled (number),
  PRIMARY KEY (shingle, article)
)
-- next
INSERT INTO signatures (shingle, article) SELECT shingle, article FROM shingles WHERE is_rare = 1
-- next
DROP INDEX shingles_rare
-- next
ALTER TABLE shingles DROP COLUMN is_rare
