-- How many there are of what grows with a study is kept, so that nothing is counted anew for one more article: captures, results by stage,
-- what is filed in a space, and under each key of the spaces whose name begins with #.
CREATE TABLE tallies (
  what TEXT NOT NULL,
  key TEXT NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (what, key)
) STRICT, WITHOUT ROWID
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
CREATE TRIGGER captures_in AFTER INSERT ON captures
BEGIN
  UPDATE tallies SET number = number + 1 WHERE what = 'captures' AND key = '';
END
-- next
CREATE TRIGGER captures_out AFTER DELETE ON captures
BEGIN
  UPDATE tallies SET number = number - 1 WHERE what = 'captures' AND key = '';
END
-- next
CREATE TRIGGER results_in AFTER INSERT ON results
BEGIN
  INSERT INTO tallies SELECT 'results', NEW.stage, 0 WHERE NOT EXISTS (SELECT 1 FROM tallies WHERE what = 'results' AND key = NEW.stage);
  UPDATE tallies SET number = number + 1 WHERE what = 'results' AND key = NEW.stage;
END
-- next
CREATE TRIGGER results_out AFTER DELETE ON results
BEGIN
  UPDATE tallies SET number = number - 1 WHERE what = 'results' AND key = OLD.stage;
END
-- next
CREATE TRIGGER entries_in AFTER INSERT ON entries
BEGIN
  INSERT INTO tallies SELECT 'entries', NEW.space, 0 WHERE NOT EXISTS (SELECT 1 FROM tallies WHERE what = 'entries' AND key = NEW.space);
  UPDATE tallies SET number = number + 1 WHERE what = 'entries' AND key = NEW.space;
END
-- next
CREATE TRIGGER entries_out AFTER DELETE ON entries
BEGIN
  UPDATE tallies SET number = number - 1 WHERE what = 'entries' AND key = OLD.space;
END
-- next
CREATE TRIGGER entries_key_in AFTER INSERT ON entries WHEN substr(NEW.space, 1, 1) = '#'
BEGIN
  INSERT INTO tallies SELECT NEW.space, NEW.key, 0 WHERE NOT EXISTS (SELECT 1 FROM tallies WHERE what = NEW.space AND key = NEW.key);
  UPDATE tallies SET number = number + 1 WHERE what = NEW.space AND key = NEW.key;
END
-- next
CREATE TRIGGER entries_key_out AFTER DELETE ON entries WHEN substr(OLD.space, 1, 1) = '#'
BEGIN
  UPDATE tallies SET number = number - 1 WHERE what = OLD.space AND key = OLD.key;
  DELETE FROM tallies WHERE what = OLD.space AND key = OLD.key AND number = 0;
END
