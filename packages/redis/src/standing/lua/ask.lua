-- Has actions enter their sessions and looks who is turned away, for all of the calls that are judged in one breath.
--
-- A session is a hash: when it began, when it acted last, how often it has acted, and where it began. Of what a process
-- remembers of a session the store may have lost a part, as in a failover: what is remembered holds then, and how many
-- actions were lost is told.
local REVOKED, RESTORED, INDEX = KEYS[2], KEYS[3], KEYS[4]
local TRIM_MAX = 64
local id, idleMs, sessionsMax, enters, finds = take(), number(), number(), number(), number()

local other = otherThan(id)
if other then return other end
keepStore(REVOKED, RESTORED)

-- Whether another session may begin: those that have not acted for long are forgotten, some at a time.
local function hasRoom(nowMs)
  local idle = redis.call('ZCOUNT', INDEX, '-inf', nowMs - idleMs)
  if idle > 0 then redis.call('ZREMRANGEBYRANK', INDEX, 0, math.min(idle, TRIM_MAX) - 1) end
  return redis.call('ZCARD', INDEX) < sessionsMax or idle > TRIM_MAX
end

local ORIGIN = {'ip', 'geo', 'device'}

local function enter(key)
  local nowMs = number() or redisMs
  local isCounted, ageMs, heldActions, heldAgeMs = take() == '1', number(), number(), number()
  local said = {take(), take(), take()}
  local held = redis.call('HMGET', key, 'started', 'last', 'actions')
  local startedMs, lastMs, actions = tonumber(held[1]), tonumber(held[2]), tonumber(held[3]) or 0
  if not startedMs and not hasRoom(nowMs) then return {'full'} end

  -- Its time never steps back, so that it never grows younger.
  local atMs = math.max(nowMs, lastMs or nowMs)
  local lost = math.max(0, heldActions - actions)
  startedMs = math.min(startedMs or atMs, atMs - ageMs, atMs - heldAgeMs)
  actions = actions + lost + (isCounted and 1 or 0)
  redis.call('HSET', key, 'started', startedMs, 'last', atMs, 'actions', actions)
  for place, name in ipairs(ORIGIN) do
    if said[place] ~= '' then redis.call('HSETNX', key, name, said[place]) end
  end
  redis.call('PEXPIRE', key, idleMs)
  redis.call('ZADD', INDEX, atMs, key)
  redis.call('PEXPIRE', INDEX, idleMs)
  local ip, geo, device = unpack(redis.call('HMGET', key, 'ip', 'geo', 'device'))
  return {'entered', exact(atMs - startedMs), exact(actions), lost, ip or '', geo or '', device or ''}
end

local isAnybodyTurnedAway = redis.call('EXISTS', REVOKED) == 1

-- The first of some targets that is turned away.
local function find()
  local targets = {}
  for place = 1, number() do targets[place] = take() end
  if isAnybodyTurnedAway and #targets > 0 then
    for _, found in ipairs(redis.call('HMGET', REVOKED, unpack(targets))) do
      if found then return found end
    end
  end
  return ''
end

local answer = {'asked', redis.call('HGET', STORE, 'changes') or '0'}
for place = 5, 4 + enters do answer[#answer + 1] = enter(KEYS[place]) end
for _ = 1, finds do answer[#answer + 1] = find() end
return answer
