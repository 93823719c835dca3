import { PolicyError } from '../../errors.ts'

/** The loader checks operands; a rule built by other means is refused here. */
export function invalidOperand(operator: string, expected: string): PolicyError {
  return new PolicyError(
    'POLICY_INVALID_RULE',
    `the operand of \`${operator}\` is not ${expected}; refusing the policy`,
    [],
  )
}
