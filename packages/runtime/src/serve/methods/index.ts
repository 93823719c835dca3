import type { Method } from '../method.ts'
import { approvalsMethods } from './approvals.ts'
import { auditVerify } from './audit.ts'
import { evaluate } from './evaluate.ts'
import { guardBegin, guardFinish } from './guard.ts'
import { judge } from './judge.ts'
import { testPolicies } from './test-policies.ts'
import { validate } from './validate.ts'

/** The one table of methods; the specification is made from it. */
export const METHODS: Readonly<Record<string, Method>> = {
  evaluate,
  validate,
  test: testPolicies,
  judge,
  'guard.begin': guardBegin,
  'guard.finish': guardFinish,
  ...approvalsMethods,
  'audit.verify': auditVerify,
}
