/** The tables of a queue, version 1. `mark` counts changes over all rows, so that a reader sees what is new. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS records (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  state TEXT NOT NULL,
  is_live INTEGER NOT NULL,
  digest TEXT NOT NULL,
  principal TEXT NOT NULL,
  server TEXT NOT NULL,
  session TEXT NOT NULL,
  owner TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  due_at_ms INTEGER NOT NULL,
  body TEXT NOT NULL,
  mac TEXT NOT NULL,
  mark INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS records_live ON records (digest) WHERE is_live = 1;
CREATE INDEX IF NOT EXISTS records_digest ON records (digest, state);
CREATE INDEX IF NOT EXISTS records_state ON records (kind, state, created_at_ms);
CREATE INDEX IF NOT EXISTS records_created ON records (kind, created_at_ms);
CREATE INDEX IF NOT EXISTS records_pending ON records (due_at_ms, principal, session, server)
  WHERE kind = 'request' AND state = 'pending';
CREATE UNIQUE INDEX IF NOT EXISTS records_mark ON records (mark);
PRAGMA user_version = 1;
`
