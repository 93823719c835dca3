import type { FieldKind } from '../field-kind.ts'

/** What an agent may write behind, before or inside a text that a rule lets pass, by what programs make of it. */
export interface Attacks {
  /** With whatever is open after the text. */
  readonly after: (text: string) => readonly string[]
  /** With whatever is open before the text. */
  readonly before: (text: string) => readonly string[]
  /** What to put where a pattern leaves a run of characters open. */
  readonly inside: readonly string[]
  readonly help: string
}

const NONE = (): readonly string[] => []

const HOST_ENDED = /^[a-z]+:\/\/[^/?#]+[/?#]/i
const HAS_HOST = /^[a-z]+:\/\/[^/?#]/i

export const ATTACKS: Readonly<Record<FieldKind, Attacks>> = {
  command: {
    after: (text) =>
      ['; rm -rf /srv', ' && rm -rf /srv', ' | sh', '\nrm -rf /srv', ' $(rm -rf /srv)', ' > /srv/x'].map(
        (more) => text + more,
      ),
    before: (text) =>
      ['rm -rf /srv; ', 'rm -rf /srv && ', 'rm -rf /srv\n', 'rm -rf /srv # '].map((more) => more + text),
    inside: ['; rm -rf /srv; ', '$(rm -rf /srv)', '\nrm -rf /srv\n'],
    help: 'write `operator: shell`, which reads the command line, or list the exact commands with `operator: one_of`',
  },
  path: {
    after: (text) => [`${text}${text.endsWith('/') ? '' : '/'}${up(text)}etc/passwd`, `${text}-private/x`],
    before: (text) =>
      text.startsWith('/') ? [`/root${text}`] : [`/etc/${text.replace(/^\./, 'x.')}`, `../../../etc/${text}`],
    inside: ['../../../../etc/x', 'x/../../../../etc/x'],
    help: 'write `operator: path_within` with the folders that are meant',
  },
  url: {
    after: (text) => {
      if (HOST_ENDED.test(text))
        return /\/[^/]+\/$/.test(text.replace(/^[a-z]+:\/\//i, '')) ? [`${text}../admin`] : []
      if (!HAS_HOST.test(text)) return []
      return ['.evil.example/', '@evil.example/', ':x@evil.example/'].map((more) => text + more)
    },
    before: (text) => [
      `https://evil.example/?${text}`,
      `https://evil.example/#${text}`,
      `https://evil${text}`,
    ],
    inside: ['evil.example/', 'x@evil.example/', 'evil.example#'],
    help: 'write `operator: url_host_in` with the hosts that are meant',
  },
  sql: {
    after: (text) => [
      `${text}; DROP TABLE users`,
      `${text} 1; DROP TABLE users`,
      `${text} 1 INTO OUTFILE '/srv/x'`,
    ],
    before: (text) => [`DROP TABLE users; ${text}`, `DROP TABLE users -- ${text}`],
    inside: ['1; DROP TABLE users; ', 'x; DROP TABLE users --'],
    help: 'write `operator: sql`, which reads the statement, and give the server a role that can do no more than it must',
  },
  mail: {
    after: (text) => [`${text}.evil.example`, `${text}, mallory@evil.example`],
    before: (text) => {
      if (text.startsWith('@')) return [`mallory@evil.example, x${text}`]
      return text.startsWith('.')
        ? []
        : [`mallory@evil${text.replace(/^.*@/, '')}`, `mallory@evil.example,${text}`]
    },
    inside: ['mallory@evil.example, x'],
    help: 'list the addresses with `operator: one_of`',
  },
  host: {
    after: (text) => [`${text}.evil.example`],
    before: (text) => (text.startsWith('.') ? [] : [`evil${text}`]),
    inside: ['evil.example.'],
    help: 'list the hosts with `operator: one_of`, or begin the end with a dot',
  },
  other: { after: NONE, before: NONE, inside: [], help: 'list the values with `operator: one_of`' },
}

/** As many steps up as there are folders. */
function up(text: string): string {
  return '../'.repeat(text.split('/').filter((segment) => segment !== '').length)
}
