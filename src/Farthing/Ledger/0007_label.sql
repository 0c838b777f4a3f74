-- What calls were labelled with joins what the hourly sums are told apart by. They are added up anew from the entries, which hold the labels of earlier calls.
DROP TABLE hourly;
CREATE TABLE hourly (
    hour           INTEGER NOT NULL,
    key_id         TEXT NOT NULL,
    team           TEXT NOT NULL,
    project        TEXT NOT NULL,
    provider       TEXT NOT NULL,
    model          TEXT NOT NULL,
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
    PRIMARY KEY (hour, key_id, team, project, provider, model, session, user, label, simulated)
) WITHOUT ROWID;

-- A correction belongs to the group of the unknown end that it puts right, and is no call of its own.
INSERT INTO hourly
    SELECT started / 3600000, key_id, COALESCE(team, ''), COALESCE(project, ''),
        CASE kind WHEN 'correction' THEN (SELECT u.provider FROM entries u WHERE u.call_id = e.call_id AND u.kind = 'unknown') ELSE provider END,
        CASE kind WHEN 'correction' THEN model ELSE COALESCE(model_served, model) END,
        COALESCE(session, ''), COALESCE(user, ''), COALESCE(label, ''), simulated,
        SUM(kind <> 'correction'), SUM(CASE kind WHEN 'correction' THEN 0 ELSE attempt END), SUM(CASE kind WHEN 'correction' THEN 0 ELSE COALESCE(estimated, 0) END),
        SUM(kind <> 'correction' AND cost_nanos IS NULL),
        SUM(COALESCE(input, 0)), SUM(COALESCE(cache_read, 0)), SUM(COALESCE(cache_write_5m, 0)), SUM(COALESCE(cache_write_1h, 0)), SUM(COALESCE(output, 0)), SUM(COALESCE(reasoning, 0)),
        SUM(COALESCE(cost_nanos, 0)), SUM(charged_nanos), SUM(COALESCE(total_ms, 0))
    FROM entries e WHERE kind <> 'retry' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
