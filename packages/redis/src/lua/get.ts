/** One row, or nothing. */
export const GET_LUA = String.raw`
local answer, row = {}, load(ARGV[1])
if row then append(answer, row) end
return answer
`
