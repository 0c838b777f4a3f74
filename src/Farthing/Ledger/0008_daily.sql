-- The hourly sums of a large ledger are too many to be read for every question. These are the same by day (of UTC, since the Unix epoch):
-- once without sessions, of which each day has new ones, and once with sessions but without models. Written in the entries' transaction too.
CREATE TABLE daily (
    day            INTEGER NOT NULL,
    key_id         TEXT NOT NULL,
    team           TEXT NOT NULL,
    project        TEXT NOT NULL,
    provider       TEXT NOT NULL,
    model          TEXT NOT NULL,
    user           TEXT NOT NULL,
    label          TEXT NOT NULL,
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
    PRIMARY KEY (day, key_id, team, project, provider, model, user, label, simulated)
) WITHOUT ROWID;

CREATE TABLE daily_sessions (
    day            INTEGER NOT NULL,
    key_id         TEXT NOT NULL,
    team           TEXT NOT NULL,
    project        TEXT NOT NULL,
    session        TEXT NOT NULL,
    user           TEXT NOT NULL,
    label          TEXT NOT NULL,
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
    PRIMARY KEY (day, key_id, team, project, session, user, label, simulated)
) WITHOUT ROWID;

INSERT INTO daily
    SELECT hour / 24, key_id, team, project, provider, model, user, label, simulated,
        SUM(calls), SUM(attempts), SUM(estimated), SUM(unpriced), SUM(input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(cost_nanos), SUM(charged_nanos), SUM(total_ms)
    FROM hourly GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
INSERT INTO daily_sessions
    SELECT hour / 24, key_id, team, project, session, user, label, simulated,
        SUM(calls), SUM(attempts), SUM(estimated), SUM(unpriced), SUM(input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(reasoning), SUM(cost_nanos), SUM(charged_nanos), SUM(total_ms)
    FROM hourly GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
