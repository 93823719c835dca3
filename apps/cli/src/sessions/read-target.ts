import { TARGET_KINDS, targetKey, type Target } from '@kvlar/gate'
import { UsageError } from '../failures/usage-error.ts'

/** How a command line names whom it is about. */
export const TARGET_OPERAND = {
  placeholder: 'TARGET',
  summary: 'session id as `kvlar session list` has it, session:ID, principal:ID, role:NAME, or everything',
  max: 1,
  completes: 'nothing',
} as const

/** @throws UsageError where nobody is named */
export function readTarget(text: string | undefined): Target {
  if (text === undefined || text === '')
    throw new UsageError('nobody is named', 'write a session id, principal:ID, role:NAME or everything')
  if (text === 'everything') return { kind: 'everything' }
  const [, prefix, id] = /^([a-z]+):(.+)$/s.exec(text) ?? []
  const kind = TARGET_KINDS.find((known) => known === prefix)
  if (kind === undefined || id === undefined || kind === 'everything') return { kind: 'session', id: text }
  return { kind, id }
}

/** As the command line takes it. */
export function targetText(target: Target): string {
  return targetKey(target)
}
