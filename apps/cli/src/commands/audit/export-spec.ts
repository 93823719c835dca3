import type { CommandSpec } from '../../command-line/command-spec.ts'
import { FILTER_FLAGS, ROWS_OPERAND, UNVERIFIED_NOTE } from '../../flags/audit-flags.ts'

export const auditExportSpec = {
  examples: [
    { line: 'kvlar audit export > audit.jsonl', does: 'every entry whole, as JSON lines' },
    {
      line: 'kvlar audit export --format csv --outcome denied',
      does: 'for a spreadsheet, safe to open in one',
    },
    { line: 'kvlar audit export --format ocsf --since 1d', does: 'for a SIEM; so are cef and ecs' },
  ],
  flags: [
    {
      kind: 'choice',
      name: 'format',
      choices: ['jsonl', 'cef', 'csv', 'ocsf', 'ecs'],
      default: 'jsonl',
      summary: 'form of the lines',
    },
    ...FILTER_FLAGS,
  ],
  operands: ROWS_OPERAND,
  notes: [
    'Values that a spreadsheet would run, and characters that would end or forge a line, are neutralised. Only jsonl holds entries that are no decision.',
    UNVERIFIED_NOTE,
  ],
  exits: ['ok', 'recordBroken'],
} as const satisfies CommandSpec
