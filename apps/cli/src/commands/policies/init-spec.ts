import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'

export const initSpec = {
  examples: [
    { line: 'kvlar init', does: 'write ~/.kvlar/policy.yaml from the default policy' },
    { line: 'kvlar init --list', does: 'show the curated policies and their settings' },
    {
      line: 'kvlar init filesystem --set roots=/srv/app,/srv/docs --dir ./kvlar',
      does: 'start from one of them, with your folders, elsewhere',
    },
  ],
  operands: {
    placeholder: 'POLICY',
    summary: 'curated policy to start from (default: default)',
    max: 1,
    completes: 'nothing',
  },
  flags: [
    {
      kind: 'value',
      name: 'dir',
      short: 'd',
      placeholder: 'DIR',
      completes: 'directory',
      summary: 'folder to write to (default ~/.kvlar)',
    },
    {
      kind: 'list',
      name: 'set',
      short: 's',
      placeholder: 'NAME=VALUE',
      completes: 'nothing',
      summary: 'set a value of the policy; a list is written with commas; repeat for several',
    },
    {
      kind: 'value',
      name: 'template',
      placeholder: 'NAME',
      completes: 'nothing',
      summary: 'the same as POLICY, for scripts that name it so',
    },
    { kind: 'switch', name: 'list', summary: 'list the policies, or the settings of one, and write nothing' },
    JSON_FLAG,
  ],
  notes: [
    'An existing file is never overwritten: if any of the files is there, nothing is written.',
    'Settings stand at the top of the file, for you to edit. They are written only if the policy passes its tests with them. A list whose items hold commas is written as JSON: `--set \'roots=["/srv/a,b"]\'`.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
