/** What a key does, wherever a person reviews. */
export type KeyAct =
  | 'next'
  | 'previous'
  | 'read_on'
  | 'approve'
  | 'deny'
  | 'note'
  | 'grant'
  | 'edit'
  | 'reveal'
  | 'raw'
  | 'select'
  | 'filter'
  | 'help'
  | 'leave'

export interface KeyRow {
  readonly act: KeyAct
  /** The first is the one that people are told. */
  readonly keys: readonly [string, ...string[]]
  readonly says: string
  readonly surfaces: readonly ('page' | 'terminal')[]
}

const BOTH = ['page', 'terminal'] as const

/** One key map for page and terminal: the same key never does two things. */
export const KEYS: readonly KeyRow[] = [
  { act: 'next', keys: ['j'], says: 'next request', surfaces: BOTH },
  { act: 'previous', keys: ['k'], says: 'previous request', surfaces: BOTH },
  { act: 'read_on', keys: ['n', ' '], says: 'read on, to what you have not seen', surfaces: BOTH },
  { act: 'approve', keys: ['a'], says: 'approve; a high risk asks again', surfaces: BOTH },
  { act: 'deny', keys: ['d'], says: 'deny', surfaces: BOTH },
  { act: 'note', keys: ['c'], says: 'write a note that goes with your decision', surfaces: BOTH },
  {
    act: 'grant',
    keys: ['g'],
    says: 'approve like calls for a while, where the rule offers it',
    surfaces: BOTH,
  },
  { act: 'edit', keys: ['e'], says: 'edit the call, where the rule lets you', surfaces: BOTH },
  { act: 'reveal', keys: ['h'], says: 'show hidden values, which is recorded', surfaces: BOTH },
  { act: 'raw', keys: ['v'], says: 'the same as JSON', surfaces: BOTH },
  {
    act: 'select',
    keys: ['x'],
    says: 'select this request, to decide like ones together',
    surfaces: ['page'],
  },
  { act: 'filter', keys: ['/'], says: 'filter the list', surfaces: ['page'] },
  { act: 'help', keys: ['?'], says: 'this list', surfaces: BOTH },
  { act: 'leave', keys: ['q', 'Escape'], says: 'leave what is open', surfaces: BOTH },
]

/** How a key is written for people. */
export function keyText(key: string): string {
  if (key === ' ') return 'Space'
  return key === 'Escape' ? 'Esc' : key.toUpperCase()
}
