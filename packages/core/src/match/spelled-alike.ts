import { accepts, type PointToken, type Token } from './glob-tokens.ts'

/**
 * How many characters two patterns spell out alike in some name that both match, as many as can be; undefined when they
 * surely have no name in common. Tokens × tokens steps.
 */
export function spelledAlike(left: readonly Token[], right: readonly Token[]): number | undefined {
  // From the ends of both to their beginnings: what the rest of one has in common with the rest of the other.
  let below = new Int16Array(right.length + 1).fill(NONE)
  let row = new Int16Array(right.length + 1)
  for (let at = left.length; at >= 0; at -= 1) {
    const one = left[at]
    for (let column = right.length; column >= 0; column -= 1) {
      const other = right[column]
      let best = one === undefined && other === undefined ? 0 : NONE
      const isRun = one?.kind === 'run' || other?.kind === 'run'
      if (isRun && one !== undefined) best = Math.max(best, below[column] ?? NONE)
      if (isRun && other !== undefined) best = Math.max(best, row[column + 1] ?? NONE)
      if (!isRun && one !== undefined && other !== undefined)
        best = taken(one, other, below[column + 1] ?? NONE)
      row[column] = best
    }
    const last = below
    below = row
    row = last
  }
  const alike = below[0] ?? NONE
  return alike === NONE ? undefined : alike
}

const NONE = -1

function taken(one: Token, other: Token, rest: number): number {
  if (rest === NONE || one.kind === 'run' || other.kind === 'run' || !canMeet(one, other)) return NONE
  return one.kind === 'point' && other.kind === 'point' ? rest + 1 : rest
}

/** Two classes are taken to have a character in common. */
function canMeet(one: PointToken, other: PointToken): boolean {
  if (one.kind === 'point') return accepts(other, one.point)
  return other.kind !== 'point' || accepts(one, other.point)
}
