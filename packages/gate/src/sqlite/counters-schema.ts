/**
 * The tables of the counters, version 1. `entries` holds what calls left and no argument of theirs; `value` is what one
 * adds by now, `amount` what it adds once it has ended well. `clock` never steps back.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS store (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  clock_ms INTEGER NOT NULL
) STRICT;
INSERT INTO store VALUES (1, lower(hex(randomblob(16))), 0) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS entries (
  series TEXT NOT NULL,
  decision TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  until_ms INTEGER NOT NULL,
  value INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  counts_ok INTEGER NOT NULL,
  is_open INTEGER NOT NULL,
  PRIMARY KEY (series, decision)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_window ON entries (series, at_ms, decision, value);
CREATE INDEX IF NOT EXISTS entries_open ON entries (decision) WHERE is_open = 1;
CREATE INDEX IF NOT EXISTS entries_lapsed ON entries (until_ms);
PRAGMA user_version = 1;
`
