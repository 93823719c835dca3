import { resolve } from 'node:path'
import { defaultSessionsFile } from '../places/own-places.ts'

/** Where it is kept what is held of sessions. */
export interface SessionsSettings {
  readonly file: string
}

/** The same, as it is opened. */
export type SessionsPlace =
  | { readonly kind: 'memory' }
  /** Absolute; for the processes of this user. */
  | { readonly kind: 'file'; readonly file: string }
  /** With those who are turned away, for more than one machine. */
  | { readonly kind: 'shared' }

/** What was said, or else where machines share it, or else the user's own file. */
export function sessionsPlace(
  sessions: SessionsSettings | 'memory' | undefined,
  isShared: boolean,
): SessionsPlace {
  if (sessions === 'memory') return { kind: 'memory' }
  if (sessions !== undefined) return { kind: 'file', file: resolve(sessions.file) }
  return isShared ? { kind: 'shared' } : { kind: 'file', file: defaultSessionsFile() }
}
