import { auditCheckpointSpec } from './specs/audit-checkpoint.ts'
import { auditExportSpec } from './specs/audit-export.ts'
import { auditProveSpec } from './specs/audit-prove.ts'
import { auditShowSpec } from './specs/audit-show.ts'
import { auditStatsSpec } from './specs/audit-stats.ts'
import { auditTailSpec } from './specs/audit-tail.ts'
import { auditVerifySpec } from './specs/audit-verify.ts'
import { completionSpec } from './specs/completion.ts'
import { evaluateSpec } from './specs/evaluate.ts'
import { helpSpec } from './specs/help.ts'
import { initSpec } from './specs/init.ts'
import { inspectSpec } from './specs/inspect.ts'
import { keysExportSpec } from './specs/keys-export.ts'
import { keysGenerateSpec } from './specs/keys-generate.ts'
import { keysImportSpec } from './specs/keys-import.ts'
import { keysListSpec } from './specs/keys-list.ts'
import { keysRotateSpec } from './specs/keys-rotate.ts'
import { keysShowSpec } from './specs/keys-show.ts'
import { proxySpec } from './specs/proxy.ts'
import { schemaSpec } from './specs/schema.ts'
import { testSpec } from './specs/test.ts'
import { unwrapSpec } from './specs/unwrap.ts'
import { validateSpec } from './specs/validate.ts'
import { wrapSpec } from './specs/wrap.ts'

/** The one table of commands, in the order help shows them. */
export const COMMAND_SPECS = [
  initSpec,
  wrapSpec,
  unwrapSpec,
  proxySpec,
  validateSpec,
  testSpec,
  evaluateSpec,
  inspectSpec,
  auditVerifySpec,
  auditTailSpec,
  auditShowSpec,
  auditStatsSpec,
  auditExportSpec,
  auditProveSpec,
  auditCheckpointSpec,
  keysGenerateSpec,
  keysListSpec,
  keysShowSpec,
  keysExportSpec,
  keysImportSpec,
  keysRotateSpec,
  schemaSpec,
  completionSpec,
  helpSpec,
] as const

export type CommandName = (typeof COMMAND_SPECS)[number]['name']
