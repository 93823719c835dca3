-- Says what became of a decision: of the marks that one attempt to count it left (`only`), or of all but those that a later
-- attempt of the same process left: what is told late must not take away what stands by now. Where marks stand in series
-- that were not named it changes nothing and names them: a cluster must be told of every key beforehand.
local OPEN = KEYS[3]
local id, decision, ending, attempt, isOnly = take(), take(), take(), take(), take() == 'only'

local other = otherThan(id)
if other then return other end

local keysOf = {}
for place = 4, #KEYS, 2 do keysOf[nameOf(KEYS[place])] = {KEYS[place], KEYS[place + 1]} end
local marks, names, isKnown = redis.call('HGETALL', OPEN), {'more'}, true
for place = 1, #marks, 2 do
  names[#names + 1] = marks[place]
  isKnown = isKnown and keysOf[marks[place]] ~= nil
end
if not isKnown then return names end

local function isMeant(by)
  if isOnly then return by == attempt end
  local process, number = attempt:match('^(.*)%.(%d+)$')
  local itsProcess, itsNumber = by:match('^(.*)%.(%d+)$')
  return process ~= itsProcess or tonumber(itsNumber) <= tonumber(number)
end

local function settleMark(name, by)
  local one = loadSeries(unpack(keysOf[name]))
  local atMs, entry = tonumber(redis.call('ZSCORE', one.z, decision)), readEntry(one, decision)
  if not atMs or not entry or entry[ATTEMPT] ~= by then return end
  if ending == 'not_run' then
    dropEntry(one, decision, atMs, entry)
  else
    if ending == 'ok' and entry[IS_OK] == 1 and one.about.all - entry[VALUE] + entry[AMOUNT] <= EXACT_MAX then
      add(one, atMs, entry[AMOUNT] - entry[VALUE])
      entry[VALUE] = entry[AMOUNT]
    end
    entry[ATTEMPT] = ''
    writeEntry(one, decision, entry)
    one.about.open, one.isChanged = one.about.open - 1, true
  end
  saveSeries(one)
end

for place = 1, #marks, 2 do
  local name, by = marks[place], marks[place + 1]
  if isMeant(by) then
    settleMark(name, by)
    redis.call('HDEL', OPEN, name)
  end
end
return {'settled'}
