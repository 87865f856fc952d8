-- Runs of words are of kinds: of all words, of those outside quotations, or (as a rule) of both.
ALTER TABLE shingles ADD COLUMN kinds INTEGER NOT NULL DEFAULT 3
-- next
ALTER TABLE signatures ADD COLUMN kinds INTEGER NOT NULL DEFAULT 3
-- next
ALTER TABLE shingled ADD COLUMN told INTEGER NOT NULL DEFAULT 0
-- next
UPDATE shingled SET told = size
