import { writeFileSync } from 'node:fs'
import { approversSchema } from '@kvlar/approvals/approvers'
import { policySchema, testSchema } from '@kvlar/core/schema'
import { invariantsSchema } from '@kvlar/gate'
import { configSchema } from '@kvlar/runtime/config'
import { checkChoice } from '../../flags/check-choice.ts'
import type { Input } from '../../command-line/command-spec.ts'
import { EXIT_CODES, type ExitCode } from '../../failures/exit-codes.ts'
import { schemaSpec } from './schema-spec.ts'
import type { Terminal } from '../../terminal/terminal.ts'

const SCHEMAS = {
  policy: policySchema,
  test: testSchema,
  config: configSchema,
  invariants: invariantsSchema,
  approvers: approversSchema,
}

/** Prints the JSON Schema of a file format, or writes it to a file. */
export function run(
  { flags, operands: [format] }: Input<typeof schemaSpec>,
  { out, err }: Terminal,
): ExitCode {
  const chosen = checkChoice('the format', format ?? 'policy', schemaSpec.operands.choices)
  const text = `${JSON.stringify(SCHEMAS[chosen](), undefined, 2)}\n`
  if (flags.output === undefined) {
    out.write(text)
  } else {
    writeFileSync(flags.output, text)
    err.line(`wrote ${flags.output}`)
  }
  return EXIT_CODES.ok
}
