import { KvlarError } from './kvlar-error.ts'

/**
 * A call has no permit that is good for it; it has not run. INVARIANT: the error says the same whatever the reason, since
 * frameworks hand errors to whoever called; `onRefused` hears the reason.
 */
export class PermitRefused extends KvlarError<'PERMIT_REFUSED'> {
  override readonly name = 'PermitRefused'
  /** What frameworks answer with. */
  readonly status = 401
  readonly statusCode = 401

  constructor() {
    super('PERMIT_REFUSED', 'a permit is required')
  }
}
