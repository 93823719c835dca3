import type { ProxyConfig } from '@kvlar/runtime/config'
import type { Flag } from '../command-line/command-spec.ts'
import { readDuration } from './read-duration.ts'

/** How long a command that stays may take to end. */
export const DRAIN_FLAG = {
  kind: 'value',
  name: 'drain',
  placeholder: 'DURATION',
  completes: 'nothing',
  summary:
    'how long what is open may take to be answered when it is told to stop (default 25s); 0 for not at all',
} as const satisfies Flag

/** Under the 30 s that orchestrators give, with room for what is closed afterwards. */
const DRAIN_MS = 25_000

/** The same in milliseconds; the flag holds against the file. @throws UsageError */
export function readDrain(
  { drain }: { readonly drain: string | undefined },
  config?: Pick<ProxyConfig, 'drainMs'>,
): number {
  if (drain === undefined) return config?.drainMs ?? DRAIN_MS
  return drain === '0' ? 0 : readDuration('--drain', drain)
}
