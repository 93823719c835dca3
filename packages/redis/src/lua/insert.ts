/**
 * Adds a row unless one is live for its digest or a cap is reached. Caps, if any: the first millisecond that counts, the
 * number for each, the size of all bodies that have not ended.
 */
export const INSERT_LUA = String.raw`
local row, body = given()
if row[IS_LIVE] == '1' then
  local id = redis.call('HGET', LIVE, row[DIGEST])
  if id then
    local answer = {'exists'}
    append(answer, load(id))
    return answer
  end
end
if redis.call('HEXISTS', ROWS, row[ID]) == 1 then return redis.error_reply('ERR this id is taken') end

local CAPS = {'principal', 'session', 'server', 'overall'}
local from = ARGV[17]
if from ~= '' then
  for at, one in ipairs(capTags(row)) do
    local pending = redis.call('ZLEXCOUNT', PENDING, '[' .. one .. ':' .. padded(from), '(' .. one .. ';')
    if pending >= tonumber(ARGV[17 + at]) then return {'full', CAPS[at]} end
  end
  if about('openBytes') + #body > tonumber(ARGV[22]) then return {'full', 'overall'} end
end

write(row, body, nextMark())
prune(tonumber(ARGV[14]), tonumber(ARGV[15]), tonumber(ARGV[16]))
return {'inserted'}
`
