/**
 * The tables of sessions, version 1. A session is named by its id in JSON, which keeps every id apart; where it began is
 * JSON too.
 */
export const SESSIONS_SCHEMA = `
CREATE TABLE IF NOT EXISTS store (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL
) STRICT;
INSERT INTO store VALUES (1, lower(hex(randomblob(16)))) ON CONFLICT DO NOTHING;
CREATE TABLE IF NOT EXISTS sessions (
  session TEXT PRIMARY KEY,
  started_ms INTEGER NOT NULL,
  last_ms INTEGER NOT NULL,
  actions INTEGER NOT NULL,
  ip TEXT,
  geo TEXT,
  device TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_idle ON sessions (last_ms);
PRAGMA user_version = 1;
`
