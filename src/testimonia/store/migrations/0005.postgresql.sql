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
CREATE FUNCTION tally(which TEXT, word TEXT, by BIGINT) RETURNS VOID AS $$
BEGIN
  INSERT INTO tallies (what, key, number) VALUES (which, word, by)
  ON CONFLICT (what, key) DO UPDATE SET number = tallies.number + excluded.number;
END
$$ LANGUAGE plpgsql
-- next
CREATE FUNCTION captures_counted() RETURNS trigger AS $$
BEGIN
  PERFORM tally('captures', '', CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END);
  RETURN NULL;
END
$$ LANGUAGE plpgsql
-- next
CREATE FUNCTION results_counted() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tally('results', NEW.stage, 1);
  ELSE
    PERFORM tally('results', OLD.stage, -1);
  END IF;
  RETURN NULL;
END
$$ LANGUAGE plpgsql
-- next
CREATE FUNCTION entries_counted() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM tally('entries', NEW.space, 1);
    IF substr(NEW.space, 1, 1) = '#' THEN
      PERFORM tally(NEW.space, NEW.key, 1);
    END IF;
  ELSE
    PERFORM tally('entries', OLD.space, -1);
    IF substr(OLD.space, 1, 1) = '#' THEN
      PERFORM tally(OLD.space, OLD.key, -1);
      DELETE FROM tallies WHERE what = OLD.space AND key = OLD.key AND number = 0;
    END IF;
  END IF;
  RETURN NULL;
END
$$ LANGUAGE plpgsql
-- next
CREATE TRIGGER captures_counted AFTER INSERT OR DELETE ON captures FOR EACH ROW EXECUTE FUNCTION captures_counted()
-- next
CREATE TRIGGER results_counted AFTER INSERT OR DELETE ON results FOR EACH ROW EXECUTE FUNCTION results_counted()
-- next
CREATE TRIGGER entries_counted AFTER INSERT OR DELETE ON entries FOR EACH ROW EXECUTE FUNCTION entries_counted()
