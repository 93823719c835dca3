import { plural, visibleText } from '@kvlar/core/text'
import { toolCountText } from '../tools/tool-count.ts'
import { shadowLines } from './shadow-lines.ts'
import type { GuardedServer, Status } from './status.ts'

/** One part of the screen. */
export interface StatusSection {
  readonly about: string
  /** `bad` and `warning` need somebody; `quiet` has nothing to say yet. */
  readonly state: 'ok' | 'warning' | 'bad' | 'quiet'
  /** The first says it all; nothing in them is obeyed by a terminal. */
  readonly lines: readonly string[]
  /** What to do about it. */
  readonly next?: string
}

/** Longer names are clipped: they are others' to choose, and one screen is one screen. */
const NAME_CHARS_MAX = 48
const REASON_CHARS_MAX = 240
/** Of each kind; the rest is counted, and `--json` has all. */
const ROWS_MAX = 5

/** The status as one screen tells it. */
export function statusSections(status: Status, nowMs: number): readonly StatusSection[] {
  return [
    ...shadowSection(status),
    clientsSection(status),
    unguardedSection(status),
    policySection(status),
    waitingSection(status, nowMs),
    deniedSection(status),
    recordSection(status),
    toolsSection(status),
  ]
}

/** Whether somebody should do something; what nobody can do anything about, or that has not begun yet, is none of it. */
export function needsAttention(sections: readonly StatusSection[]): boolean {
  return sections.some(({ state }) => state === 'bad' || state === 'warning')
}

/** In front of everything else where it is on; what it let go once is worth a line. */
function shadowSection(status: Status): readonly StatusSection[] {
  const { isOn, lines } = shadowLines(status)
  if (lines.length === 0) return []
  const about = 'shadow mode'
  if (isOn) return [{ about, state: 'bad', lines, next: 'kvlar audit tail' }]
  return [{ about, state: status.shadow.kind === 'unknown' ? 'warning' : 'quiet', lines }]
}

function clientsSection({ clients, policies }: Status): StatusSection {
  const about = 'behind Kvlar'
  const files = clients.files.filter(({ servers }) => namesOf(servers, 'wrapped').length > 0)
  const count = files.flatMap(({ servers }) => namesOf(servers, 'wrapped')).length
  if (count === 0) {
    const none = clients.files.length === 0 ? 'no configuration of a client of MCP was found' : 'no server'
    const hasPolicy = policies.every(({ isMissing }) => isMissing !== true)
    const next = hasPolicy ? 'kvlar wrap' : 'kvlar init, then kvlar wrap'
    return { about, state: 'quiet', lines: [none], next }
  }
  const rows = files.map(({ title, servers }) => `${shown(title)}: ${listed(namesOf(servers, 'wrapped'))}`)
  return { about, state: 'ok', lines: [plural(count, 'server'), ...rows] }
}

function unguardedSection({ clients }: Status): StatusSection {
  const about = 'unguarded'
  const rows = (state: GuardedServer['state'], what: string): readonly string[] =>
    clients.files
      .map(({ title, servers }) => ({ title, found: namesOf(servers, state) }))
      .filter(({ found }) => found.length > 0)
      .map(({ title, found }) => `${shown(title)}: ${listed(found)}${what}`)
  const open = rows('unguarded', '')
  const unread = clients.problems.map(
    ({ path, why }) => `${visibleText(path)} cannot be read: ${shortened(why)}`,
  )
  const beyond = [
    ...rows('remote', ' (reached by an address: Kvlar stands in front of commands)'),
    ...bundledRows(clients.bundled),
    ...clients.managed.map((path) => `${visibleText(path)} is an administrator's, and was not looked into`),
  ]
  const lines = [...open, ...unread, ...beyond]
  if (lines.length === 0) return { about, state: 'ok', lines: ['no server that Kvlar knows of'] }
  if (open.length + unread.length === 0) return { about, state: 'quiet', lines }
  return { about, state: 'bad', lines, next: open.length > 0 ? 'kvlar wrap' : 'kvlar wrap --dry-run' }
}

/** A row for each client, however many of its extensions bring servers. */
function bundledRows(bundled: Status['clients']['bundled']): readonly string[] {
  const byTitle = Map.groupBy(bundled, ({ title }) => title)
  return [...byTitle].map(([title, found]) => {
    const names = found.flatMap(({ servers }) => (servers.length === 0 ? ['unreadable'] : servers))
    return `${shown(title)}: ${listed(names)} (${names.length === 1 ? 'comes with an extension' : 'come with extensions'})`
  })
}

