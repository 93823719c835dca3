/** How a guarded function is called and waited for. */
export interface GuardOptions {
  /** The names of the parameters, in order; absent for a function of one object. */
  readonly params?: readonly string[]
  /** Withdraws the calls that wait, unless somebody else waits for them too; what runs already goes on. */
  readonly signal?: AbortSignal
  /** `throw`: a call that needs a reviewer rejects with `ApprovalPending` at once; made again, it runs when approved. */
  readonly whenPending?: 'wait' | 'throw'
}
