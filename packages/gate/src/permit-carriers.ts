/**
 * Where a permit travels. Issuers write these places and nobody else: what a client sends there is refused before a
 * permit is put there.
 */
export const PERMIT_CARRIERS = {
  /** A key of `params._meta` (MCP 2025-11-25, basic/index: a prefix in reverse DNS, a slash and a name). */
  meta: 'io.github.kvlar/permit',
  /** A header of HTTP, lower-case. */
  header: 'kvlar-permit',
} as const
