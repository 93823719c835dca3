/**
 * The newest rows of a kind that fit a filter: kind, limit, liveness, due time, whether a digest and whether states are
 * given, the digest, the states. Strings are compared by their bytes: Lua's own comparison follows the machine's locale.
 */
export const LIST_LUA = String.raw`
local kind, limit, isLive, dueBy = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local hasDigest, hasStates, digest = ARGV[5] == '1', ARGV[6] == '1', ARGV[7]
local states, isState = {}, {}
for at = 8, #ARGV do
  if not isState[ARGV[at]] then states[#states + 1] = ARGV[at] end
  isState[ARGV[at]] = true
end
if limit <= 0 then return {} end

local function isWanted(row)
  return row[KIND] == kind
    and (not hasStates or isState[row[STATE]])
    and (not hasDigest or row[DIGEST] == digest)
    and (isLive == '' or row[IS_LIVE] == isLive)
    and (not dueBy or tonumber(row[DUE_AT]) <= dueBy)
end

local function isAfter(row, other)
  local one, two = row[ID], other[ID]
  if row[CREATED] ~= other[CREATED] then return tonumber(row[CREATED]) > tonumber(other[CREATED]) end
  for at = 1, math.min(#one, #two) do
    local a, b = one:byte(at), two:byte(at)
    if a ~= b then return a > b end
  end
  return #one > #two
end

local found = {}
local function consider(id)
  local row = load(id)
  if not row or not isWanted(row) then return 0 end
  found[#found + 1] = row
  return 1
end

local function areAllOpen()
  for _, state in ipairs(states) do
    if state ~= 'executing' and state ~= 'active' then return false end
  end
  return hasStates
end

local function below(one)
  local PAGE, offset, count = 200, 0, 0
  while count < limit do
    local members = redis.call('ZREVRANGEBYLEX', INDEX, '(' .. one .. ';', '[' .. one .. ':', 'LIMIT', offset, PAGE)
    for _, member in ipairs(members) do
      if count < limit then count = count + consider(member:sub(#one + 19)) end
    end
    if #members < PAGE then return end
    offset = offset + PAGE
  end
end

local isSorted = false
if isLive == '1' or (dueBy and areAllOpen()) then
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', DUE, '-inf', dueBy and ARGV[4] or '+inf')) do consider(id) end
elseif not hasStates then
  isSorted = true
  below(hasDigest and tag('digest', kind, digest) or tag('kind', kind))
else
  isSorted = #states == 1
  for _, state in ipairs(states) do
    below(hasDigest and tag('both', kind, digest, state) or tag('state', kind, state))
  end
end

if not isSorted then table.sort(found, isAfter) end
local answer = {}
for at = 1, math.min(limit, #found) do append(answer, found[at]) end
return answer
`
