import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { QUEUE_FLAG } from '../../flags/queue-flags.ts'

export const statusSpec = {
  examples: [
    {
      line: 'kvlar status',
      does: 'what is guarded, what waits, what was denied, whether the record is intact',
    },
    { line: 'kvlar status --json | jq .attention', does: 'for scripts; the exit code says the same' },
  ],
  flags: [
    QUEUE_FLAG,
    {
      kind: 'value',
      name: 'audit',
      placeholder: 'DIR',
      completes: 'directory',
      summary: 'audit home (default: audit in the state folder of the user)',
    },
    JSON_FLAG,
  ],
  notes: [
    'Nothing is changed. Attention need: a server that a client starts without Kvlar, a client file or a policy that cannot be read, calls that wait, shadow mode, a record that is broken, cannot be verified, or was signed by keys that only it names. Servers that are reached by an address or come with an extension are named and need none: `kvlar wrap` cannot reach them.',
    'Shadow mode stands in front where it is on: what runs so now, as its record says, and until when; which client starts a server so; and how many of the newest calls it let go. What records nowhere is not seen.',
    'Of a large record the chains that were written last are verified, up to 64 MiB, and it is said how much was not looked at; `kvlar audit verify` reads all.',
    'A tool is without a rule of its own when only rules for every tool decide its calls, or none does. Proxies keep what their server listed last.',
  ],
  exits: ['ok', 'attention'],
} as const satisfies CommandSpec
