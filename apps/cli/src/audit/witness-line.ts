import { type Action, agentPrincipal, type Witness } from '@kvlar/core'
import { jsonLine, shellWord } from '@kvlar/core/text'

/** A longer command is shown as the call alone. */
const COMMAND_CHARS_MAX = 600

/** What `evaluate` takes for granted. */
const AGENT = 'cli-test'

/** The command that repeats a finding's call, and what is decided on it; `policy` is what the command line named. */
export function witnessLine(witness: Witness, policy: string): string {
  const { outcome, rule } = witness
  const words = ['kvlar', 'evaluate', '-p', policy, ...flagsOf(witness)]
  const command = words.map(shellWord).join(' ')
  const answer = `# ${outcome}, by ${rule}`
  if (command.length <= COMMAND_CHARS_MAX) return `${command}  ${answer}`
  return `${witness.action.resource} ${jsonLine(witness.action.parameters).slice(0, COMMAND_CHARS_MAX)}…  ${answer}`
}

function flagsOf({ action, nowMs, calls, sessionAgeMs }: Witness): readonly string[] {
  const state = {
    ...(calls !== undefined && { calls }),
    ...(sessionAgeMs !== undefined && { session_age: `${Math.ceil(sessionAgeMs / 1000)}s` }),
  }
  return [
    '--resource',
    action.resource,
    ...(action.type === 'tool_call' ? [] : ['--action-type', action.type]),
    ...(Object.keys(action.parameters).length === 0 ? [] : ['--parameters', jsonLine(action.parameters)]),
    ...callerFlags(action),
    ...(nowMs === undefined ? [] : ['--now', new Date(nowMs).toISOString().replace('.000Z', 'Z')]),
    ...(Object.keys(state).length === 0 ? [] : ['--state', jsonLine(state)]),
  ]
}

function callerFlags({ agentId, principal, server, target }: Action): readonly string[] {
  const agent = agentPrincipal(agentId)
  return [
    ...(agentId === AGENT ? [] : ['--agent-id', agentId]),
    ...(principal.id === agent.id ? [] : ['--principal-id', principal.id]),
    ...(principal.kind === agent.kind ? [] : ['--principal-kind', principal.kind]),
    ...principal.roles.flatMap((role) => ['--role', role]),
    ...(server === undefined ? [] : ['--server', server]),
    ...(target === undefined ? [] : ['--target', target]),
  ]
}
