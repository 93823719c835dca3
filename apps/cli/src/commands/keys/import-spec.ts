import type { CommandSpec } from '../../command-line/command-spec.ts'
import { JSON_FLAG } from '../../flags/json-flag.ts'
import { PASSPHRASE_FILE_FLAG } from '../../flags/keys-flags.ts'

export const keysImportSpec = {
  examples: [
    { line: 'kvlar keys import moved.key.json --passphrase-file pass.txt', does: 'a key file' },
    { line: 'kvlar keys import seeds.pem --current', does: 'PKCS#8, to sign with from now on' },
  ],
  flags: [
    PASSPHRASE_FILE_FLAG,
    { kind: 'switch', name: 'current', summary: 'sign with it from now on' },
    JSON_FLAG,
  ],
  operands: {
    placeholder: 'FILE',
    summary: 'a key file, a JWK set, or PEM with the four PKCS#8 keys',
    max: 1,
    completes: 'file',
  },
  notes: [
    'A JWK set and PKCS#8 must hold all four keys: ML-DSA-65, Ed25519, ML-KEM-768 and X25519. A key id covers the time of making, which PKCS#8 does not carry: such a key gets a new id.',
  ],
  exits: ['ok'],
} as const satisfies CommandSpec
