import { canonicalJson, isJsonObject, readJson, type JsonValue } from '@kvlar/core/json'
import { TARGET_KINDS, type Revocation, type Target } from '@kvlar/gate'

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
    case 'revoked': {
      const { target, reason, by, atMs } = step.revocation
      return { step: step.step, target: whoOf(target), reason, by, at_ms: atMs }
    }
    case 'restored':
      return { step: step.step, target: whoOf(step.target) }
  }
}

function whoOf(target: Target): JsonValue {
  return target.kind === 'everything' ? { kind: target.kind } : { kind: target.kind, id: target.id }
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
  if (!read.ok) return undefined
  const { step, target, reason, by, at_ms: atMs, ...rest } = asMap(read.value)
  const who = decodeTarget(target)
  if (who === undefined || Object.keys(rest).length > 0) return undefined
  if (step === 'restored' && reason === undefined && by === undefined && atMs === undefined)
    return { step, target: who }
  return step === 'revoked' &&
    typeof reason === 'string' &&
    typeof by === 'string' &&
    typeof atMs === 'number'
    ? { step, revocation: { target: who, reason, by, atMs } }
    : undefined
}

function decodeTarget(value: JsonValue | undefined): Target | undefined {
  const { kind, id, ...rest } = asMap(value)
  const known = TARGET_KINDS.find((one) => one === kind)
  if (known === undefined || Object.keys(rest).length > 0) return undefined
  if (known === 'everything') return id === undefined ? { kind: known } : undefined
  return typeof id === 'string' ? { kind: known, id } : undefined
}

function asMap(value: JsonValue | undefined): Readonly<Record<string, JsonValue | undefined>> {
  return isJsonObject(value) ? value : {}
}
