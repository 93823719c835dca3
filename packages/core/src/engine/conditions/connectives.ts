import type { TraceMatch } from '../../decision.ts'
import type { CompiledCondition } from './compiled-condition.ts'
import { and, ERROR, FALSE, not, or, TRUE } from '../truth-mask.ts'

/** Strong Kleene `all`: one false makes it false, whatever errs; of nothing it is true. */
export function compileAll(inner: readonly CompiledCondition[]): CompiledCondition {
  return {
    ...nested(inner, 'all'),
    evaluate: (action, facts) => {
      let found = TRUE
      for (const condition of inner) {
        found = and(found, condition.evaluate(action, facts))
        if (found === FALSE) return FALSE
      }
      return found
    },
  }
}

/** Strong Kleene `any`: one true makes it true, whatever errs; of nothing it is false. */
export function compileAny(inner: readonly CompiledCondition[]): CompiledCondition {
  return {
    ...nested(inner, 'any'),
    evaluate: (action, facts) => {
      let found = FALSE
      for (const condition of inner) {
        found = or(found, condition.evaluate(action, facts))
        if (found === TRUE) return TRUE
      }
      return found
    },
  }
}

export function compileNot(inner: CompiledCondition): CompiledCondition {
  return {
    ...inner,
    evaluate: (action, facts) => not(inner.evaluate(action, facts)),
    explain: (action, facts, text) => {
      const { part, detail } = inner.explain(action, facts, text)
      return { part: join('not', part), detail: `negated: ${detail}` }
    },
    met: (action, facts, text) => under('not', inner.met?.(action, facts, text)),
  }
}

function nested(
  inner: readonly CompiledCondition[],
  name: 'all' | 'any',
): Omit<CompiledCondition, 'evaluate'> {
  return {
    explain: (action, facts, text) => {
      // `all` is false by a false part and an error by an erring one; `any` errs by an erring part before all else.
      const values = inner.map((condition) => condition.evaluate(action, facts))
      const culprits = name === 'all' ? [FALSE, ERROR] : [ERROR, FALSE]
      const index = Math.max(0, values.indexOf(culprits.find((value) => values.includes(value)) ?? TRUE))
      const condition = inner[index]
      if (condition === undefined) return { part: name, detail: 'it has no parts' }
      const { part, detail } = condition.explain(action, facts, text)
      return { part: join(`${name}[${index}]`, part), detail }
    },
    met: (action, facts, text) => {
      const values = inner.map((condition) => condition.evaluate(action, facts))
      // One false part makes `all` false and one true part makes `any` true; otherwise every part counts.
      const alone = values.indexOf(name === 'all' ? FALSE : TRUE)
      return inner.flatMap((condition, index) =>
        alone === -1 || alone === index
          ? under(`${name}[${index}]`, condition.met?.(action, facts, text))
          : [],
      )
    },
    problem: (action, facts) => {
      const failed = inner.find((condition) => condition.evaluate(action, facts) === ERROR)
      return failed?.problem(action, facts)
    },
    addNeeds: (action, into, known) => {
      for (const condition of inner) condition.addNeeds(action, into, known)
    },
  }
}

function under(outer: string, matches: readonly TraceMatch[] = []): readonly TraceMatch[] {
  return matches.map((match) => ({ ...match, what: join(outer, match.what) }))
}

function join(outer: string, inner: string): string {
  return inner === '' ? outer : `${outer}.${inner}`
}
