import type { Principal } from '@kvlar/core'

/** Who or what is turned away: everything is the kill switch. */
export type Target =
  | { readonly kind: 'session'; readonly id: string }
  /** Of whatever kind it is. */
  | { readonly kind: 'principal'; readonly id: string }
  | { readonly kind: 'role'; readonly id: string }
  | { readonly kind: 'everything' }

export const TARGET_KINDS = [
  'session',
  'principal',
  'role',
  'everything',
] as const satisfies readonly Target['kind'][]

/** One name for each target, and no name for two. */
export function targetKey(target: Target): string {
  return target.kind === 'everything' ? target.kind : `${target.kind}:${target.id}`
}

/** Everything that a revocation could name of a call, the widest first. */
export function targetsOf(sessionId: string, { id, roles }: Principal): readonly Target[] {
  return [
    { kind: 'everything' },
    { kind: 'session', id: sessionId },
    { kind: 'principal', id },
    ...roles.map((role): Target => ({ kind: 'role', id: role })),
  ]
}
