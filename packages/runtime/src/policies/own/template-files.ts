import { policySchema, testSchema } from '@kvlar/core/schema'
import type { Template } from '@kvlar/policies'

/** The files of a policy of one's own, by name: policy, tests, and the schemas by which editors help with both. */
export function templateFiles({ policy, test }: Template): ReadonlyMap<string, string> {
  return new Map([
    ['policy.yaml', `${editorLines('policy.schema.json')}${policy}`],
    ['policy.test.yaml', `${editorLines('policy.test.schema.json')}${test}`],
    ['policy.schema.json', `${JSON.stringify(policySchema(), undefined, 2)}\n`],
    ['policy.test.schema.json', `${JSON.stringify(testSchema(), undefined, 2)}\n`],
  ])
}

/** The two comments by which editors find the schema of a file. */
function editorLines(schema: string): string {
  return `# yaml-language-server: $schema=./${schema}\n# $schema: ./${schema}\n`
}
