import type { HeldRequest } from '@kvlar/approvals'
import { headline } from './headline.ts'

/** What anybody can type and tell apart: one line of plain ASCII, not long, and no single key that a hand may slip on. */
const TYPEABLE = /^[\x21-\x7e][\x20-\x7e]{1,58}[\x21-\x7e]$/

/** What a reviewer types to approve a critical call: its target, or else whatever else names the call and can be typed. */
export function confirmWord({ call, digest }: Pick<HeldRequest, 'call' | 'digest'>): string {
  const candidates = [call.target, headline(call).subject, call.resource]
  return candidates.find((word) => word !== undefined && TYPEABLE.test(word)) ?? digest.slice(-8)
}
