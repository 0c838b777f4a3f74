-- A hold is a call under way: written before the provider is asked, gone in the transaction that writes how the call ended.
-- Whoever runs the call renews its lease; one that has run out was left by a crash.
CREATE TABLE holds (
    call_id        TEXT PRIMARY KEY,
    gateway        TEXT NOT NULL,
    expires        INTEGER NOT NULL,
    started        INTEGER NOT NULL,
    key_id         TEXT NOT NULL,
    team           TEXT,
    project        TEXT,
    session        TEXT,
    user           TEXT,
    label          TEXT,
    model_asked    TEXT NOT NULL,
    model          TEXT NOT NULL,
    provider       TEXT NOT NULL,
    dialect_in     TEXT NOT NULL,
    dialect_out    TEXT NOT NULL,
    simulated      INTEGER NOT NULL,
    reserved_nanos INTEGER,
    lines          TEXT NOT NULL
) WITHOUT ROWID;

-- Append-only, a row for every attempt. The last attempt of a call is its end: settle, release (nothing was billed) or unknown (the program
-- died; charged at what was reserved). The ones before it are retries. A correction puts an unknown right once its cost is known.
-- Times are Unix milliseconds, money is nano-dollars, null means "not reported". Charged is what budgets count: the cost, or where
-- that cannot be told what was reserved. Rates are US dollars per million tokens: input/cache read/cache write 5m/cache write 1h/output.
ALTER TABLE entries RENAME TO entries_by_call;
DROP INDEX entries_once;
DROP INDEX entries_at;
CREATE TABLE entries (
    seq            INTEGER PRIMARY KEY,
    call_id        TEXT NOT NULL,
    attempt        INTEGER NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('retry', 'settle', 'release', 'unknown', 'correction')),
    started        INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    key_id         TEXT NOT NULL,
    team           TEXT,
    project        TEXT,
    session        TEXT,
    user           TEXT,
    label          TEXT,
    model_asked    TEXT NOT NULL,
    model          TEXT NOT NULL,
    model_served   TEXT,
    provider       TEXT NOT NULL,
    dialect_in     TEXT NOT NULL,
    dialect_out    TEXT NOT NULL,
    simulated      INTEGER NOT NULL,
    reserved_nanos INTEGER,
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
    charged_nanos  INTEGER NOT NULL,
    price_book     TEXT,
    prices_from    TEXT,
    rates          TEXT,
    first_byte_ms  INTEGER,
    total_ms       INTEGER
);
CREATE UNIQUE INDEX entries_once ON entries (call_id, attempt, kind = 'correction');
CREATE INDEX entries_started ON entries (started);

-- What questions about spending read: the entries summed up by hour of their start, written in their transaction. '' stands for none.
CREATE TABLE hourly (
    hour           INTEGER NOT NULL,
    key_id         TEXT NOT NULL,
    team           TEXT NOT NULL,
    project        TEXT NOT NULL,
    provider       TEXT NOT NULL,
    model          TEXT NOT NULL,
    session        TEXT NOT NULL,
    user           TEXT NOT NULL,
    simulated      INTEGER NOT NULL,
    calls          INTEGER NOT NULL,
    attempts       INTEGER NOT NULL,
    estimated      INTEGER NOT NULL,
    unpriced       INTEGER NOT NULL,
    input          INTEGER NOT NULL,
    cache_read     INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    output         INTEGER NOT NULL,
    reasoning      INTEGER NOT NULL,
    cost_nanos     INTEGER NOT NULL,
    charged_nanos  INTEGER NOT NULL,
    total_ms       INTEGER NOT NULL,
    PRIMARY KEY (hour, key_id, team, project, provider, model, session, user, simulated)
) WITHOUT ROWID;

INSERT INTO holds
    SELECT call_id, '', at, at, key_id, NULL, NULL, NULL, NULL, NULL, model_asked, model_asked, provider, dialect_in, dialect_out, simulated, reserved_nanos, ''
    FROM entries_by_call AS i
    WHERE kind = 'intent' AND NOT EXISTS (SELECT 1 FROM entries_by_call AS e WHERE e.call_id = i.call_id AND e.kind <> 'intent');
INSERT INTO entries (call_id, attempt, kind, started, at, key_id, model_asked, model, model_served, provider, dialect_in, dialect_out, simulated, reserved_nanos,
        status, ending, stop, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning, estimated, cost_nanos, charged_nanos, price_book, prices_from, first_byte_ms, total_ms)
    SELECT e.call_id, COALESCE(e.attempts, 1), e.kind, COALESCE(i.at, e.at), e.at, e.key_id, e.model_asked, e.model_asked, e.model_served, e.provider, e.dialect_in, e.dialect_out,
        e.simulated, e.reserved_nanos, e.status, e.ending, e.stop, e.input, e.cache_read, e.cache_write_5m, e.cache_write_1h, e.output, e.reasoning, e.estimated,
        e.cost_nanos, COALESCE(e.cost_nanos, e.reserved_nanos, 0), e.price_book, e.prices_from, e.first_byte_ms, e.total_ms
    FROM entries_by_call AS e LEFT JOIN entries_by_call AS i ON i.call_id = e.call_id AND i.kind = 'intent'
    WHERE e.kind <> 'intent' ORDER BY e.seq;
INSERT INTO hourly
    SELECT started / 3600000, key_id, '', '', provider, COALESCE(model_served, model), '', '', simulated, COUNT(*), SUM(attempt), SUM(COALESCE(estimated, 0)), SUM(cost_nanos IS NULL),
        SUM(COALESCE(input, 0)), SUM(COALESCE(cache_read, 0)), SUM(COALESCE(cache_write_5m, 0)), SUM(COALESCE(cache_write_1h, 0)), SUM(COALESCE(output, 0)), SUM(COALESCE(reasoning, 0)),
        SUM(COALESCE(cost_nanos, 0)), SUM(charged_nanos), SUM(COALESCE(total_ms, 0))
    FROM entries GROUP BY 1, 2, 5, 6, 9;
DROP TABLE entries_by_call;
