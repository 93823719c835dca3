import { LIMITS } from '../limits.ts'
import { KvlarError } from './kvlar-error.ts'

export const INVALID_ARGUMENTS_CODES = [
  /** Not JSON with exactly one reading. */
  'KVLAR_ARGUMENTS_NOT_JSON',
  /** Not one object, or not what `params` names. */
  'KVLAR_ARGUMENTS_MISPLACED',
  /** The schema does not take them. */
  'KVLAR_ARGUMENTS_INVALID',
  /** The schema threw, or made something that cannot be judged of them. */
  'KVLAR_SCHEMA_FAILED',
  /** The option `target` threw or gave no text. */
  'KVLAR_TARGET_FAILED',
] as const

export type InvalidArgumentsCode = (typeof INVALID_ARGUMENTS_CODES)[number]

/** The arguments of a call cannot be judged, so nothing was decided. The function has not run. */
export class InvalidArguments extends KvlarError<InvalidArgumentsCode> {
  override readonly name = 'InvalidArguments'
  /** Where, as paths into the arguments; never what stands there. */
  readonly places: readonly string[]

  constructor(code: InvalidArgumentsCode, message: string, places: readonly string[] = []) {
    super(code, message)
    this.places = places.slice(0, LIMITS.placesMax)
  }
}
