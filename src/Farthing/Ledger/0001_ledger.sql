-- Append-only: an intent before the call, then exactly one of settle, release or unknown.
-- Times are Unix milliseconds, money is nano-dollars, null means "not reported".
CREATE TABLE entries (
    seq            INTEGER PRIMARY KEY,
    call_id        TEXT NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('intent', 'settle', 'release', 'unknown')),
    at             INTEGER NOT NULL,
    key_id         TEXT NOT NULL,
    model_asked    TEXT NOT NULL,
    model_served   TEXT,
    provider       TEXT NOT NULL,
    dialect_in     TEXT NOT NULL,
    dialect_out    TEXT NOT NULL,
    simulated      INTEGER NOT NULL,
    reserved_nanos INTEGER,
    attempts       INTEGER,
    status         INTEGER,
    ending         TEXT,
    stop           TEXT,
    input          INTEGER,
    cache_read     INTEGER,
    cache_write_5m INTEGER,
    cache_write_1h INTEGER,
    output         INTEGER,
    reasoning      INTEGER,
    estimated      INTEGER,
    cost_nanos     INTEGER,
    price_book     TEXT,
    prices_from    TEXT,
    first_byte_ms  INTEGER,
    total_ms       INTEGER
);
CREATE UNIQUE INDEX entries_once ON entries (call_id, CASE kind WHEN 'intent' THEN 0 ELSE 1 END);
CREATE INDEX entries_at ON entries (at);
