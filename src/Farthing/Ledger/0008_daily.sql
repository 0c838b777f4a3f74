-- The hourly sums of a large ledger are too many to be read for every question. These are the same by day (of UTC, since the Unix epoch):
-- once without sessions, of which each day has new ones, and once with sessions but without models.
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
    cost_nanos     INTEGER NOT NULL,
    charged_nanos  INTEGER NOT NULL,
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
    cost_nanos     INTEGER NOT NULL,
    charged_nanos  INTEGER NOT NULL,
    PRIMARY KEY (day, key_id, team, project, session, user, label, simulated)
) WITHOUT ROWID;

INSERT INTO daily
    SELECT hour / 24, key_id, team, project, provider, model, user, label, simulated,
        SUM(calls), SUM(attempts), SUM(estimated), SUM(unpriced), SUM(input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(cost_nanos), SUM(charged_nanos)
    FROM hourly GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9;
INSERT INTO daily_sessions
    SELECT hour / 24, key_id, team, project, session, user, label, simulated,
        SUM(calls), SUM(attempts), SUM(estimated), SUM(unpriced), SUM(input), SUM(cache_read), SUM(cache_write_5m), SUM(cache_write_1h), SUM(output), SUM(cost_nanos), SUM(charged_nanos)
    FROM hourly GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;

-- Triggers keep them, so that a gateway of an earlier version that still runs on the file keeps them too.
CREATE TRIGGER hourly_new AFTER INSERT ON hourly BEGIN
    INSERT INTO daily
        VALUES (new.hour / 24, new.key_id, new.team, new.project, new.provider, new.model, new.user, new.label, new.simulated,
            new.calls, new.attempts, new.estimated, new.unpriced, new.input, new.cache_read, new.cache_write_5m, new.cache_write_1h, new.output, new.cost_nanos, new.charged_nanos)
        ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, attempts = attempts + excluded.attempts, estimated = estimated + excluded.estimated, unpriced = unpriced + excluded.unpriced, input = input + excluded.input, cache_read = cache_read + excluded.cache_read, cache_write_5m = cache_write_5m + excluded.cache_write_5m, cache_write_1h = cache_write_1h + excluded.cache_write_1h, output = output + excluded.output, cost_nanos = cost_nanos + excluded.cost_nanos, charged_nanos = charged_nanos + excluded.charged_nanos;
    INSERT INTO daily_sessions
        VALUES (new.hour / 24, new.key_id, new.team, new.project, new.session, new.user, new.label, new.simulated,
            new.calls, new.attempts, new.estimated, new.unpriced, new.input, new.cache_read, new.cache_write_5m, new.cache_write_1h, new.output, new.cost_nanos, new.charged_nanos)
        ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, attempts = attempts + excluded.attempts, estimated = estimated + excluded.estimated, unpriced = unpriced + excluded.unpriced, input = input + excluded.input, cache_read = cache_read + excluded.cache_read, cache_write_5m = cache_write_5m + excluded.cache_write_5m, cache_write_1h = cache_write_1h + excluded.cache_write_1h, output = output + excluded.output, cost_nanos = cost_nanos + excluded.cost_nanos, charged_nanos = charged_nanos + excluded.charged_nanos;
END;
CREATE TRIGGER hourly_more AFTER UPDATE ON hourly BEGIN
    UPDATE daily SET calls = calls + new.calls - old.calls, attempts = attempts + new.attempts - old.attempts, estimated = estimated + new.estimated - old.estimated, unpriced = unpriced + new.unpriced - old.unpriced, input = input + new.input - old.input, cache_read = cache_read + new.cache_read - old.cache_read, cache_write_5m = cache_write_5m + new.cache_write_5m - old.cache_write_5m, cache_write_1h = cache_write_1h + new.cache_write_1h - old.cache_write_1h, output = output + new.output - old.output, cost_nanos = cost_nanos + new.cost_nanos - old.cost_nanos, charged_nanos = charged_nanos + new.charged_nanos - old.charged_nanos
        WHERE day = new.hour / 24 AND key_id = new.key_id AND team = new.team AND project = new.project AND provider = new.provider AND model = new.model AND user = new.user AND label = new.label AND simulated = new.simulated;
    UPDATE daily_sessions SET calls = calls + new.calls - old.calls, attempts = attempts + new.attempts - old.attempts, estimated = estimated + new.estimated - old.estimated, unpriced = unpriced + new.unpriced - old.unpriced, input = input + new.input - old.input, cache_read = cache_read + new.cache_read - old.cache_read, cache_write_5m = cache_write_5m + new.cache_write_5m - old.cache_write_5m, cache_write_1h = cache_write_1h + new.cache_write_1h - old.cache_write_1h, output = output + new.output - old.output, cost_nanos = cost_nanos + new.cost_nanos - old.cost_nanos, charged_nanos = charged_nanos + new.charged_nanos - old.charged_nanos
        WHERE day = new.hour / 24 AND key_id = new.key_id AND team = new.team AND project = new.project AND session = new.session AND user = new.user AND label = new.label AND simulated = new.simulated;
END;
