import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { CLIENT_FLAGS } from '../../flags/client-flags.ts'

export const unwrapSpec = {
  examples: [
    { line: 'kvlar unwrap --dry-run', does: 'show what would change' },
    { line: 'kvlar unwrap', does: 'every client found goes back to how it was' },
    { line: 'kvlar unwrap --client cursor --only github', does: 'one server of one client' },
  ],
  flags: [...CLIENT_FLAGS, JSON_FLAG],
  notes: [
    'A file that nobody changed since is restored byte for byte; in any other, only the wrapped servers change.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
