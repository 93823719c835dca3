import { SHELL_DOUBTS, type ShellDoubtKind, type ShellReading } from '@kvlar/core/readings'
import { fact, uninspectable, type Fact } from './facts.ts'

/** Doubts that people can weigh as they stand; every other one says that the reading cannot be trusted. */
const WEIGHED: Partial<Record<ShellDoubtKind, string>> = {
  assignment: 'variables',
  background: 'background',
  comment: 'comment',
  expansion: 'expansion',
  glob: 'pattern',
  substitution: 'substitution',
  tilde: 'tilde',
}

/** Every doubt of a reading, each kind once. */
export function doubtFacts({ commands, doubts }: ShellReading): readonly Fact[] {
  const isRedirectShown = commands.some(({ redirects }) => redirects.some(({ isHarmless }) => !isHarmless))
  return Array.from(new Set(doubts.map(({ kind }) => kind))).flatMap((kind) => {
    if (kind === 'redirect' && isRedirectShown) return []
    const label = WEIGHED[kind]
    return label === undefined
      ? [uninspectable(SHELL_DOUBTS[kind])]
      : [fact(label, SHELL_DOUBTS[kind], 'warn')]
  })
}
