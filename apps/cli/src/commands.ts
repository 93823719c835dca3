import { parseArguments } from './arguments.ts'
import type { CommandName } from './command-specs.ts'
import type { CommandSpec, Run } from './command-spec.ts'
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
import type { Terminal } from './terminal.ts'

/** Reads the words after the command's name, then runs it. */
export type Command = (words: readonly string[], terminal: Terminal) => Promise<number>

/** The code of every command; it is loaded only when that command runs. */
export const COMMANDS: Readonly<Record<CommandName, Command>> = {
  init: command(initSpec, () => import('./commands/init.ts')),
  wrap: command(wrapSpec, () => import('./commands/wrap.ts')),
  unwrap: command(unwrapSpec, () => import('./commands/unwrap.ts')),
  proxy: command(proxySpec, () => import('./commands/proxy.ts')),
  review: command(reviewSpec, () => import('./commands/review.ts')),
  'approvals serve': command(approvalsServeSpec, () => import('./commands/approvals-serve.ts')),
  'approvals list': command(approvalsListSpec, () => import('./commands/approvals-list.ts')),
  'approvals show': command(approvalsShowSpec, () => import('./commands/approvals-show.ts')),
  'approvals approve': command(approvalsApproveSpec, () => import('./commands/approvals-approve.ts')),
  'approvals deny': command(approvalsDenySpec, () => import('./commands/approvals-deny.ts')),
  'approvals watch': command(approvalsWatchSpec, () => import('./commands/approvals-watch.ts')),
  'approvals grants': command(approvalsGrantsSpec, () => import('./commands/approvals-grants.ts')),
  'approvals revoke': command(approvalsRevokeSpec, () => import('./commands/approvals-revoke.ts')),
  'approvals token': command(approvalsTokenSpec, () => import('./commands/approvals-token.ts')),
  validate: command(validateSpec, () => import('./commands/validate.ts')),
  test: command(testSpec, () => import('./commands/test.ts')),
  evaluate: command(evaluateSpec, () => import('./commands/evaluate.ts')),
  inspect: command(inspectSpec, () => import('./commands/inspect.ts')),
  'audit verify': command(auditVerifySpec, () => import('./commands/audit-verify.ts')),
  'audit tail': command(auditTailSpec, () => import('./commands/audit-tail.ts')),
  'audit show': command(auditShowSpec, () => import('./commands/audit-show.ts')),
  'audit stats': command(auditStatsSpec, () => import('./commands/audit-stats.ts')),
  'audit export': command(auditExportSpec, () => import('./commands/audit-export.ts')),
  'audit prove': command(auditProveSpec, () => import('./commands/audit-prove.ts')),
  'audit checkpoint': command(auditCheckpointSpec, () => import('./commands/audit-checkpoint.ts')),
  'keys generate': command(keysGenerateSpec, () => import('./commands/keys-generate.ts')),
  'keys list': command(keysListSpec, () => import('./commands/keys-list.ts')),
  'keys show': command(keysShowSpec, () => import('./commands/keys-show.ts')),
  'keys export': command(keysExportSpec, () => import('./commands/keys-export.ts')),
  'keys import': command(keysImportSpec, () => import('./commands/keys-import.ts')),
  'keys rotate': command(keysRotateSpec, () => import('./commands/keys-rotate.ts')),
  doctor: command(doctorSpec, () => import('./commands/doctor.ts')),
  schema: command(schemaSpec, () => import('./commands/schema.ts')),
  completion: command(completionSpec, () => import('./commands/completion.ts')),
  help: command(helpSpec, () => import('./commands/help.ts')),
}

function command<const S extends CommandSpec>(spec: S, load: () => Promise<{ run: Run<S> }>): Command {
  return async (words, terminal) => {
    const input = parseArguments(spec, words)
    const { run } = await load()
    return run(input, terminal)
  }
}
