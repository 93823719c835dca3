import { LIMITS } from '../limits.ts'

/**
 * Whether a tool's name is made of what MCP recommends for names. Only such a name can an allow rule cover by a pattern:
 * `read_*` is meant for `read_file` and not for `read_file; cat /etc/shadow`.
 */
export function isPlainName(name: string): boolean {
  return name.length <= LIMITS.plainNameCharsMax && /^[A-Za-z0-9_./:-]+$/.test(name)
}
