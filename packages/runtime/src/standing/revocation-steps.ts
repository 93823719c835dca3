import { canonicalJson, isJsonObject, readJson, type JsonValue } from '@kvlar/core/json'
import {
  readRevocation,
  readTarget,
  revocationJson,
  targetJson,
  type Revocation,
  type Target,
} from '@kvlar/gate'

/** One line of the file: somebody is turned away, or let in again. */
export type Step =
  | { readonly step: 'revoked'; readonly revocation: Revocation }
  | { readonly step: 'restored'; readonly target: Target }

/** Stands behind a line that its writer did not finish, and that nobody was told of. */
export const TORN = '{"step":"torn"}\n'

export function encodeStep(step: Step): string {
  return `${canonicalJson(lineOf(step))}\n`
}

function lineOf(step: Step): JsonValue {
  switch (step.step) {
    case 'revoked':
      return { step: step.step, ...revocationJson(step.revocation) }
    case 'restored':
      return { step: step.step, target: targetJson(step.target) }
  }
}

/** The steps of a file, without one that is still being written. @throws when a line says nothing that can be read */
export function decodeSteps(text: string, path: string): readonly Step[] {
  const lines = text.split('\n')
  // What has no end yet was not acknowledged.
  lines.pop()
  return lines.flatMap((line, index) => {
    if (`${line}\n` === TORN) return []
    const step = decodeStep(line)
    if (step !== undefined) return [step]
    if (`${lines[index + 1] ?? ''}\n` === TORN) return []
    throw new Error(`line ${index + 1} of \`${path}\` cannot be read`)
  })
}

function decodeStep(line: string): Step | undefined {
  const read = readJson(line)
  if (!read.ok || !isJsonObject(read.value)) return undefined
  const { step, ...rest } = read.value
  if (step === 'revoked') {
    const revocation = readRevocation(rest)
    return revocation && { step, revocation }
  }
  const { target, ...more } = rest
  const who = step === 'restored' && Object.keys(more).length === 0 ? readTarget(target) : undefined
  return who && { step: 'restored', target: who }
}
