-- The secret itself is never stored: only its SHA-256, and its last four characters to recognise it by.
CREATE TABLE keys (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    hash       BLOB NOT NULL UNIQUE,
    ends_with  TEXT NOT NULL,
    created_at INTEGER NOT NULL
);
