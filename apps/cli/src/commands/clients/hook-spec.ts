import { HOOK_CLIENTS } from '@kvlar/clients/hooks'
import type { CommandSpec } from '../../command-line/command-spec.ts'
import { CONFIG_FLAG } from '../../flags/config/config-flag.ts'
import { BESIDE_FLAGS } from '../../flags/enforcement-flags.ts'
import { FOLDER_FLAGS } from '../../flags/folder-flags.ts'
import { REDIS_FLAG } from '../../flags/redis-flags.ts'
import { POLICIES_FLAG } from '../../flags/policies-flag.ts'
import { QUEUE_FLAG } from '../../flags/queue-flags.ts'
import { RECORD_FLAGS } from '../../flags/record-flags.ts'

export const hookSpec = {
  examples: [
    { line: 'kvlar hook claude-code', does: 'the command of a `PreToolUse` hook of Claude Code' },
    {
      line: 'kvlar hook gemini --policy ~/.kvlar/policies/coding-agent/policy.yaml',
      does: 'under a policy of its own',
    },
    {
      line: 'kvlar hook codex --invariants ~/.kvlar/invariants.yaml',
      does: 'with a file of what holds whatever the policies say',
    },
  ],
  operands: {
    placeholder: 'CLIENT',
    summary: 'whose hook it is',
    max: 1,
    completes: 'nothing',
    choices: HOOK_CLIENTS.map(({ id }) => id),
  },
  flags: [
    POLICIES_FLAG,
    CONFIG_FLAG,
    ...FOLDER_FLAGS,
    QUEUE_FLAG,
    REDIS_FLAG,
    ...BESIDE_FLAGS,
    ...RECORD_FLAGS,
  ],
  notes: [
    'It reads what the client tells its hooks on standard input, and answers in the words of that client. Allowed is silence: the client asks its own questions then. Whatever is denied, needs approval, cannot be read or fails ends with exit code 2 and the reason on standard error. Nobody is held: the reason says where to approve, and the same call runs once it is.',
    'Tools of MCP servers that `kvlar wrap` has put behind a proxy are left to that proxy.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
