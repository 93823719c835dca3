import type { JsonValue } from '../../json-value.ts'
import { judgeSecrets } from '../../readings/secret/judge-secrets.ts'
import { judgeSecretsAcross } from '../../readings/secret/secrets-across.ts'
import { SECRET_KINDS, type SecretKind } from '../../readings/secret/secret-kind.ts'
import type { Judgement } from '../../readings/judgement.ts'
import { REDACTED } from '../../readings/secret/redacted.ts'
import { invalidOperand } from './invalid-operand.ts'
import { textsOperand } from './operand-types.ts'
import { anyReadingTest } from './reading-test.ts'
import { visitTexts } from '../arguments/texts-of.ts'
import type { ValueTest } from './value-test.ts'

const NONE: Judgement = { truth: 'false' }

/** `contains_secret`: some text of the value, at any depth, holds a secret. */
export function secretTest(operand: JsonValue): ValueTest {
  const kinds = secretKinds(operand)
  const judge = (value: JsonValue): Judgement => {
    let found = NONE
    try {
      visitTexts(value, (text) => {
        found = judgeSecrets(text, kinds)
        return found.truth === 'true'
      })
      return found.truth === 'true' ? found : judgeSecretsAcross(value, kinds)
    } catch (cause) {
      if (cause instanceof RangeError)
        return { truth: 'error', problem: 'it has more texts than are looked at' }
      throw cause
    }
  }
  return {
    ...anyReadingTest(judge),
    // Of what is inside of a list or an object it is not known here whether it may be told.
    found: (_shown, value) => {
      const kind = typeof value === 'string' ? judge(value).pattern : undefined
      return { part: REDACTED, ...(kind !== undefined && { pattern: kind }) }
    },
  }
}

/** The kinds that the operand names; undefined for all of them. */
export function secretKinds(operand: JsonValue): readonly SecretKind[] | undefined {
  if (operand === null) return undefined
  return textsOperand('contains_secret', operand).map((text) => {
    const row = SECRET_KINDS.find(({ kind }) => kind === text)
    if (row === undefined) throw invalidOperand('contains_secret', 'a list of kinds of secrets')
    return row.kind
  })
}
