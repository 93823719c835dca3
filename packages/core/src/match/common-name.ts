import { accepts, type PointToken, type Token } from './glob-tokens.ts'

/** A step into a pair of positions, and the character that it takes. */
interface Step {
  readonly left: number
  readonly right: number
  readonly text: string
  readonly from?: Step
}

/**
 * The shortest name that both patterns match; undefined when there is none, or none of ordinary characters. Every pair
 * of positions is visited once: tokens × tokens steps.
 */
export function commonName(left: readonly Token[], right: readonly Token[]): string | undefined {
  const seen = new Set<number>()
  let reached: readonly Step[] = [{ left: 0, right: 0, text: '' }]
  while (reached.length > 0) {
    const next: Step[] = []
    // Grows while it is walked: skipping a run takes no character, so it stays in the same round.
    const round = [...reached]
    for (const step of round) {
      const place = step.left * (right.length + 1) + step.right
      if (seen.has(place)) continue
      seen.add(place)
      if (step.left === left.length && step.right === right.length) return nameOf(step)
      const [one, other] = [left[step.left], right[step.right]]
      if (one?.kind === 'run') round.push({ ...step, left: step.left + 1 })
      if (other?.kind === 'run') round.push({ ...step, right: step.right + 1 })
      const text = one === undefined || other === undefined ? undefined : characterFor(one, other)
      if (text === undefined) continue
      const after = (at: number, token: Token | undefined) => (token?.kind === 'run' ? at : at + 1)
      next.push({ left: after(step.left, one), right: after(step.right, other), text, from: step })
    }
    reached = next
  }
  return undefined
}

/** A character that both positions take; none for two runs, which can both be empty. */
function characterFor(one: Token, other: Token): string | undefined {
  if (one.kind === 'run' && other.kind === 'run') return undefined
  const tokens = [one, other].filter((token) => token.kind !== 'run')
  const isLine = tokens.length === 2
  const point = [...tokens.flatMap(suggestions), ...ORDINARY].find(
    (candidate) => (isLine || candidate !== LINE_FEED) && tokens.every((token) => accepts(token, candidate)),
  )
  return point === undefined ? undefined : String.fromCodePoint(point)
}

function suggestions(token: PointToken): readonly number[] {
  if (token.kind === 'point') return [token.point]
  return token.kind === 'class' ? token.ranges.flatMap(({ low, high }) => [low, high]) : []
}

const LINE_FEED = 10
const ORDINARY = Array.from('xabcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:', (text) =>
  text.charCodeAt(0),
)

function nameOf(last: Step): string {
  const parts: string[] = []
  for (let step: Step | undefined = last; step !== undefined; step = step.from) parts.push(step.text)
  return parts.toReversed().join('')
}
