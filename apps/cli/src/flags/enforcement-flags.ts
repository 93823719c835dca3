import type { ObserveOnly } from '@kvlar/gate'
import type { KvlarSettings } from '@kvlar/runtime'
import type { Flag } from '../command-line/command-spec.ts'
import { UsageError } from '../failures/usage-error.ts'
import { readDuration } from './read-duration.ts'

/** What stops calls beside the policies, and whether anything does. */
export const ENFORCEMENT_FLAGS = [
  {
    kind: 'value',
    name: 'invariants',
    placeholder: 'FILE',
    completes: 'file',
    summary: 'file of what holds whatever the policies say; read once, when the proxy starts',
  },
  {
    kind: 'switch',
    name: 'drift',
    summary: 'end a session that acts over 100 times a minute or for over 4 hours',
  },
  {
    kind: 'switch',
    name: 'observe-only',
    summary: 'shadow mode: let go what the policies would stop, and record what that is',
  },
  {
    kind: 'value',
    name: 'observe-for',
    placeholder: 'DURATION',
    completes: 'nothing',
    summary: 'the same for so long (90s, 15m, 4h, 1d), and then enforce',
  },
  {
    kind: 'switch',
    name: 'observe-invariants',
    summary: 'let go in shadow mode also what violates an invariant',
  },
] as const satisfies readonly Flag[]

interface EnforcementFlags {
  readonly invariants: string | undefined
  readonly drift: boolean
  readonly 'observe-only': boolean
  readonly 'observe-for': string | undefined
  readonly 'observe-invariants': boolean
}

/** @throws UsageError for what cannot be meant */
export function readEnforcement(
  flags: EnforcementFlags,
  nowMs: number,
): Pick<KvlarSettings, 'invariants' | 'drift' | 'observeOnly'> {
  const { invariants, drift } = flags
  const observeOnly = readObserveOnly(flags, nowMs)
  return {
    ...(invariants !== undefined && { invariants }),
    ...(drift && { drift: {} }),
    ...(observeOnly !== undefined && { observeOnly }),
  }
}

function readObserveOnly(flags: EnforcementFlags, nowMs: number): ObserveOnly | undefined {
  const { 'observe-only': isOn, 'observe-for': duration, 'observe-invariants': liftsInvariants } = flags
  if (!isOn && duration === undefined) {
    if (liftsInvariants)
      throw new UsageError(
        '`--observe-invariants` is of shadow mode, which is not on',
        'add `--observe-only`',
      )
    return undefined
  }
  return {
    ...(duration !== undefined && { untilMs: nowMs + readDuration('--observe-for', duration) }),
    ...(liftsInvariants && { liftsInvariants }),
  }
}
