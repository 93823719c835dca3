import { z } from 'zod'
import { checkPolicies, checkedJson, policiesAt } from '../../policies/check-policy.ts'
import { method } from '../method.ts'
import { onThisMachine } from '../on-this-machine.ts'
import { policiesShape } from './shapes.ts'

/** What `kvlar validate --json` says. */
export const validate = method({
  scope: 'evaluate',
  does: 'Checks policies: files, folders, or names of built-in ones. One that cannot be used is a result, not an error.',
  params: z.strictObject({ policy: policiesShape, strict: z.boolean().default(false) }),
  run: ({ policy, strict }, { serving }) => {
    onThisMachine(serving, 'validate')
    const checked = checkPolicies(policy.flatMap(policiesAt), { strict })
    return { valid: checked.every(({ valid }) => valid), files: checked.map((one) => checkedJson(one)) }
  },
})
