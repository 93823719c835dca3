-- Turns somebody away; one who is already stays as it is. A full store takes no other but the kill switch.
local id, channel, target, record, killSwitch, revokedMax = take(), take(), take(), take(), take(), number()
local other = otherThan(id)
if other then return other end
if redis.call('HEXISTS', REVOKED, target) == 1 then return {'stands'} end
if target ~= killSwitch and redis.call('HLEN', REVOKED) >= revokedMax then return {'full'} end
turnAway(channel, id, target, record)
return {'revoked'}
