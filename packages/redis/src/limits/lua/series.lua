-- What every script on limits begins with, behind what every script on a store does: its clock, and series of calls.
--
-- The series of a rate is one sorted set, decisions by time: each counts one. That of a history has a hash beside it with
-- what each call adds and, under `about`, what is known of all of them: how long any rule looks back (`keep`), what they
-- add up to (`all`), how many run (`open`), and of each window that was asked for its total and the time after which
-- calls stand in that total (`edge`). So a window costs what has left it since, and not what is in it.
--
-- A server that is full, has become a replica or lacks replicas refuses the first write that would add something, before
-- anything but what had lapsed has changed.
local INDEX = KEYS[2]
-- Keys outlive what is in them a little: a clock that steps back must not find them gone.
local SLACK_MS = 60 * 1000
local PAGE, TRIM_MAX, WINDOWS_MAX, FREE_MAX = 512, 256, 16, 2048
local EXACT_MAX = 9007199254740991

-- The time of the store, which never steps back; that of Redis unless a time is given.
local function tick(given)
  local nowMs = tonumber(given) or redisMs
  local lastMs = tonumber(redis.call('HGET', STORE, 'clock'))
  if lastMs >= nowMs then return lastMs end
  redis.call('HSET', STORE, 'clock', nowMs)
  keepStore(INDEX)
  return nowMs
end

-- Has keys go at one moment, a while after the last of what is in them has lapsed: by one time, or else one could go
-- before the other.
local function expire(keepMs, ...)
  for _, key in ipairs({...}) do redis.call('PEXPIREAT', key, redisMs + keepMs + SLACK_MS) end
end

-- Has a series listed for as long as something may stand in it; false when there are too many.
local function enterIndex(member, keepMs, nowMs, seriesMax)
  local dueMs = nowMs + keepMs + SLACK_MS
  local heldMs = tonumber(redis.call('ZSCORE', INDEX, member))
  if heldMs and heldMs >= dueMs then return true end
  local count, lapsed = redis.call('ZCARD', INDEX), redis.call('ZCOUNT', INDEX, '-inf', nowMs)
  if not heldMs and count - lapsed >= seriesMax then return false end
  -- Longer than needed, so that it is not written with every call.
  redis.call('ZADD', INDEX, dueMs + keepMs, member)
  if count == 0 then redis.call('PEXPIRE', INDEX, STORE_MS) end
  if lapsed > 0 then redis.call('ZREMRANGEBYRANK', INDEX, 0, math.min(lapsed, TRIM_MAX) - 1) end
  return true
end

-- How many calls of a rate stand in its window; what has lapsed goes, some at a time.
local function rateIn(key, windowMs, nowMs)
  local lapsed = redis.call('ZCOUNT', key, '-inf', nowMs - windowMs)
  local count = redis.call('ZCARD', key) - lapsed
  if lapsed > 0 then redis.call('ZREMRANGEBYRANK', key, 0, math.min(lapsed, TRIM_MAX) - 1) end
  return count
end

-- The digest of a series' name, with which its keys end.
local function nameOf(z)
  return z:sub(-32)
end

local function loadSeries(z, h)
  local packed = redis.call('HGET', h, 'about')
  local about = packed and cmsgpack.unpack(packed) or {keep = 0, all = 0, open = 0, windows = {}}
  return {z = z, h = h, about = about, isChanged = false}
end

local function saveSeries(one)
  if one.isChanged then redis.call('HSET', one.h, 'about', cmsgpack.pack(one.about)) end
  one.isChanged = false
end

-- An entry: what it adds by now, what once its call has ended well, whether only that counts, and the attempt that left
-- it; that is empty once the call has ended.
local VALUE, AMOUNT, IS_OK, ATTEMPT = 1, 2, 3, 4

local function readEntry(one, decision)
  local packed = redis.call('HGET', one.h, 'd' .. decision)
  return packed and cmsgpack.unpack(packed)
end

