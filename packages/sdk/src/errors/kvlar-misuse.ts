import { KvlarError } from './kvlar-error.ts'

export const MISUSE_CODES = [
  /** An option of `createKvlar` or `guard`, or the name of a guarded function. */
  'KVLAR_BAD_OPTION',
  /** What `run` was given. */
  'KVLAR_BAD_CONTEXT',
  /** A call after the end. */
  'KVLAR_CLOSED',
] as const

export type MisuseCode = (typeof MISUSE_CODES)[number]

/** The program uses this package in a way that cannot work; thrown where it does so; nothing has run. */
export class KvlarMisuse extends KvlarError<MisuseCode> {
  override readonly name = 'KvlarMisuse'
}
