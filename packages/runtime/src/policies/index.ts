/** Policies from files and by name: loaded whole or refused as a whole, with the texts they were read from. */
export { policiesInForce, type PoliciesInForce } from './policies-in-force.ts'
export { helpForName, loadPolicies, readPolicyNamed, type PolicyTexts } from './load-policies.ts'
export { POLICY_FILES, sourceText } from './policy-files.ts'
export { runSuites, type SuiteOptions } from './run-suites.ts'
export { missingPolicies, ownPolicyFile, writePolicies } from './own/own-policies.ts'
export { templateFiles } from './own/template-files.ts'
export { writeNewFiles } from './own/write-new-files.ts'
