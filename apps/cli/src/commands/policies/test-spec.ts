import type { CommandSpec } from '../../command-line/command-spec.ts'

export const testSpec = {
  examples: [
    { line: 'kvlar test', does: 'run every *.test.yaml below this folder' },
    { line: 'kvlar test -f policy.test.yaml -v', does: 'one file, every case shown' },
    {
      line: 'kvlar test --coverage --threshold 90',
      does: 'fail when fewer than 90 % of the rules are tested',
    },
    { line: 'kvlar test --format junit > report.xml', does: 'for a build server' },
  ],
  flags: [
    {
      kind: 'list',
      name: 'file',
      short: 'f',
      placeholder: 'FILE|DIR',
      completes: 'file',
      summary: 'test file or folder to search; repeat for several (default: this folder)',
    },
    {
      kind: 'value',
      name: 'policy',
      short: 'p',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'test this policy instead of the one the test file names',
    },
    {
      kind: 'value',
      name: 'filter',
      placeholder: 'TEXT',
      completes: 'nothing',
      summary: 'only cases whose id contains this text',
    },
    {
      kind: 'choice',
      name: 'format',
      choices: ['pretty', 'json', 'junit', 'tap', 'github'],
      summary: 'how to print the results (default pretty)',
    },
    { kind: 'switch', name: 'json', summary: 'the same as `--format json`' },
    { kind: 'switch', name: 'coverage', summary: 'show which rules decided no case' },
    {
      kind: 'integer',
      name: 'threshold',
      placeholder: 'PERCENT',
      min: 0,
      max: 100,
      summary: 'fail below this coverage; turns `--coverage` on',
    },
    { kind: 'switch', name: 'verbose', short: 'v', summary: 'show the cases that pass, too' },
  ],
  operands: { placeholder: 'FILE|DIR', summary: 'the same as `--file`', max: 1000, completes: 'file' },
  notes: ['No test to run is a failure: a suite that was moved away must not look green.'],
  exits: ['ok', 'policyInvalid', 'testsFailed', 'coverageTooLow'],
} as const satisfies CommandSpec
