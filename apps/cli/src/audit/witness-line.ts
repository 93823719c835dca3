import { type Action, agentPrincipal, type Witness } from '@kvlar/core'
import { shellWord } from '@kvlar/core/text'

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
  return `${witness.action.resource} ${plainJson(witness.action.parameters).slice(0, COMMAND_CHARS_MAX)}…  ${answer}`
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
    ...(Object.keys(action.parameters).length === 0 ? [] : ['--parameters', plainJson(action.parameters)]),
    ...callerFlags(action),
    ...(nowMs === undefined ? [] : ['--now', new Date(nowMs).toISOString().replace('.000Z', 'Z')]),
    ...(Object.keys(state).length === 0 ? [] : ['--state', plainJson(state)]),
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

/** JSON in which nothing is invisible and nothing is but ASCII controls a terminal may obey. */
function plainJson(value: object): string {
  return JSON.stringify(value).replaceAll(/(?! )[\p{C}\p{Z}\p{DI}]/gu, (character) =>
    // Each code unit on its own: that is how JSON writes what is beyond the first plane.
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
