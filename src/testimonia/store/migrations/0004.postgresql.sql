-- Subjects under one key are asked for in order: that of code points, as on SQLite, whatever the language of the database.
ALTER TABLE entries ALTER COLUMN subject TYPE TEXT COLLATE "C"
