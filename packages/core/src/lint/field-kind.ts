import { wordsOf } from '../match/words.ts'

/** What programs make of an argument; `other` is text that only people read, or that lint knows nothing about. */
export type FieldKind = 'command' | 'path' | 'url' | 'sql' | 'mail' | 'host' | 'other'

const KINDS_BY_WORD: readonly (readonly [FieldKind, ReadonlySet<string>])[] = [
  ['command', new Set(['command', 'cmd', 'commandline', 'cmdline', 'script', 'shell', 'bash', 'exec'])],
  ['sql', new Set(['sql', 'statement', 'stmt'])],
  ['url', new Set(['url', 'urls', 'uri', 'uris', 'href', 'link', 'endpoint', 'webhook', 'callback'])],
  [
    'path',
    new Set([
      'path',
      'paths',
      'file',
      'files',
      'filename',
      'filepath',
      'dir',
      'directory',
      'folder',
      'cwd',
      'root',
    ]),
  ],
  ['mail', new Set(['email', 'emails', 'mail', 'recipient', 'recipients', 'cc', 'bcc'])],
  ['host', new Set(['host', 'hostname', 'domain', 'fqdn'])],
]

const KINDS_BY_VALUE: readonly (readonly [FieldKind, RegExp])[] = [
  ['url', /^(?:https?|wss?|ftp):\/\//i],
  ['path', /^(?:\/|\.{1,2}\/|~\/|[A-Za-z]:[\\/]|\\\\|file:)/],
  [
    'sql',
    /^(?:select\b|insert\s+into\b|update\s+\w+\s+set\b|delete\s+from\b|drop\s+(?:table|database|schema|index|view)\b|truncate\b|alter\s+(?:table|role|user)\b|create\s+(?:table|index|view|or)\b|explain\b|with\s+\w+\s+as\b)/i,
  ],
  [
    'command',
    /^(?:sudo|git|ls|cat|rm|mv|cp|npm|npx|pnpm|yarn|cargo|go|python3?|node|docker|kubectl|curl|wget|ssh|chmod|chown|bash|sh|echo|grep|find|sed|awk|make|terraform|aws|gcloud|az|helm|psql|tar|kill|dd|mkfs)(?:\s|$)/,
  ],
  ['mail', /^[^\s@/]*@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/],
]

/** Arguments that hold addresses in mail and hosts elsewhere: a value that looks like a domain decides. */
const ADDRESSED = new Set(['to', 'from', 'sender', 'address', 'server', 'origin', 'target', 'site'])

/** What an argument is, by its name and failing that by a value that the rule compares it with. */
export function fieldKind(path: string, value: string): FieldKind {
  const [byValue] = KINDS_BY_VALUE.find(([, shape]) => shape.test(value)) ?? []
  const last = (wordsOf(path.split('.').at(-1) ?? '') ?? []).toReversed()
  for (const word of last) {
    const [byName] = KINDS_BY_WORD.find(([, words]) => words.has(word)) ?? []
    // A file may be named by a URL, and a URL may be a plain path.
    if (byName !== undefined) return byName === 'path' && byValue === 'url' ? 'url' : byName
    if (ADDRESSED.has(word) && /^[@.\w-]*\w\.[A-Za-z]{2,}$/.test(value))
      return word === 'to' || value.includes('@') ? 'mail' : 'host'
  }
  return byValue ?? 'other'
}
