-- What every script on a store begins with: what it is given, which store there is, and what time it is.
local STORE = KEYS[1]
-- The store outlives the longest window of any policy (366 days) by a month.
local STORE_MS = 396 * 86400 * 1000
local DAY_MS = 86400 * 1000

local at = 0
local function take()
  at = at + 1
  return ARGV[at]
end
local function number()
  return tonumber(take())
end

-- A number as clients read it exactly: ioredis loses the last digits of the largest.
local function exact(value)
  return string.format('%.0f', value)
end

-- The answer for whoever knows another store than this one; nothing for the right one.
local function otherThan(id)
  local found, begun = unpack(redis.call('HMGET', STORE, 'id', 'begun'))
  if found == id then return nil end
  return {'other', found or '', begun or ''}
end

-- The time of Redis in milliseconds, the same one for all of a script.
local time = redis.call('TIME')
local redisMs = time[1] * 1000 + math.floor(time[2] / 1000)

-- Has the store, and keys that must not go before it, live on; written once a day.
local function keepStore(...)
  if redis.call('PTTL', STORE) >= STORE_MS - DAY_MS then return end
  redis.call('PEXPIRE', STORE, STORE_MS)
  for _, key in ipairs({...}) do redis.call('PEXPIRE', key, STORE_MS) end
end
