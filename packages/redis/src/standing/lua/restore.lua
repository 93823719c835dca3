-- Lets somebody in again; what they were turned away for.
local id, channel, target = take(), take(), take()
local other = otherThan(id)
if other then return other end
local record = redis.call('HGET', REVOKED, target)
if not record then return {'none'} end
redis.call('HDEL', REVOKED, target)
redis.call('ZADD', RESTORED, redisMs, nameOf(record))
redis.call('ZREMRANGEBYRANK', RESTORED, 0, -RESTORED_MAX - 1)
redis.call('PEXPIRE', RESTORED, STORE_MS)
tellOf(channel, id, 'restored', record)
return {'restored', record}
