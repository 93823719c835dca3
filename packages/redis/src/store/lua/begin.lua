-- Opens the store, or begins one: a first one where there is none and one may be made, or another one because a person
-- has all begin anew. What the store before it held carries its name in its keys, and lapses by itself.
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
