-- The running regression behind token estimates, one row a model: sums over shares of prose (p), code (c) and JSON (j).
CREATE TABLE token_factors (
    model   TEXT PRIMARY KEY,
    samples INTEGER NOT NULL,
    pp REAL NOT NULL, pc REAL NOT NULL, pj REAL NOT NULL, cc REAL NOT NULL, cj REAL NOT NULL, jj REAL NOT NULL,
    tp REAL NOT NULL, tc REAL NOT NULL, tj REAL NOT NULL
);
