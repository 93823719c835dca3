import { PermitError, type PermitErrorCode } from '../errors/permit-error.ts'
import { unusableOption } from '../unusable-option.ts'
import { boundText, sameText, type BoundText } from './bound-text.ts'
import { digestOf, type CallParameters } from './permit-request.ts'
import type { PermitToken } from './permit-token.ts'

/** The call a verifier is about to run. What is left out beyond action, parameters and audience is not compared. */
export type ExpectedCall = CallParameters & {
  readonly action: string
  readonly audience: string
  readonly principal?: string
  readonly target?: string
  readonly session?: string
  /** `sha256:<hex>`. */
  readonly policyDigest?: string
}

const FIELDS = [
  'action',
  'audience',
  'principal',
  'target',
  'session',
  'policyDigest',
  'parameters',
  'parametersDigest',
]

const TEXTS = [
  ['audience', 'PERMIT_WRONG_AUDIENCE'],
  ['action', 'PERMIT_WRONG_ACTION'],
  ['principal', 'PERMIT_WRONG_PRINCIPAL'],
  ['target', 'PERMIT_WRONG_TARGET'],
  ['session', 'PERMIT_WRONG_SESSION'],
] as const satisfies readonly (readonly [keyof PermitToken & keyof ExpectedCall, PermitErrorCode])[]

/** @throws PermitError `PERMIT_WRONG_…` for the first field that is for another call */
export function checkBindings(token: PermitToken, expected: ExpectedCall): void {
  const problem = unusableOption(expected, FIELDS)
  if (problem !== undefined)
    throw new PermitError(
      'PERMIT_INVALID_REQUEST',
      `an expected call has a field of no use: ${problem}; refusing`,
    )
  for (const [field, code] of TEXTS) {
    const wanted: string | undefined = expected[field]
    const required = field === 'audience' || field === 'action'
    if (wanted === undefined && !required) continue
    const bound: BoundText | undefined = token[field]
    if (!sameText(bound, boundText(wanted, field)))
      throw new PermitError(code, `a permit is for another \`${field}\`; refusing it`)
  }
  if (token.parametersDigest !== digestOf(expected))
    throw new PermitError('PERMIT_WRONG_PARAMETERS', 'a permit is for other parameters; refusing it')
  if (expected.policyDigest !== undefined && token.policyDigest !== expected.policyDigest)
    throw new PermitError('PERMIT_WRONG_POLICY', 'a permit comes from another policy; refusing it')
}
