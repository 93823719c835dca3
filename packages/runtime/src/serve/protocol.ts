/** The version of the protocol that is spoken here; a caller that needs another is refused. */
export const PROTOCOL = 1

export const SERVE_LIMITS = {
  /** Longest message, in bytes. */
  frameBytesMax: 16 * 1024 * 1024,
  /** Requests of one caller that are not answered yet. */
  openMax: 10_000,
  /** Calls of one caller that were let go and have not ended. */
  handlesMax: 10_000,
  /** Sets of policies that are kept compiled. */
  policySetsMax: 64,
  /** Longest wait for a reviewer that one request may ask for. */
  waitMsMax: 24 * 60 * 60 * 1000,
} as const

/** A request: it is answered once, with the id it came with. */
export interface RequestFrame {
  readonly id: number | string
  readonly method: string
  readonly params: Readonly<Record<string, unknown>>
}

/** Withdraws a request that waits; it is answered with `SERVE_CANCELLED`, or with its result if that was first. */
export interface CancelFrame {
  readonly cancel: number | string
}

export type AnswerFrame =
  | { readonly id: number | string; readonly result: object }
  | { readonly id: number | string | null; readonly error: ErrorFrame }

/** Which class of the SDKs an error becomes. */
export type ErrorKind = 'policy' | 'evaluation' | 'proxy' | 'config' | 'stopped' | 'usage'

/** Why a request has no result. INVARIANT: nothing of an argument's value stands in it. */
export interface ErrorFrame {
  /** Stable; `docs/errors.md` lists every one. */
  readonly code: string
  readonly kind: ErrorKind
  /** The class of the error where it has one: `KvlarDenied`, `ApprovalPending`, `PolicyError`. */
  readonly name: string
  readonly message: string
  readonly help?: string
  /** What more the class has: diagnostics of a policy, the rule and hints of a call that was stopped. */
  readonly data?: Readonly<Record<string, unknown>>
}
