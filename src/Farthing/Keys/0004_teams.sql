-- Whom a key bills. A team or project is known by its name, which is what entries keep: it is not renamed.
CREATE TABLE teams (
    name       TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL
);
CREATE TABLE projects (
    name       TEXT PRIMARY KEY,
    created_at INTEGER NOT NULL
);
ALTER TABLE keys ADD COLUMN team TEXT REFERENCES teams (name);
-- Names separated by spaces; null means none. The first is the default.
ALTER TABLE keys ADD COLUMN projects TEXT;
-- Model names separated by spaces, * for any run of characters; null means all.
ALTER TABLE keys ADD COLUMN models TEXT;
ALTER TABLE keys ADD COLUMN expires_at INTEGER;
ALTER TABLE keys ADD COLUMN revoked_at INTEGER;
ALTER TABLE keys ADD COLUMN requests_per_minute INTEGER;
ALTER TABLE keys ADD COLUMN tokens_per_minute INTEGER;
ALTER TABLE keys ADD COLUMN concurrency INTEGER;
-- Counts changes to keys, teams, projects and budgets: a running gateway sees that there is something new to read.
CREATE TABLE revision (n INTEGER NOT NULL);
INSERT INTO revision VALUES (0);
