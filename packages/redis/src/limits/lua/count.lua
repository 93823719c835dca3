-- Reads what a call needs and leaves its marks, in one step: of each need how much stands in its window and when it would
-- fit, of all marks whether they stand.
local OPEN = KEYS[3]
local id, givenMs, decision, attempt = take(), take(), take(), take()
local isLetGo, seriesMax, callsMax = take() == '1', number(), number()

local other = otherThan(id)
if other then return other end
local nowMs = tick(givenMs)

local loaded = {}
local function seriesAt(place)
  local z = KEYS[place]
  if not loaded[z] then
    loaded[z] = loadSeries(z, KEYS[place + 1])
    trim(loaded[z], nowMs)
  end
  return loaded[z]
end

local function rate(key, windowMs, atMost, member)
  local count = rateIn(key, windowMs, nowMs)
  local ownMs = tonumber(redis.call('ZSCORE', key, decision))
  if not ownMs or ownMs <= nowMs - windowMs then
    if count >= callsMax or not enterIndex(member, windowMs, nowMs, seriesMax) then return false, false end
    redis.call('ZADD', key, nowMs, decision)
    expire(windowMs, key)
    count = count + 1
  end
  if count <= atMost or atMost < 1 then return count, false end
  -- The newest that must leave: as many as may stay beside this call are newer.
  local newest = atMost - 1
  if redis.call('ZREVRANK', key, decision) <= newest then newest = newest + 1 end
  local found = redis.call('ZREVRANGE', key, newest, newest, 'WITHSCORES')
  return count, tonumber(found[2]) + windowMs
end

local function history(place, windowMs, own, atMost)
  local one = seriesAt(place)
  local keepMs = one.about.keep
  if keepMs == 0 then return 0, false end
  if windowMs > keepMs then
    one.about.keep, one.isChanged = windowMs, true
    expire(windowMs, one.z, one.h)
  end
  local others = othersIn(one, windowMs, nowMs, ownEntry(one, decision, nowMs))
  if not atMost or others + own <= atMost or own > atMost then return others, false end
  local excess, freeAtMs, left = others + own - atMost, false, FREE_MAX
  visitEntries(one, nowMs - windowMs, nil, function(value, atMs, whose)
    left = left - 1
    if whose ~= decision then excess = excess - value end
    if excess <= 0 then freeAtMs = atMs + windowMs end
    return excess <= 0 or left == 0
  end)
  return others, freeAtMs
end

local function leave(place, keepMs, amount, isOk, capMs, capMost, member)
  local one = seriesAt(place)
  local about = one.about
  if keepMs > about.keep then about.keep = keepMs end
  local ownAtMs, own = ownEntry(one, decision, nowMs)
  if capMs and not isLetGo and othersIn(one, capMs, nowMs, ownAtMs, own) + amount > capMost then return 0 end
  if about.all - (own and own[VALUE] or 0) + amount > EXACT_MAX then return 0 end
  if not own and redis.call('ZCARD', one.z) >= callsMax then return 0 end
  if not enterIndex(member, about.keep, nowMs, seriesMax) then return 0 end
  local value = isOk and 0 or amount
  if own then
    add(one, ownAtMs, value - own[VALUE])
  else
    redis.call('ZADD', one.z, nowMs, decision)
    add(one, nowMs, value)
  end
  if not own or own[ATTEMPT] == '' then about.open = about.open + 1 end
  one.isChanged = true
  writeEntry(one, decision, {value, amount, isOk and 1 or 0, attempt})
  saveSeries(one)
  expire(about.keep, one.z, one.h)
  -- Whoever settles the decision finds its marks here, also in another process.
  redis.call('HSET', OPEN, nameOf(one.z), attempt)
  if redis.call('PTTL', OPEN) < about.keep + SLACK_MS then expire(about.keep, OPEN) end
  return 1
end

local answer, isMarked = {'counted', 0}, 1
for _ = 1, number() do
  local kind, place, windowMs, own, atMost, member = take(), number(), number(), number(), number(), take()
  local count, freeAtMs
  if kind == 'rate' then
    count, freeAtMs = rate(KEYS[place], windowMs, atMost, member)
  else
    count, freeAtMs = history(place, windowMs, own, atMost)
  end
  answer[#answer + 1] = count and exact(count)
  answer[#answer + 1] = freeAtMs
end
for _ = 1, number() do
  local place, keepMs, amount, isOk = number(), number(), number(), take() == '1'
  local capMs, capMost, member = number(), number(), take()
  isMarked = math.min(isMarked, leave(place, keepMs, amount, isOk, capMs, capMost, member))
end
for _, one in pairs(loaded) do saveSeries(one) end
answer[2] = isMarked
return answer
