/** Where a request stands. The last eight never change again. */
export const REQUEST_STATES = [
  'pending',
  'approved',
  'executing',
  'executed',
  'failed',
  'denied',
  'expired',
  'lapsed',
  'superseded',
  'cancelled',
  'interrupted',
] as const

export type RequestState = (typeof REQUEST_STATES)[number]

/** What happens to a request. */
export type RequestEvent =
  /** Enough people approved. */
  | 'approve'
  | 'deny'
  /** The clock of a pending request ran out. */
  | 'expire'
  /** The clock of an approved one ran out. */
  | 'lapse'
  /** The caller went away. */
  | 'cancel'
  /** Another rule asks by now, or a reviewer put another call in its place. */
  | 'supersede'
  /** The one call that it is good for was let through. */
  | 'consume'
  | 'finish'
  | 'fail'
  /** The process that ran it died. */
  | 'interrupt'

const NEXT: Readonly<Record<RequestState, Partial<Readonly<Record<RequestEvent, RequestState>>>>> = {
  pending: {
    approve: 'approved',
    deny: 'denied',
    expire: 'expired',
    cancel: 'cancelled',
    supersede: 'superseded',
  },
  approved: { consume: 'executing', lapse: 'lapsed', cancel: 'cancelled', supersede: 'superseded' },
  executing: { finish: 'executed', fail: 'failed', interrupt: 'interrupted' },
  executed: {},
  failed: {},
  denied: {},
  expired: {},
  lapsed: {},
  superseded: {},
  cancelled: {},
  interrupted: {},
}

/** The state after an event; undefined when the event cannot happen to a request in this state. */
export function transition(state: RequestState, event: RequestEvent): RequestState | undefined {
  return NEXT[state][event]
}

/** Whether a request still waits for people or for its call: at most one such request exists per digest. */
export function isLive(state: RequestState): boolean {
  return state === 'pending' || state === 'approved'
}

/** Whether nothing will ever happen to it again. */
export function isEnded(state: RequestState): boolean {
  return Object.keys(NEXT[state]).length === 0
}
