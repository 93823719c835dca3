-- Opens the store, or begins one: a first one where there is none and one may be made, or another one because a person
-- resets all. The series of the store before it carry its name in their keys, and lapse by themselves.
local format, id, how = take(), take(), take()
local found = redis.call('HMGET', STORE, 'format', 'id', 'begun')
local isBegun = found[1] == format and how == 'reset'
if not found[1] then isBegun = how ~= 'look' end
if isBegun then
  redis.call('HSET', STORE, 'format', format, 'id', id, 'begun', how, 'clock', 0)
  redis.call('PEXPIRE', STORE, STORE_MS)
  found = {format, id, how}
end
return {found[1] or '', found[2] or '', found[3] or ''}
