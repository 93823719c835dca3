-- Forgets one series; how many calls that were.
local id, member = take(), take()
local other = otherThan(id)
if other then return other end
local count = redis.call('ZCARD', KEYS[3])
redis.call('ZREM', INDEX, member)
for place = 3, #KEYS do redis.call('UNLINK', KEYS[place]) end
return {'forgotten', count}
