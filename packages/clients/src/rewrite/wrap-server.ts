import { bothEdits, type ServerEdit } from '../edit/server-edit.ts'
import { isExpanded } from '../servers/is-expanded.ts'
import { isChosen, type NameFilter } from '../servers/name-filter.ts'
import type { OpenConfig } from '../servers/open-config.ts'
import type { Server } from '../servers/read-server.ts'
import { readVariables } from '../servers/read-variables.ts'
import { readStart } from '../servers/server-start.ts'
import { readWrapped, wrappedHead, type Launcher } from '../servers/wrapped-command.ts'
import { choosePolicies, type PolicyChoice } from './choose-policies.ts'
import { editedText, exchangeHead, prependHead } from './edit-server.ts'
import { keepForServer } from './edit-variables.ts'
import type { PlannedServer } from './planned-server.ts'
import { leave, unplain, type ServerPlan } from './server-plan.ts'

export interface WrapSettings extends NameFilter, PolicyChoice {
  readonly launcher: Launcher
  readonly config?: string
}

/** Decides about one server, and how its entry changes. */
export function wrapServer(source: OpenConfig, server: Server, settings: WrapSettings): ServerPlan {
  const left = leaveAlone(server, settings)
  if (left !== undefined) return left
  const { site } = server
  if (site === undefined)
    return leave(server, 'skip-no-command', 'has no command of its own to put Kvlar in front of')
  const wrapped = readWrapped(server.argv)
  const own = server.argv.slice(wrapped?.headLength ?? 0)
  const chosen = choosePolicies(settings, own, wrapped?.flags.policies ?? [])
  const config = settings.config ?? wrapped?.flags.config
  const extra = wrapped?.flags.extra ?? []
  const head = wrappedHead(settings.launcher, {
    server: server.name,
    policies: chosen.policies,
    extra,
    ...(config === undefined ? {} : { config }),
  })
  const start = readStart(source, server, own)
  const described = { name: server.name, path: server.path, ...chosen, keptFlags: extra, start }
  const kept = keepForServer(source.text, readVariables(source, server), wrapped !== undefined)
  if (!kept.ok) return leave(server, 'refuse', kept.problem)
  const change = (
    edit: ServerEdit | undefined,
    action: PlannedServer['action'],
    reason: string,
  ): ServerPlan =>
    edit === undefined
      ? unplain(server)
      : {
          edit: bothEdits(edit, kept.edit),
          planned: { ...described, action, reason: reason + keptText(kept.names) },
        }
  if (wrapped === undefined)
    return change(prependHead(editedText(source, site), site, head), 'wrap', 'runs behind Kvlar')
  const isSame =
    head.every((word, index) => server.argv[index] === word) && head.length === wrapped.headLength
  if (isSame && kept.names.length === 0)
    return { planned: { ...described, action: 'already', reason: 'runs behind Kvlar already' } }
  return change(
    exchangeHead(editedText(source, site), site, { length: wrapped.headLength, head }),
    'update',
    'runs behind Kvlar already; the paths or policies it is started with are brought up to date',
  )
}

function keptText(names: readonly string[]): string {
  return names.length === 0 ? '' : `; for the server alone: ${names.map((name) => `\`${name}\``).join(', ')}`
}

function leaveAlone(server: Server, settings: WrapSettings): ServerPlan | undefined {
  const { name, remote, disabled, site, problem } = server
  if (!isChosen(name, settings)) return leave(server, 'skip-filter', 'not among the servers you chose')
  if (disabled) return leave(server, 'skip-disabled', 'is disabled; wrap again once you enable it')
  if (problem !== undefined && readWrapped(server.argv) === undefined) return leave(server, 'refuse', problem)
  if (remote && site === undefined) {
    return leave(server, 'skip-url', 'is reached by an address: there is no command to put Kvlar in front of')
  }
  if (remote)
    return leave(server, 'refuse', 'has a command and an address: which one the client uses is not certain')
  const nameProblem = nameProblemOf(name)
  return nameProblem === undefined ? undefined : leave(server, 'refuse', nameProblem)
}

function nameProblemOf(name: string): string | undefined {
  if (name === '') return 'has no name'
  if (name.startsWith('-')) return 'its name would be read as a flag'
  if (/\p{Cc}/u.test(name) || !name.isWellFormed()) return 'its name holds control characters'
  return isExpanded(name) ? 'its name holds what the client would expand as a variable' : undefined
}
