import { valueAt } from './change-value.ts'
import { choosePolicies, type PolicyChoice } from './choose-policies.ts'
import { exchangeHead, prependHead, type EditedText, type ServerEdit } from './edit-server.ts'
import { isExpanded } from './is-expanded.ts'
import { isChosen, type NameFilter } from './name-filter.ts'
import type { OpenConfig } from './open-config.ts'
import type { PlannedServer } from './plan.ts'
import type { CommandSite, Server } from './read-server.ts'
import { keepForServer } from './edit-variables.ts'
import { readVariables } from './read-variables.ts'
import { readStart } from './server-start.ts'
import { readWrapped, wrappedHead, type Launcher } from './wrapped-command.ts'

export interface WrapSettings extends NameFilter, PolicyChoice {
  readonly launcher: Launcher
  readonly config?: string
}

export interface ServerPlan {
  readonly planned: PlannedServer
  readonly edit?: ServerEdit
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

/** Two changes of one entry, as one. */
export function bothEdits(one: ServerEdit, other: ServerEdit): ServerEdit {
  return {
    splices: [...one.splices, ...other.splices],
    changes: [...one.changes, ...other.changes],
  }
}

function keptText(names: readonly string[]): string {
  return names.length === 0 ? '' : `; for the server alone: ${names.map((name) => `\`${name}\``).join(', ')}`
}

/** The items a site's array holds, as values. */
export function editedText(config: OpenConfig, site: CommandSite): EditedText {
  const path = site.kind === 'argv' ? [...site.path, site.member.key] : [...site.path, site.argsKey]
  const items = valueAt(config.value, path)
  return { format: config.format, text: config.text, items: Array.isArray(items) ? items : [] }
}

/** A server that stays as it is. */
export function leave(server: Server, action: PlannedServer['action'], reason: string): ServerPlan {
  return { planned: { name: server.name, path: server.path, action, reason, policies: [], keptFlags: [] } }
}

/** A server whose entry is laid out in a way that cannot be continued. */
export function unplain(server: Server): ServerPlan {
  return leave(server, 'refuse', 'its arguments are laid out in a way that cannot be edited in place')
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