/** A policy that is not there stops whatever runs under it; before anything does, there is no hurry. */
function policySection({ clients, policies }: Status): StatusSection {
  const isUsed = clients.files.some(({ servers }) => namesOf(servers, 'wrapped').length > 0)
  const stops = policies.filter(({ state, isMissing }) => state === 'bad' || (isUsed && isMissing === true))
  const [first] = stops.length > 0 ? stops : policies.filter(({ fix }) => fix !== undefined)
  const lines = policies.map(({ text }) => shortened(text)).slice(0, ROWS_MAX)
  const isIdle = !isUsed && policies.every(({ isMissing }) => isMissing === true)
  return {
    about: 'policy',
    state: stops.length > 0 ? 'bad' : isIdle ? 'quiet' : 'ok',
    lines,
    ...(first?.fix !== undefined && { next: first.fix }),
  }
}

function waitingSection({ waiting }: Status, nowMs: number): StatusSection {
  const about = 'waiting'
  if (waiting.kind === 'unknown')
    return { about, state: 'bad', lines: [shortened(waiting.why)], next: 'kvlar doctor' }
  const { calls } = waiting
  if (calls.length === 0) return { about, state: 'ok', lines: ['nothing waits for you'] }
  const rows = calls
    .slice(0, ROWS_MAX)
    .map(
      ({ resource, server, expiresAtMs }) =>
        `${called(resource, server)}, ${minutes(expiresAtMs - nowMs)} left`,
    )
  return {
    about,
    state: 'warning',
    lines: [plural(calls.length, 'call'), ...rows],
    next: 'kvlar review',
  }
}

function deniedSection({ denied }: Status): StatusSection {
  const about = 'denied last'
  if (denied.kind === 'unknown')
    return { about, state: 'bad', lines: [shortened(denied.why)], next: 'kvlar audit verify' }
  const { calls, looked } = denied
  if (calls.length === 0)
    return {
      about,
      state: 'ok',
      lines: [looked === 0 ? 'nothing yet' : `none of the last ${plural(looked, 'entry', 'entries')}`],
    }
  const rows = calls.map(({ at, resource, server, reason, rule }) => {
    const what = resource === undefined ? 'a message' : called(resource, server)
    return `${visibleText(at.slice(0, 19))}Z ${what}: ${shortened(reason)}${rule === undefined ? '' : ` (${shown(rule)})`}`
  })
  return { about, state: 'ok', lines: rows }
}

function recordSection({ record }: Status): StatusSection {
  const about = 'record'
  const verify = 'kvlar audit verify'
  switch (record.kind) {
    case 'none':
      return { about, state: 'quiet', lines: ['nothing is recorded yet'] }
    case 'unknown':
      return { about, state: 'bad', lines: [`it cannot be verified: ${shortened(record.why)}`], next: verify }
    case 'empty':
    case 'intact':
    case 'broken': {
      const { kind, verdict, isOwnWitness, chains, entries, unread } = record
      const read = `${plural(chains, 'chain')}, ${plural(entries, 'entry', 'entries')}`
      const rest =
        unread.chains === 0
          ? []
          : [`not looked at: ${plural(unread.chains, 'older or larger chain')}, ${megabytes(unread.bytes)}`]
      const isWhole = unread.chains === 0
      const first =
        chains === 0 && !isWhole ? 'not verified: it is too large for a look' : `${verdict}: ${read}`
      return {
        about,
        state: kind === 'broken' ? 'bad' : isOwnWitness ? 'warning' : 'ok',
        lines: [first, ...rest],
        ...((kind === 'broken' || isOwnWitness || !isWhole) && { next: verify }),
      }
    }
  }
}

function toolsSection({ tools }: Status): StatusSection {
  const about = 'tools'
  if (tools.length === 0) return { about, state: 'quiet', lines: ['no server has listed any yet'] }
  const rows = tools.slice(0, ROWS_MAX).map(({ server, tools: all, unnamed, names }) => {
    const which = unnamed === 0 ? '' : `: ${listed(names, unnamed)}`
    return `${server === undefined ? 'a server' : shown(server)}: ${toolCountText(all, unnamed)}${which}`
  })
  return { about, state: 'ok', lines: [...rows, ...more(tools.length)] }
}

function namesOf(servers: readonly GuardedServer[], state: GuardedServer['state']): readonly string[] {
  return servers.filter((server) => server.state === state).map((server) => server.name)
}

/** The first of some names, and how many more there are. */
function listed(names: readonly string[], count = names.length): string {
  const rest = count - Math.min(names.length, ROWS_MAX)
  return `${names.slice(0, ROWS_MAX).map(shown).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function more(count: number): readonly string[] {
  return count > ROWS_MAX ? [`and ${count - ROWS_MAX} more`] : []
}

function called(resource: string, server: string | undefined): string {
  return server === undefined ? shown(resource) : `${shown(resource)} of ${shown(server)}`
}

function shown(name: string): string {
  return clipped(name, NAME_CHARS_MAX)
}

function shortened(text: string): string {
  return clipped(text, REASON_CHARS_MAX)
}

function clipped(text: string, max: number): string {
  return visibleText((text.length > max ? `${text.slice(0, max)}…` : text).toWellFormed())
}

function minutes(ms: number): string {
  return ms < 60_000 ? 'less than a minute' : plural(Math.floor(ms / 60_000), 'minute')
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`
}
