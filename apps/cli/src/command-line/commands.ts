import { command, type Command } from './command.ts'
import type { NamedSpec } from './command-spec.ts'
import { RECORD_COMMANDS } from './record-commands.ts'

/**
 * The one table of commands, in the order help shows them. Nothing of a command is loaded before it is asked for: a
 * client waits for the start of a proxy, and a shell for a completion.
 */
export const COMMANDS: readonly Command[] = [
  command(
    'init',
    'write a first policy, with its tests, for you to edit',
    async () => (await import('../commands/policies/init-spec.ts')).initSpec,
    () => import('../commands/policies/init.ts'),
  ),
  command(
    'wrap',
    'put Kvlar in front of the MCP servers of your clients',
    async () => (await import('../commands/clients/wrap-spec.ts')).wrapSpec,
    () => import('../commands/clients/wrap.ts'),
  ),
  command(
    'unwrap',
    'take Kvlar out of the configuration of your clients',
    async () => (await import('../commands/clients/unwrap-spec.ts')).unwrapSpec,
    () => import('../commands/clients/unwrap.ts'),
  ),
  command(
    'status',
    'say on one screen what is guarded and what waits',
    async () => (await import('../commands/self/status-spec.ts')).statusSpec,
    () => import('../commands/self/status.ts'),
  ),
  command(
    'proxy',
    'stand between an MCP client and its server and let through what the policy allows',
    async () => (await import('../commands/proxy/proxy-spec.ts')).proxySpec,
    () => import('../commands/proxy/proxy.ts'),
  ),
  command(
    'serve',
    'judge, ask and verify for a program in another language',
    async () => (await import('../commands/proxy/serve-spec.ts')).serveSpec,
    () => import('../commands/proxy/serve.ts'),
  ),
  command(
    'hook',
    'judge a tool that a coding agent is about to run itself',
    async () => (await import('../commands/clients/hook-spec.ts')).hookSpec,
    () => import('../commands/clients/hook.ts'),
  ),
  command(
    'review',
    'decide what waits, one request after the other, at this terminal',
    async () => (await import('../commands/approvals/review-spec.ts')).reviewSpec,
    () => import('../commands/approvals/review.ts'),
  ),
  command(
    'approvals serve',
    'serve the reviewer page and its API, for every proxy that uses the queue',
    async () => (await import('../commands/approvals/serve-spec.ts')).approvalsServeSpec,
    () => import('../commands/approvals/serve.ts'),
  ),
  command(
    'approvals list',
    'list the calls that wait for people',
    async () => (await import('../commands/approvals/list-spec.ts')).approvalsListSpec,
    () => import('../commands/approvals/list.ts'),
  ),
  command(
    'approvals show',
    'show one request whole: what it does, why it was stopped, its arguments, who asks',
    async () => (await import('../commands/approvals/show-spec.ts')).approvalsShowSpec,
    () => import('../commands/approvals/show.ts'),
  ),
  command(
    'approvals approve',
    'approve one request: its exact call may run once',
    async () => (await import('../commands/approvals/approve-spec.ts')).approvalsApproveSpec,
    () => import('../commands/approvals/approve.ts'),
  ),
  command(
    'approvals deny',
    'deny one request: its call does not run',
    async () => (await import('../commands/approvals/deny-spec.ts')).approvalsDenySpec,
    () => import('../commands/approvals/deny.ts'),
  ),
  command(
    'approvals watch',
    'follow requests and what becomes of them, until interrupted',
    async () => (await import('../commands/approvals/watch-spec.ts')).approvalsWatchSpec,
    () => import('../commands/approvals/watch.ts'),
  ),
  command(
    'approvals grants',
    'list the grants that are good now, what each covers and until when',
    async () => (await import('../commands/approvals/grants-spec.ts')).approvalsGrantsSpec,
    () => import('../commands/approvals/grants.ts'),
  ),
  command(
    'approvals revoke',
    'end a grant at once: the next such call is asked about again',
    async () => (await import('../commands/approvals/revoke-spec.ts')).approvalsRevokeSpec,
    () => import('../commands/approvals/revoke.ts'),
  ),
  command(
    'approvals token',
    'make a token for somebody who may review, and their entry in the file of approvers',
    async () => (await import('../commands/approvals/token-spec.ts')).approvalsTokenSpec,
    () => import('../commands/approvals/token.ts'),
  ),
  command(
    'validate',
    'check policy files and show every problem and trap, with its place',
    async () => (await import('../commands/policies/validate-spec.ts')).validateSpec,
    () => import('../commands/policies/validate.ts'),
  ),
  command(
    'config check',
    'check a configuration file and the policies that it names',
    async () => (await import('../commands/policies/config-check-spec.ts')).configCheckSpec,
    () => import('../commands/policies/config-check.ts'),
  ),
  command(
    'test',
    'run policy tests',
    async () => (await import('../commands/policies/test-spec.ts')).testSpec,
    () => import('../commands/policies/test.ts'),
  ),
  command(
    'evaluate',
    'decide one action, exactly as the proxy would',
    async () => (await import('../commands/policies/evaluate-spec.ts')).evaluateSpec,
    () => import('../commands/policies/evaluate.ts'),
  ),
  command(
    'inspect',
    'show what a policy says, rule by rule, in the order it is asked',
    async () => (await import('../commands/policies/inspect-spec.ts')).inspectSpec,
    () => import('../commands/policies/inspect.ts'),
  ),
  command(
    'limits list',
    'list what stands in the limits and budgets of rules',
    async () => (await import('../commands/limits/list-spec.ts')).limitsListSpec,
    () => import('../commands/limits/list.ts'),
  ),
  command(
    'limits reset',
    'have one limit, or every one, begin anew; it is recorded',
    async () => (await import('../commands/limits/reset-spec.ts')).limitsResetSpec,
    () => import('../commands/limits/reset.ts'),
  ),
  ...RECORD_COMMANDS,
  command(
    'doctor',
    'look at what Kvlar needs here, and say how to mend it',
    async () => (await import('../commands/self/doctor-spec.ts')).doctorSpec,
    () => import('../commands/self/doctor.ts'),
  ),
  command(
    'schema',
    'print the JSON Schema of a file format, for editors',
    async () => (await import('../commands/policies/schema-spec.ts')).schemaSpec,
    () => import('../commands/policies/schema.ts'),
  ),
  command(
    'completion',
    'print the script that completes `kvlar` in your shell',
    async () => (await import('../commands/self/completion-spec.ts')).completionSpec,
    () => import('../commands/self/completion.ts'),
  ),
  command(
    'help',
    'show what the commands do, and what a code means',
    async () => (await import('../commands/self/help-spec.ts')).helpSpec,
    () => import('../commands/self/help.ts'),
  ),
]

/** The specs of all commands, for those who tell of all. */
export function allSpecs(): Promise<readonly NamedSpec[]> {
  return Promise.all(COMMANDS.map(({ spec }) => spec()))
}
