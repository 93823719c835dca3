import { approvalsApproveSpec } from './specs/approvals-approve.ts'
import { approvalsDenySpec } from './specs/approvals-deny.ts'
import { approvalsGrantsSpec } from './specs/approvals-grants.ts'
import { approvalsListSpec } from './specs/approvals-list.ts'
import { approvalsRevokeSpec } from './specs/approvals-revoke.ts'
import { approvalsServeSpec } from './specs/approvals-serve.ts'
import { approvalsShowSpec } from './specs/approvals-show.ts'
import { approvalsTokenSpec } from './specs/approvals-token.ts'
import { approvalsWatchSpec } from './specs/approvals-watch.ts'
import { auditCheckpointSpec } from './specs/audit-checkpoint.ts'
import { auditExportSpec } from './specs/audit-export.ts'
import { auditProveSpec } from './specs/audit-prove.ts'
import { auditShowSpec } from './specs/audit-show.ts'
import { auditStatsSpec } from './specs/audit-stats.ts'
import { auditTailSpec } from './specs/audit-tail.ts'
import { auditVerifySpec } from './specs/audit-verify.ts'
import { completionSpec } from './specs/completion.ts'
import { doctorSpec } from './specs/doctor.ts'
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
import { reviewSpec } from './specs/review.ts'
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
  reviewSpec,
  approvalsServeSpec,
  approvalsListSpec,
  approvalsShowSpec,
  approvalsApproveSpec,
  approvalsDenySpec,
  approvalsWatchSpec,
  approvalsGrantsSpec,
  approvalsRevokeSpec,
  approvalsTokenSpec,
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
  doctorSpec,
  schemaSpec,
  completionSpec,
  helpSpec,
] as const

export type CommandName = (typeof COMMAND_SPECS)[number]['name']
