-- What stands in series: of each how many calls, what they add up to, how many run, and the first and last time.
local id, givenMs = take(), take()
local other = otherThan(id)
if other then return other end
local nowMs = tick(givenMs)

local answer = {'listed'}
local function tell(z, edgeMs, total, open)
  local count = redis.call('ZCARD', z) - redis.call('ZCOUNT', z, '-inf', edgeMs)
  local first = redis.call('ZRANGEBYSCORE', z, '(' .. exact(edgeMs), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
  local last = redis.call('ZREVRANGE', z, 0, 0, 'WITHSCORES')
  for _, value in ipairs({count, total or count, open, tonumber(first[2]) or 0, tonumber(last[2]) or 0}) do
    answer[#answer + 1] = exact(value)
  end
end

local place = 3
while place <= #KEYS do
  local windowMs = number()
  if windowMs then
    tell(KEYS[place], nowMs - windowMs, nil, 0)
    place = place + 1
  else
    local one = loadSeries(KEYS[place], KEYS[place + 1])
    trim(one, nowMs)
    tell(one.z, nowMs - one.about.keep, totalIn(one, one.about.keep, nowMs), one.about.open)
    saveSeries(one)
    place = place + 2
  end
end
return answer
