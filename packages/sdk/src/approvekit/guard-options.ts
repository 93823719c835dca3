import { KvlarMisuse } from '../errors/kvlar-misuse.ts'
import { unknownKey } from '../unknown-key.ts'

/** How a guarded function is called and waited for. */
export interface GuardOptions {
  /** The names of the parameters, in order; absent for a function of one object. */
  readonly params?: readonly string[]
  /** Withdraws the calls that wait, unless somebody else waits for them too; what runs already goes on. */
  readonly signal?: AbortSignal
  /** `throw`: a call that needs a reviewer rejects with `ApprovalPending` at once; made again, it runs when approved. */
  readonly whenPending?: 'wait' | 'throw'
}

const KEYS: Readonly<Record<keyof GuardOptions, true>> = { params: true, signal: true, whenPending: true }

/** The same. @throws KvlarMisuse `KVLAR_BAD_OPTION` */
export function readGuardOptions(options: GuardOptions): GuardOptions {
  const unknown = unknownKey(options, KEYS)
  if (unknown !== undefined) throw bad(`\`${unknown}\` is not an option of \`guard\``)
  const { whenPending = 'wait' } = options
  if (whenPending !== 'wait' && whenPending !== 'throw')
    throw bad('`whenPending` is neither `wait` nor `throw`')
  return options
}

function bad(what: string): KvlarMisuse {
  return new KvlarMisuse('KVLAR_BAD_OPTION', `${what}; refusing to guard`)
}
