import type { Engine } from '@kvlar/core'
import type { Gate } from '@kvlar/gate'
import type { Emit, Mcp, Recorder, Schedule } from '../ports.ts'
import type { HeardTools } from '../listing/listed-tools.ts'
import type { Identity } from '../wire/to-actions.ts'

/** What a session is given: whom it stands between, who judges, and who is told. */
export interface SessionOptions {
  readonly sessionId: string
  /** Judges every call; `createMcpGate` makes one. */
  readonly gate: Gate<Mcp>
  /** Tells what is always denied now, which is not listed. */
  readonly engine: () => Pick<Engine, 'isHidden'>
  /** Keeps how calls ended and what was turned down; the gate keeps its decisions itself. */
  readonly record: Recorder
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** On whose behalf the client speaks, and the configured name of the server. */
  readonly identity: Identity
  /** Sends what answers no line; without it Kvlar asks and tells nothing of its own accord. */
  readonly emit?: Emit
  /** Timers that do not keep the process running by default. */
  readonly schedule?: Schedule
  /**
   * Where people decide what waits, in words: a command or an address, never a token. Callers that wait, and whoever runs
   * the proxy, are told.
   */
  readonly whereDecided?: string
  /** Takes the URIs of a client's answer to `roots/list`, from which servers read relative paths, before it goes on. */
  readonly heardRoots?: (uris: readonly string[]) => void
  /** Takes the names of the tools of the server, hidden ones too, each time its client has listed all; never throws. */
  readonly heardTools?: HeardTools
  /** Lets a session hear whenever other things may be listed, which it tells its client. @returns ends that */
  readonly onListChange?: (heard: () => void) => () => void
  /** Takes what an operator may want to know: once of each kind of message that goes no further. */
  readonly remark?: (text: string) => void
}