local function writeEntry(one, decision, entry)
  redis.call('HSET', one.h, 'd' .. decision, cmsgpack.pack(entry))
end

-- Changes what the entry of a time adds, wherever it is counted.
local function add(one, atMs, difference)
  if difference == 0 then return end
  local about = one.about
  about.all = about.all + difference
  for _, window in ipairs(about.windows) do
    local _, total, edgeMs = unpack(window)
    if atMs > edgeMs then window[2] = total + difference end
  end
  one.isChanged = true
end

-- Visits entries after one time and up to another, the oldest first, until `visit` says true.
local function visitEntries(one, afterMs, uptoMs, visit)
  local first = redis.call('ZCOUNT', one.z, '-inf', afterMs)
  local count = uptoMs and redis.call('ZCOUNT', one.z, '-inf', uptoMs) or redis.call('ZCARD', one.z)
  for from = first, count - 1, PAGE do
    local found = redis.call('ZRANGE', one.z, from, math.min(from + PAGE, count) - 1, 'WITHSCORES')
    local fields = {}
    for place = 1, #found, 2 do fields[#fields + 1] = 'd' .. found[place] end
    local packed = redis.call('HMGET', one.h, unpack(fields))
    for place = 1, #fields do
      local entry = cmsgpack.unpack(packed[place])
      if visit(entry[VALUE], tonumber(found[place * 2]), found[place * 2 - 1]) then return end
    end
  end
end

-- What stands in a window.
local function totalIn(one, windowMs, nowMs)
  local windows, edgeMs = one.about.windows, nowMs - windowMs
  for _, window in ipairs(windows) do
    if window[1] == windowMs then
      visitEntries(one, window[3], edgeMs, function(value)
        window[2], one.isChanged = window[2] - value, true
      end)
      -- Where nothing has left it, the edge of before says the same.
      if one.isChanged then window[3] = edgeMs end
      return window[2]
    end
  end
  local total = 0
  visitEntries(one, edgeMs, nil, function(value) total = total + value end)
  if #windows < WINDOWS_MAX and redis.call('EXISTS', one.z) == 1 then
    windows[#windows + 1] = {windowMs, total, edgeMs}
    one.isChanged = true
  end
  return total
end

local function dropEntry(one, decision, atMs, entry)
  add(one, atMs, 0 - entry[VALUE])
  if entry[ATTEMPT] ~= '' then one.about.open = one.about.open - 1 end
  one.isChanged = true
  redis.call('ZREM', one.z, decision)
  redis.call('HDEL', one.h, 'd' .. decision)
end

-- Lets go of what no window reaches any more, some at a time, and of windows that nobody asks for any more.
local function trim(one, nowMs)
  local about = one.about
  local lapsed = redis.call('ZRANGEBYSCORE', one.z, '-inf', nowMs - about.keep, 'WITHSCORES', 'LIMIT', 0, TRIM_MAX)
  for place = 1, #lapsed, 2 do
    dropEntry(one, lapsed[place], tonumber(lapsed[place + 1]), readEntry(one, lapsed[place]))
  end
  local asked = {}
  for _, window in ipairs(about.windows) do
    if window[3] + 2 * window[1] >= nowMs then asked[#asked + 1] = window end
  end
  if #asked < #about.windows then about.windows, one.isChanged = asked, true end
end

-- The time of a decision's own entry that has not lapsed, and the entry.
local function ownEntry(one, decision, nowMs)
  local atMs = tonumber(redis.call('ZSCORE', one.z, decision))
  if not atMs then return nil end
  local entry = readEntry(one, decision)
  if atMs > nowMs - one.about.keep then return atMs, entry end
  dropEntry(one, decision, atMs, entry)
  return nil
end

-- What others add up to in a window.
local function othersIn(one, windowMs, nowMs, ownAtMs, own)
  local total = totalIn(one, windowMs, nowMs)
  if ownAtMs and ownAtMs > nowMs - windowMs then return total - own[VALUE] end
  return total
end
