import type { JsonValue } from '@kvlar/core/json'
import { PermitError, type PermitToken } from '@kvlar/crypto'
import { unknownKey } from '../unknown-key.ts'

/** The call that is about to run. What is left out beside action and parameters is not compared. */
export interface PermitCall {
  /** Name of the tool or operation. */
  readonly action: string
  /** As they were sent, before any default. */
  readonly parameters: unknown
  readonly principal?: string
  readonly target?: string
  readonly session?: string
}

const KEYS: Readonly<Record<keyof PermitCall, true>> = {
  action: true,
  parameters: true,
  principal: true,
  target: true,
  session: true,
}

/** Refuses a call with a field that nothing would compare. @throws PermitError `PERMIT_INVALID_REQUEST` */
export function checkFields(call: PermitCall): void {
  const unknown = unknownKey(call, KEYS)
  if (unknown !== undefined)
    throw new PermitError(
      'PERMIT_INVALID_REQUEST',
      `an expected call has a field of no use: \`${unknown}\` is not compared; refusing`,
    )
}

/** A call whose permit was spent on it. */
export interface PermittedCall {
  /** A frozen copy: exactly what was judged, and all that may run. */
  readonly parameters: JsonValue
  readonly token: PermitToken
}
