-- A budget is a limit on what one scope may spend in each period. Sums are by window: the time from one renewal to the next.
CREATE TABLE budgets (
    id          TEXT PRIMARY KEY,
    scope       TEXT NOT NULL CHECK (scope IN ('installation', 'team', 'project', 'key')),
    of          TEXT NOT NULL,
    period      TEXT NOT NULL CHECK (period IN ('day', 'week', 'month', 'ever')),
    zone        TEXT NOT NULL,
    limit_nanos INTEGER NOT NULL CHECK (limit_nanos >= 0),
    soft        INTEGER NOT NULL,
    warn_at     TEXT NOT NULL,
    UNIQUE (scope, of, period)
);
-- Held is the sum of the open holds, spent that of the entries: both change in the transaction that writes those.
CREATE TABLE budget_sums (
    budget    TEXT NOT NULL,
    starts    INTEGER NOT NULL,
    simulated INTEGER NOT NULL,
    spent     INTEGER NOT NULL,
    held      INTEGER NOT NULL CHECK (held >= 0),
    PRIMARY KEY (budget, starts, simulated)
) WITHOUT ROWID;
-- Each warning is given once in a window.
CREATE TABLE budget_warnings (
    budget    TEXT NOT NULL,
    starts    INTEGER NOT NULL,
    percent   INTEGER NOT NULL,
    PRIMARY KEY (budget, starts, percent)
) WITHOUT ROWID;
