import { plural, visibleText } from '@kvlar/core/text'
import type { ObservingProcess, Status } from './status.ts'

/** Of each kind; the rest is counted. */
const ROWS_MAX = 5
const NAME_CHARS_MAX = 48

/** What is said of shadow mode, and whether it is on, or begins as soon as a client starts a server. */
export interface ShadowLines {
  readonly isOn: boolean
  /** None where it is off and nothing was let go lately; nothing in them is obeyed by a terminal. */
  readonly lines: readonly string[]
}

export function shadowLines({ clients, shadow }: Pick<Status, 'clients' | 'shadow'>): ShadowLines {
  const started = clients.files.flatMap(({ title, servers }) =>
    servers.flatMap(({ name, shadowFlags }) =>
      shadowFlags === undefined ? [] : [`${shown(title)} starts ${shown(name)} so: ${shown(shadowFlags)}`],
    ),
  )
  if (shadow.kind === 'unknown')
    return {
      isOn: started.length > 0,
      lines: [...some(started), `what runs is not known: ${visibleText(shadow.why)}`],
    }
  const { running, letGo, looked, lastAt = '' } = shadow
  const isOn = running.length + started.length > 0
  const when = `the last at ${visibleText(lastAt)}`
  const gone =
    letGo === 0
      ? []
      : [`${letGo} of the last ${plural(looked, 'entry', 'entries')} let go what enforcement stops, ${when}`]
  if (!isOn) return { isOn, lines: gone.map((line) => `not on any more; ${line}`) }
  return {
    isOn,
    lines: [
      'SHADOW MODE: what the policies stop is let go',
      ...some(running.map(runningLine)),
      ...some(started),
      ...gone,
    ],
  }
}

function runningLine({ server, agentId, until, liftsInvariants }: ObservingProcess): string {
  const of = server === undefined ? (agentId ?? 'a program') : server
  const end = until === undefined ? 'until it ends' : `until ${visibleText(until)}`
  const more = liftsInvariants ? ', and what violates invariants is let go too' : ''
  return `${shown(of)} runs so ${end}${more}`
}

function some(lines: readonly string[]): readonly string[] {
  return lines.length <= ROWS_MAX
    ? lines
    : [...lines.slice(0, ROWS_MAX), `and ${lines.length - ROWS_MAX} more`]
}

function shown(text: string): string {
  const clipped = text.length > NAME_CHARS_MAX ? `${text.slice(0, NAME_CHARS_MAX)}…` : text
  return visibleText(clipped.toWellFormed())
}
