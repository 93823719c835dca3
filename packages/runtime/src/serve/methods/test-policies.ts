import { reportJson } from '@kvlar/core/policy-test'
import { z } from 'zod'
import { findTests } from '../../policies/find-tests.ts'
import { runSuites } from '../../policies/run-suites.ts'
import { method } from '../method.ts'
import { onThisMachine } from '../on-this-machine.ts'
import { policiesShape } from './shapes.ts'

/** What `kvlar test --json` says. */
export const testPolicies = method({
  scope: 'evaluate',
  does: 'Runs the tests of policies: files, or folders that hold some.',
  params: z.strictObject({
    tests: policiesShape,
    policy: z.string().min(1).optional(),
    filter: z.string().optional(),
    coverage: z.boolean().default(false),
  }),
  run: ({ tests, policy, filter, coverage }, { serving }) => {
    onThisMachine(serving, 'test')
    const { files, others } = findTests(tests)
    return { ...reportJson(runSuites(files, { policy, filter, coverage })), passed_over: others }
  },
})
