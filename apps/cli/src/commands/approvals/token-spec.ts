import type { ApproverRight } from '@kvlar/approvals'
import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const approvalsTokenSpec = {
  examples: [
    { line: 'kvlar approvals token ana --group dba', does: 'the token once, and the entry to paste' },
    {
      line: 'kvlar approvals token ben --right reveal --json',
      does: 'both as JSON; ben may see hidden values, which is recorded',
    },
  ],
  flags: [
    {
      kind: 'list',
      name: 'group',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'group that rules name as `group:NAME`; repeat for several',
    },
    {
      kind: 'list',
      name: 'role',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'role that rules name as `role:NAME`; repeat for several',
    },
    {
      kind: 'list',
      name: 'right',
      placeholder: 'RIGHT',
      completes: 'nothing',
      choices: ['reveal', 'break_glass'] satisfies readonly ApproverRight[],
      summary: 'what they may do beyond deciding; repeat for several',
    },
    JSON_FLAG,
  ],
  operands: { placeholder: 'ID', summary: 'name of the approver', max: 1, completes: 'nothing' },
  notes: [
    'The token goes to standard error and is kept nowhere: the file of approvers holds its SHA-256. The entry goes to standard output, indented for a list under `approvers:`.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
