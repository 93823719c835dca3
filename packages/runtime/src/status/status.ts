import type { PlannedServer } from '@kvlar/clients'
import type { Bundled } from '@kvlar/clients/file'
import type { Finding } from '../doctor/finding.ts'
import type { KeptTools } from '../tools/kept-tools.ts'

/** What stands between agents and servers on this machine. Names in it are others' to choose: a page makes them visible. */
export interface Status {
  readonly clients: GuardedClients
  /** Of each policy that a server runs under; of the user's own where none does. */
  readonly policies: readonly Finding[]
  readonly waiting: Waiting
  readonly denied: LastDenied
  readonly shadow: ShadowState
  readonly record: RecordState
  /** What servers listed last to their clients. */
  readonly tools: readonly KeptTools[]
}

export interface GuardedClients {
  readonly files: readonly GuardedFile[]
  /** Files that cannot be read: what they start is not known. */
  readonly problems: readonly { readonly path: string; readonly why: string }[]
  /** Servers of extensions, plug-ins and bundles, which Kvlar does not stand in front of. */
  readonly bundled: readonly Bundled[]
  /** Files of an administrator, which nobody looked into. */
  readonly managed: readonly string[]
}

export interface GuardedFile {
  readonly client: string
  readonly title: string
  readonly path: string
  readonly servers: readonly GuardedServer[]
}

export interface GuardedServer extends Pick<PlannedServer, 'name' | 'policies'> {
  /**
   * `wrapped`: behind Kvlar. `unguarded`: its command starts it without. `remote`: reached by an address, where there is
   * no command to stand in front of. `off`: starts nothing.
   */
  readonly state: 'wrapped' | 'unguarded' | 'remote' | 'off'
  /** The flags by which it is started in shadow mode; absent where it is not. */
  readonly shadowFlags?: string
}

/** What runs in shadow mode by the record, and how many of its newest entries let go what enforcement stops. */
export type ShadowState =
  | {
      readonly kind: 'known'
      readonly running: readonly ObservingProcess[]
      readonly looked: number
      readonly letGo: number
      readonly lastAt?: string
    }
  | { readonly kind: 'unknown'; readonly why: string }

/** A process that enforces nothing at this moment, as far as its calls say whose it is. */
export interface ObservingProcess {
  readonly server?: string
  readonly agentId?: string
  /** When it enforces by itself; absent where it never does. */
  readonly until?: string
  readonly liftsInvariants: boolean
}

/** Calls that wait for people, the one that ends first in front. */
export type Waiting =
  | { readonly kind: 'known'; readonly calls: readonly WaitingCall[] }
  | { readonly kind: 'unknown'; readonly why: string }

export interface WaitingCall {
  readonly id: string
  readonly resource: string
  readonly server?: string
  readonly agentId: string
  readonly expiresAtMs: number
}

/** The newest denials among the newest entries of the record, which nobody has verified for this. */
export type LastDenied =
  | { readonly kind: 'known'; readonly looked: number; readonly calls: readonly DeniedCall[] }
  | { readonly kind: 'unknown'; readonly why: string }

export interface DeniedCall {
  readonly at: string
  /** The tool, or what else was asked for; absent for a message that could not be read. */
  readonly resource?: string
  readonly server?: string
  readonly rule?: string
  readonly reason: string
}

export type RecordState =
  | { readonly kind: 'none'; readonly home: string }
  | {
      readonly kind: 'intact' | 'empty' | 'broken'
      readonly home: string
      /** `intact`, `intact, key not pinned` and so on. */
      readonly verdict: string
      /** Whether only the record itself names the keys that signed it: whoever rewrote all of it could have named others. */
      readonly isOwnWitness: boolean
      readonly chains: number
      readonly entries: number
      /** Chains that are too large for a look, with their bytes. */
      readonly unread: { readonly chains: number; readonly bytes: number }
    }
  | { readonly kind: 'unknown'; readonly home: string; readonly why: string }
