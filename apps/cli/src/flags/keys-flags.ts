import type { Flag, Operands } from '../command-line/command-spec.ts'

/** How long a new key lives. */
export const EXPIRES_FLAG = {
  kind: 'integer',
  name: 'expires-days',
  placeholder: 'DAYS',
  min: 1,
  max: 36_500,
  summary: 'days until the key ends (default: it does not)',
} as const satisfies Flag

/** Which key a command is about. */
export const KEY_OPERAND = {
  placeholder: 'ID',
  summary: 'key id, or its first 8 or more digits (default: the current key)',
  max: 1,
  completes: 'nothing',
} as const satisfies Operands

/** Opens or locks a key file that travels. */
export const PASSPHRASE_FILE_FLAG = {
  kind: 'value',
  name: 'passphrase-file',
  placeholder: 'FILE',
  completes: 'file',
  summary: 'file with the passphrase of the key file that is read or written',
} as const satisfies Flag

/** What is true of every command about keys. */
export const KEYS_NOTE =
  'Keys are kept for their owner alone (0600), encrypted: with the passphrase in `KVLAR_KEY_PASSPHRASE`, or else with a random key in the file `lock` beside them. The second keeps a copied key file useless by itself; it does not stop whoever can read the whole folder.'
