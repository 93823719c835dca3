/** Statements of SQL from a grammar, as lists of words, for one database whose tables all have the same columns. */

export type Chance = () => number

/** The same chances for the same seed. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Words = readonly string[]

export const GRANTED = ['app.users', 'app.orders', 't1', 't2']
export const SECRET = ['secret.keys', 'hidden']

/** Writes statements; `dialect` decides what only one database has. */
export class RandomSql {
  readonly #random: Chance
  readonly #dialect: 'postgres' | 'sqlite'
  #depth = 0
  #aliases = 0
  /** CTEs that can be seen from here. */
  #ctes: string[] = []

  constructor(random: Chance, dialect: 'postgres' | 'sqlite') {
    this.#random = random
    this.#dialect = dialect
  }

  one<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)]
    if (item === undefined) throw new Error('nothing to choose from')
    return item
  }

  maybe(share = 0.5): boolean {
    return this.#random() < share
  }

  statement(): Words {
    this.#depth = 0
    this.#aliases = 0
    this.#ctes = []
    return this.query()
  }

  query(): Words {
    this.#depth += 1
    const before = this.#ctes
    const words: string[] = []
    if (this.maybe(0.2) && this.#depth < 4) {
      words.push('with')
      const count = this.maybe() ? 1 : 2
      for (let at = 0; at < count; at += 1) {
        const name = this.one(['c1', 'c2', 'c3', 't1', 'hidden'])
        words.push(...(at > 0 ? [','] : []), name, ...(this.maybe(0.2) ? ['(', 'id', ')'] : []), 'as', '(')
        words.push(...this.query(), ')')
        this.#ctes = [...this.#ctes, name]
      }
    }
    words.push(...this.#select())
    while (this.maybe(0.15) && this.#depth < 4) {
      words.push(this.one(['union', 'union all', 'intersect', 'except']))
      words.push(...this.#select())
    }
    if (this.maybe(0.3)) words.push('order', 'by', '1', ...(this.maybe() ? ['desc'] : []))
    if (this.maybe(0.3)) words.push('limit', '10', ...(this.maybe() ? ['offset', '2'] : []))
    this.#ctes = before
    this.#depth -= 1
    return words
  }

  #select(): Words {
    const sources: string[] = []
    const aliases: string[] = []
    const count = this.one([0, 1, 1, 1, 2, 2, 3])
    for (let at = 0; at < count; at += 1) {
      const joins = at > 0 && this.maybe(0.7)
      if (at > 0) sources.push(...(joins ? this.one([['join'], ['left', 'join'], ['inner', 'join']]) : [',']))
      const alias = this.#source(sources)
      aliases.push(alias)
      if (joins) sources.push('on', ...this.#truth(aliases))
    }
    const words = ['select', ...(this.maybe(0.1) ? ['distinct'] : []), ...this.#value(aliases)]
    if (this.maybe(0.3)) words.push('as', 'id')
    if (count > 0) words.push('from', ...sources)
    if (this.maybe(0.5)) words.push('where', ...this.#truth(aliases))
    return words
  }

  /** Appends one source, and says by which name it goes. */
  #source(into: string[]): string {
    this.#aliases += 1
    const alias = `s${this.#aliases}`
    const kind = this.#random()
    if (kind < 0.15 && this.#depth < 4) into.push('(', ...this.query(), ')')
    else if (kind < 0.35) into.push(...this.#sourceCall())
    else if (kind < 0.42 && this.#depth < 4) {
      const inner = `i${this.#aliases}`
      into.push('(', this.#table(), inner, 'cross', 'join', this.#table(), `${inner}b`, ')')
      if (this.#dialect === 'postgres') return inner
    } else into.push(this.#table())
    into.push(...(this.maybe() ? ['as'] : []), alias)
    return alias
  }

  #table(): string {
    const name = this.#random()
    if (name < 0.3 && this.#ctes.length > 0) return this.one(this.#ctes)
    return this.one(name > 0.85 ? SECRET : GRANTED)
  }

  #sourceCall(): Words {
    if (this.#dialect === 'sqlite') return ['json_each', '(', "'[1,2]'", ')']
    return this.one([
      ['generate_series', '(', '1', ',', '3', ')'],
      ['unnest', '(', 'array', '[', "'/x'", ']', ')'],
      ['jsonb_each', '(', '\'{"a":1}\'', ')'],
      ['public.evil', '(', '1', ')'],
    ])
  }

  /** A value of any type that can be shown as a text. */
  #value(aliases: readonly string[]): Words {
    this.#depth += 1
    const words = this.#depth > 6 ? ['1'] : this.#anyValue(aliases)
    this.#depth -= 1
    return words
  }

  #anyValue(aliases: readonly string[]): Words {
    const inner = (): Words => this.#value(aliases)
    switch (
      this.one([
        'number',
        'text',
        'column',
        'column',
        'column',
        'case',
        'call',
        'call',
        'query',
        'cast',
        'sum',
        'window',
        'join',
        'attribute',
        'attribute',
        'attribute',
      ])
    ) {
      case 'column':
        return aliases.length === 0 ? ['2'] : [this.one(aliases), '.', this.one(['id', 'n', 'name'])]
      case 'attribute':
        return aliases.length === 0
          ? ['3']
          : [
              this.one(aliases),
              '.',
              this.one(['purge', 'pg_sleep', 'upper', 'evil', 'pg_read_file', 'value', 'id']),
            ]
      case 'text':
        return [this.one(["'x'", "'it''s'", "'-- /* x'", "'é'", "';'"])]
      case 'case':
        return ['case', 'when', ...this.#truth(aliases), 'then', ...inner(), 'end']
      case 'call':
        return [...this.#call(), '(', ...inner(), ')']
      case 'query':
        return ['(', ...this.query(), 'limit', '1', ')'].filter(
          (_, at, all) => at < all.length - 3 || at === all.length - 1,
        )
      case 'cast':
        return ['cast', '(', ...inner(), 'as', 'text', ')']
      case 'sum':
        return ['(', ...inner(), this.one(['+', '-', '*', '||', '||']), ...inner(), ')']
      case 'window':
        return ['count', '(', '*', ')', 'over', '(', 'partition', 'by', ...inner(), ')']
      case 'join':
        return ['coalesce', '(', ...inner(), ',', ...inner(), ')']
      default:
        return [this.one(['1', '0.5', '1e3', 'null', 'true'])]
    }
  }

  #call(): Words {
    const own = this.maybe(0.15)
    if (this.#dialect === 'sqlite')
      return [own ? this.one(['evil', 'randomblob']) : this.one(['lower', 'upper', 'length', 'abs'])]
    return [
      own
        ? this.one(['evil', 'public.evil', 'pg_sleep', 'pg_typeof', 'query_to_xml'])
        : this.one(['concat', 'quote_literal', 'to_jsonb', 'pg_typeof', 'pg_catalog.concat']),
    ]
  }

  #truth(aliases: readonly string[]): Words {
    const left = this.#value(aliases)
    switch (this.one(['null', 'equal', 'exists', 'in', 'and', 'true'])) {
      case 'null':
        return [...left, 'is', ...(this.maybe() ? ['not'] : []), 'null']
      case 'equal':
        return ['cast', '(', ...left, 'as', 'text', ')', this.one(['=', '<>', '<', '>=']), "'a'"]
      case 'exists':
        return this.#depth > 4 ? ['true'] : ['exists', '(', ...this.query(), ')']
      case 'in':
        return ['cast', '(', ...left, 'as', 'text', ')', 'in', '(', "'a'", ',', "'b'", ')']
      case 'and':
        return this.#depth > 4 ? ['true'] : ['true', this.one(['and', 'or']), ...this.#truth(aliases)]
      default:
        return ['true']
    }
  }
}

const SPACES = [' ', '\n', '\t', '  ', '/**/', '/* x */', ' -- x\n', '\r\n', '']
const FRAGMENTS = [
  'into x',
  'for update',
  'union select',
  'from secret.keys',
  ', hidden',
  'join secret.keys on true',
  "'",
  '"',
  '`',
  '$$',
  '$1',
  '::text',
  '::regclass',
  '[1]',
  '.purge',
  'lateral',
  'only',
  'table hidden',
  'values (1)',
  'tablesample system (1)',
  'rows from',
  '(',
  ')',
  ';',
  '; select 1',
  'select',
  'with x as (select 1)',
  'recursive',
  '#',
  '--',
  '/*',
  '*/',
  '\\',
  "e'",
  "u&'",
  'u&"',
  '@',
  '!',
  '~',
  'operator(+)',
  'collate "C"',
  'at time zone',
  'interval',
  "date '2020-01-01'",
  "regclass 'x'",
  'array',
  'not',
  'in',
  'as',
  'natural join hidden',
  'using (id)',
  'cross join hidden',
  'exists',
  'any',
  'filter (where true)',
  'over ()',
  'within group',
  'variadic',
  'distinct',
  'all',
  'except',
  'table',
  'evil(1)',
  'evil',
  'current_user',
  'hidden',
  'secret.keys',
  'left',
  'right',
  'delete from t1',
  'returning',
  'set',
  'on',
  '1',
  'a',
  '*',
  '.',
  ',',
  ':',
  '::',
  '=',
  '->',
  '\u00a0',
  'é',
  '\r',
  '\v',
]

/** Joins the words with white space, comments and other case; some words are lost, doubled or strangers. */
export function spelled(words: Words, random: Chance, strange: number): string {
  let text = ''
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  for (const word of words) {
    const kind = random()
    if (kind < strange / 3) continue
    if (kind < strange) text += one(SPACES) + one(FRAGMENTS)
    if (kind > 1 - strange / 4) text += one(SPACES) + word
    const cased = word.startsWith("'") || random() < 0.7 ? word : word.toUpperCase()
    text += (random() < 0.8 ? ' ' : one(SPACES)) + cased
  }
  return text
}
