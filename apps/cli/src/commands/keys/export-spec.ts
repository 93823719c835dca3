import type { CommandSpec } from '../../command-line/command-spec.ts'
import { KEY_OPERAND, PASSPHRASE_FILE_FLAG } from '../../flags/keys-flags.ts'

export const keysExportSpec = {
  examples: [
    { line: 'kvlar keys export -o kvlar-public.json', does: 'what others need to verify your record' },
    { line: 'kvlar keys export --format spki', does: 'the public keys as PEM' },
    {
      line: 'kvlar keys export --secret --format key-file --passphrase-file pass.txt -o moved.key.json',
      does: 'the whole key, under another passphrase, to be imported elsewhere',
    },
  ],
  flags: [
    {
      kind: 'choice',
      name: 'format',
      choices: ['bundle', 'spki', 'jwk', 'pkcs8', 'key-file'],
      summary: 'form of the key (default bundle, with `--secret` key-file)',
    },
    { kind: 'switch', name: 'secret', summary: 'the secret half too; needs `--output`' },
    PASSPHRASE_FILE_FLAG,
    {
      kind: 'value',
      name: 'output',
      short: 'o',
      placeholder: 'FILE',
      completes: 'file',
      summary: 'write to this new file instead of standard output',
    },
  ],
  operands: KEY_OPERAND,
  notes: [
    'Public: bundle, spki (PEM, RFC 9881) and jwk (a set, RFC 9964). Secret: key-file (encrypted), pkcs8 (PEM) and jwk, the last two in the clear. A secret is written for its owner alone and never printed.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
