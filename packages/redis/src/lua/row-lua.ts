/**
 * What every script begins with: the keys of a queue, and a row as Redis keeps it.
 *
 * A row is a packed list of what scripts look at and of its head in `rows`, and its body in `bodies`, so that looking for
 * rows moves no bodies. Answers have head and body: many short strings take Redis longer than the rest of a script.
 * `index` finds rows, newest last: each member is a tag of fixed length, the time of creation and the id, so that
 * nothing in a column can reach into another one's range. `due` has the rows whose clocks matter, `pending` counts for
 * the caps, `marks` has the last change of each row, `ended` what may be forgotten. The columns decide; an index only
 * suggests.
 *
 * The first write of each script is refused by a server that is full, has become a replica or lacks replicas, before
 * anything else has changed.
 */
export const ROW_LUA = String.raw`
local ABOUT, ROWS, BODIES, LIVE, INDEX, PENDING, DUE, MARKS, ENDED = unpack(KEYS)
local ID, KIND, VERSION, STATE, IS_LIVE, DIGEST, PRINCIPAL = 1, 2, 3, 4, 5, 6, 7
local SERVER, SESSION, CREATED, DUE_AT, HEAD, BODY = 8, 9, 10, 11, 12, 13

local function given()
  local row = {}
  for at = ID, HEAD do row[at] = ARGV[at] end
  return row, ARGV[BODY]
end

local function load(id)
  local packed = redis.call('HGET', ROWS, id)
  return packed and cmsgpack.unpack(packed) or nil
end

local function append(answer, row)
  answer[#answer + 1] = row[HEAD]
  answer[#answer + 1] = redis.call('HGET', BODIES, row[ID])
end

local function padded(count)
  return string.rep('0', 16 - #count) .. count
end

local function tag(...)
  return redis.sha1hex(cmsgpack.pack({...}))
end

local function indexed(row)
  local at = ':' .. padded(row[CREATED]) .. ':' .. row[ID]
  return {
    tag('kind', row[KIND]) .. at,
    tag('state', row[KIND], row[STATE]) .. at,
    tag('digest', row[KIND], row[DIGEST]) .. at,
    tag('both', row[KIND], row[DIGEST], row[STATE]) .. at,
  }
end

local function capTags(row)
  return {
    tag('principal', row[PRINCIPAL]),
    tag('session', row[SESSION]),
    tag('server', row[SERVER]),
    tag('overall'),
  }
end

local function counted(row)
  local members = capTags(row)
  for at, one in ipairs(members) do members[at] = one .. ':' .. padded(row[DUE_AT]) .. ':' .. row[ID] end
  return members
end

local function isPending(row)
  return row[KIND] == 'request' and row[STATE] == 'pending'
end

local function isOpen(row)
  return row[IS_LIVE] == '1' or row[STATE] == 'executing' or row[STATE] == 'active'
end

local function count(row, bytes)
  redis.call('HINCRBY', ABOUT, isOpen(row) and 'openBytes' or 'endedBytes', bytes)
end

local function unindex(row)
  local id = row[ID]
  redis.call('ZREM', INDEX, unpack(indexed(row)))
  if isPending(row) then redis.call('ZREM', PENDING, unpack(counted(row))) end
  redis.call('ZREM', isOpen(row) and DUE or ENDED, id)
  count(row, 0 - redis.call('HSTRLEN', BODIES, id))
  if redis.call('HGET', LIVE, row[DIGEST]) == id then redis.call('HDEL', LIVE, row[DIGEST]) end
end

local function addAll(key, members)
  for _, member in ipairs(members) do redis.call('ZADD', key, 0, member) end
end

local function write(row, body, mark)
  local id = row[ID]
  redis.call('HSET', ROWS, id, cmsgpack.pack(row))
  redis.call('HSET', BODIES, id, body)
  redis.call('ZADD', MARKS, mark, id)
  addAll(INDEX, indexed(row))
  if isPending(row) then addAll(PENDING, counted(row)) end
  if isOpen(row) then
    redis.call('ZADD', DUE, row[DUE_AT], id)
  else
    redis.call('ZADD', ENDED, mark, id)
  end
  count(row, #body)
  if row[IS_LIVE] == '1' then redis.call('HSET', LIVE, row[DIGEST], id) end
end

local function nextMark()
  return redis.call('HINCRBY', ABOUT, 'mark', 1)
end

local function about(name)
  return tonumber(redis.call('HGET', ABOUT, name) or '0')
end

local function prune(endedMax, bytesMax, timesMax)
  for _ = 1, timesMax do
    local id = redis.call('ZRANGE', ENDED, 0, 0)[1]
    if not id then return end
    if redis.call('ZCARD', ENDED) <= endedMax and about('endedBytes') <= bytesMax then return end
    redis.call('HSET', ABOUT, 'forgotten', redis.call('ZSCORE', ENDED, id))
    unindex(load(id))
    redis.call('HDEL', ROWS, id)
    redis.call('HDEL', BODIES, id)
    redis.call('ZREM', MARKS, id)
  end
end
`
