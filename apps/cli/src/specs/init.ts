import type { CommandSpec } from '../command-spec.ts'
import { JSON_FLAG } from './json-flag.ts'

export const initSpec = {
  name: 'init',
  summary: 'write a first policy, with its tests, for you to edit',
  examples: [
    { line: 'kvlar init', does: 'write ~/.kvlar/policy.yaml from the default template' },
    { line: 'kvlar init --list', does: 'show the templates' },
    { line: 'kvlar init --template filesystem --dir ./kvlar', does: 'start from one of them, elsewhere' },
  ],
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
      kind: 'value',
      name: 'template',
      placeholder: 'NAME',
      completes: 'nothing',
      default: 'default',
      summary: 'template to start from',
    },
    { kind: 'switch', name: 'list', summary: 'list the templates and write nothing' },
    JSON_FLAG,
  ],
  notes: ['An existing file is never overwritten: if any of the files is there, nothing is written.'],
  exits: ['ok'],
} as const satisfies CommandSpec
