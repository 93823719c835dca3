import type { Pattern } from '../rule.ts'
import { accepts, literalTokens, type PointToken, readTokens, type Token } from './glob-tokens.ts'

/** A position of any pattern; `rest` is what may follow a prefix, line feeds too. */
type Position = Token | { readonly kind: 'rest' }

/** Whether every name that `special` matches is matched by `general` as well; false where that is not certain. */
export function patternCovers(general: Pattern, special: Pattern): boolean {
  const wide = positionsOf(general)
  const narrow = positionsOf(special)
  // One row per position of the wide pattern, from its end: what is left of it covers what is left of the narrow one.
  let row = narrow.map(() => false)
  row.push(true)
  for (const position of wide.toReversed()) row = rowAbove(position, narrow, row)
  return row[0] ?? false
}

function rowAbove(position: Position, narrow: readonly Position[], below: readonly boolean[]): boolean[] {
  const row: boolean[] = []
  for (let at = narrow.length; at >= 0; at -= 1) {
    const next = narrow[at]
    if (position.kind === 'rest') row[at] = true
    else if (position.kind === 'run')
      row[at] = (below[at] ?? false) || (next !== undefined && !mayBreakLine(next) && (row[at + 1] ?? false))
    else row[at] = next !== undefined && takes(position, next) && (below[at + 1] ?? false)
  }
  return row
}

function positionsOf({ kind, text }: Pattern): readonly Position[] {
  if (kind === 'exact') return literalTokens(text)
  if (kind === 'prefix') return [...literalTokens(text), { kind: 'rest' }]
  const read = readTokens(text)
  // A glob that does not parse does not load.
  return read.ok ? read.tokens : literalTokens(text)
}

const LINE_FEED = 10

function mayBreakLine(position: Position): boolean {
  if (position.kind === 'run') return false
  return position.kind === 'rest' || accepts(position, LINE_FEED)
}

/** Whether one position takes whatever another one does. */
function takes(wide: PointToken, narrow: Position): boolean {
  if (narrow.kind === 'run' || narrow.kind === 'rest') return false
  if (wide.kind === 'any') return true
  if (narrow.kind === 'point') return accepts(wide, narrow.point)
  if (wide.kind !== 'class' || narrow.kind !== 'class' || wide.negated || narrow.negated) return false
  return narrow.ranges.every(({ low, high }) =>
    wide.ranges.some((range) => range.low <= low && high <= range.high),
  )
}
