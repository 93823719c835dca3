/** Claims the keys for this format of a queue, and says which format they have. */
export const OPEN_LUA = String.raw`
redis.call('HSETNX', ABOUT, 'format', ARGV[1])
return {redis.call('HGET', ABOUT, 'format')}
`
