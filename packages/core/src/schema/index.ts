/**
 * JSON Schemas for editors: what those of policies, tests and other files of ours are put together from.
 *
 * A schema never decides: what loads is for the readers of `@kvlar/core/document` to say.
 */
export { principalSchema } from './principal-schema.ts'
export {
  BOOLEAN,
  DRAFT_07,
  DURATION,
  listOf,
  mapOf,
  NAME,
  NUMBER,
  TEXT,
  wholeNumber,
  type Schema,
} from './schema-parts.ts'
export { policySchema } from './policy-schema.ts'
export { testSchema } from './test-schema.ts'
