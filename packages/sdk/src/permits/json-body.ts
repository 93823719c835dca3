import { readJson, type JsonValue } from '@kvlar/core/json'
import { PermitError } from '@kvlar/crypto'
import { LIMITS } from '../limits.ts'

/** The one reading of a body of JSON. @throws PermitError `PERMIT_INVALID_REQUEST` for one that has none, or several */
export function jsonBody(text: string): JsonValue {
  const read =
    text.length <= LIMITS.argumentsCharsMax
      ? readJson(text, { depthMax: LIMITS.argumentsDepthMax, multiline: true })
      : undefined
  // A number may be written in many ways as long as each reader has the same one.
  const isOdd = read?.ok === true && read.findings.some(({ kind }) => kind !== 'number_form')
  if (read?.ok !== true || isOdd || read.findingsOmitted)
    throw new PermitError('PERMIT_INVALID_REQUEST', 'the body is not JSON with one reading; refusing it')
  return read.value
}
