/** Replaces a row if it has the version before the given one. */
export const REPLACE_LUA = String.raw`
local row, body = given()
local old = load(row[ID])
if not old or tonumber(old[VERSION]) ~= tonumber(row[VERSION]) - 1 then return {'stale'} end
if row[IS_LIVE] == '1' then
  local id = redis.call('HGET', LIVE, row[DIGEST])
  if id and id ~= row[ID] then return redis.error_reply('ERR another row is live for this digest') end
end
local mark = nextMark()
unindex(old)
write(row, body, mark)
prune(tonumber(ARGV[14]), tonumber(ARGV[15]), tonumber(ARGV[16]))
return {'replaced'}
`
