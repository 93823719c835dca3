-- Turns those away again whose revocations a process knows and the store has lost, unless somebody has let them in since.
local id, channel, count = take(), take(), number()
local other = otherThan(id)
if other then return other end

local function putBack(target, record)
  if redis.call('HEXISTS', REVOKED, target) == 1 then return 'stands' end
  if redis.call('ZSCORE', RESTORED, nameOf(record)) then return 'restored' end
  turnAway(channel, id, target, record)
  return 'back'
end

local answer = {'put'}
for _ = 1, count do answer[#answer + 1] = putBack(take(), take()) end
return answer
