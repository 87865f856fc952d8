-- How many there are of what grows with a study is kept, so that nothing is counted anew for one more article: captures, results by stage,
-- what is filed in a space, and under each key of the spaces whose name begins with #.
CREATE TABLE tallies (
  what TEXT COLLATE "C" NOT NULL,
  key TEXT COLLATE "C" NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (what, key)
)
-- next
UPDATE entries SET space = '#' || space WHERE space IN ('name', 'bearer')
-- next
INSERT INTO tallies SELECT 'captures', '', count(*) FROM captures
-- next
INSERT INTO tallies SELECT 'results', stage, count(*) FROM results GROUP BY stage
-- next
INSERT INTO tallies SELECT 'entries', space, count(*) FROM entries GROUP BY space
-- next
INSERT INTO tallies SELECT space, key, count(*) FROM entries WHERE substr(space, 1, 1) = '#' GROUP BY space, key
-- next
-- A statement at a time: one that forgets a million entries would else write the same row a million times, and each time look past all it was before.
CREATE FUNCTION captures_counted() RETURNS trigger AS $$
BEGIN
  INSERT INTO tallies AS held (what, key, number)
  SELECT 'captures', '', CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM moved
  ON CONFLICT (what, key) DO UPDATE SET number = held.number + excluded.number;
  RETURN NULL;
END
$$ LANGUAGE plpgsql
-- next
CREATE FUNCTION results_counted() RETURNS trigger AS $$
BEGIN
  INSERT INTO tallies AS held (what, key, number)
  SELECT 'results', stage, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM moved GROUP BY stage
  ON CONFLICT (what, key) DO UPDATE SET number = held.number + excluded.number;
  RETURN NULL;
END
$$ LANGUAGE plpgsql
-- next
CREATE FUNCTION entries_counted() RETURNS trigger AS $$
BEGIN
  INSERT INTO tallies AS held (what, key, number)
  SELECT 'entries', space, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM moved GROUP BY space
  ON CONFLICT (what, key) DO UPDATE SET number = held.number + excluded.number;
  IF EXISTS (SELECT 1 FROM moved WHERE starts_with(space, '#')) THEN
    INSERT INTO tallies AS held (what, key, number)
    SELECT space, key, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM moved WHERE starts_with(space, '#') GROUP BY space, key
    ON CONFLICT (what, key) DO UPDATE SET number = held.number + excluded.number;
  END IF;
  IF TG_OP = 'DELETE' THEN
    DELETE FROM tallies t USING (SELECT DISTINCT space, key FROM moved WHERE starts_with(space, '#')) m
    WHERE t.what = m.space AND t.key = m.key AND t.number = 0;
  END IF;
  RETURN NULL;
END
$$ LANGUAGE plpgsql
-- next
CREATE TRIGGER captures_in AFTER INSERT ON captures REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION captures_counted()
-- next
CREATE TRIGGER captures_out AFTER DELETE ON captures REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION captures_counted()
-- next
CREATE TRIGGER results_in AFTER INSERT ON results REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION results_counted()
-- next
CREATE TRIGGER results_out AFTER DELETE ON results REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION results_counted()
-- next
CREATE TRIGGER entries_in AFTER INSERT ON entries REFERENCING NEW TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION entries_counted()
-- next
CREATE TRIGGER entries_out AFTER DELETE ON entries REFERENCING OLD TABLE AS moved FOR EACH STATEMENT EXECUTE FUNCTION entries_counted()
