import type { Flag } from '../../command-line/command-spec.ts'

/** What a command that runs reads beside its flags. */
export const CONFIG_FLAG = {
  kind: 'value',
  name: 'config',
  short: 'c',
  placeholder: 'FILE',
  completes: 'file',
  summary: 'configuration file; paths in it are relative to it, and flags hold against it',
} as const satisfies Flag
