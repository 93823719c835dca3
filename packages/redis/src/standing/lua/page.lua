-- Who is turned away, a page of them, and how often that has changed.
local id, cursor, pageMax = take(), take(), take()
local other = otherThan(id)
if other then return other end
local next, found = unpack(redis.call('HSCAN', KEYS[2], cursor, 'COUNT', pageMax))
return {'page', redis.call('HGET', STORE, 'changes') or '0', next, unpack(found)}
