import { approveKitSchema } from './approvekit-schema.ts'
import { kavachSchema } from './kavach-schema.ts'
import { kvlarDefinitions, kvlarSchema } from './kvlar-schema.ts'
import { DRAFT_07, type Schema } from './schema-parts.ts'

/** The JSON Schema (draft-07) of policy files in all three dialects, for editors; the reader checks more. */
export function policySchema(): Schema {
  return {
    $schema: DRAFT_07,
    title: 'Kvlar policy',
    description: 'What an agent may do. What no rule allows is denied.',
    definitions: {
      ...kvlarDefinitions(),
      kvlar: kvlarSchema(),
      kavach: kavachSchema(),
      approvekit: approveKitSchema(),
    },
    anyOf: [
      { $ref: '#/definitions/kvlar' },
      { $ref: '#/definitions/kavach' },
      { $ref: '#/definitions/approvekit' },
    ],
  }
}
