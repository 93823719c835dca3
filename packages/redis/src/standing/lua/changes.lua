-- What scripts that change who is turned away have in common: each change is counted, and told to whoever listens.
--
-- Who is let in again is remembered for a while by the name of the revocation, so that nobody who missed it puts that back.
local REVOKED, RESTORED = KEYS[2], KEYS[3]
local RESTORED_MAX = 10000

-- No two revocations say the same: each has a number of its own in it.
local function nameOf(record)
  return redis.sha1hex(record)
end

local function tellOf(channel, id, kind, record)
  local changes = redis.call('HINCRBY', STORE, 'changes', 1)
  redis.call('PUBLISH', channel, table.concat({id, changes, kind, record}, ' '))
end

local function turnAway(channel, id, target, record)
  redis.call('HSET', REVOKED, target, record)
  redis.call('PEXPIRE', REVOKED, STORE_MS)
  tellOf(channel, id, 'revoked', record)
end
