/**
 * What has changed after a mark: the new mark, then id, kind and state of each row in order of change. `gap` instead
 * when a row that changed after the mark has been forgotten, or when the mark is from before the data went back in time.
 */
export const CHANGES_LUA = String.raw`
local mark, since = about('mark'), tonumber(ARGV[1])
if not since then return {tostring(mark)} end
if since > mark or since < about('forgotten') then return {tostring(mark), 'gap'} end
local answer = {ARGV[1]}
local changed = redis.call('ZRANGEBYSCORE', MARKS, '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for at = 1, #changed, 2 do
  local row = load(changed[at])
  answer[1] = changed[at + 1]
  answer[#answer + 1] = row[ID]
  answer[#answer + 1] = row[KIND]
  answer[#answer + 1] = row[STATE]
end
return answer
`
