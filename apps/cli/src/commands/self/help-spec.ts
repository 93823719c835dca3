import type { CommandSpec } from '../../command-line/command-spec.ts'

export const helpSpec = {
  examples: [
    { line: 'kvlar help', does: 'all commands' },
    { line: 'kvlar help evaluate', does: 'one of them, examples first' },
    { line: 'kvlar help audit verify', does: 'one with two words' },
    { line: 'kvlar help POLICY_WRONG_TYPE', does: 'what a code means, and what to do' },
  ],
  flags: [],
  operands: { placeholder: 'COMMAND', summary: 'command or code to explain', max: 2, completes: 'nothing' },
  exits: ['ok'],
} as const satisfies CommandSpec
