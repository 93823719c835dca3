/** What the person at this machine is told of: never an argument, a reason that an agent wrote, or a token. */
export interface Announced {
  readonly resource: string
  readonly server?: string
}

/** Tells the person at this machine that calls wait. */
export interface Notifier {
  /** Resolves once they were told, which may be of several calls together; rejects when nobody was told. */
  announce(call: Announced): Promise<void>
  /** Nobody is told any more. */
  close(): void
}
