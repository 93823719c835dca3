import { existsSync, lstatSync } from 'node:fs'
import { HOOK_CLIENTS } from '../../hooks/hook-clients.ts'
import type { HookClient } from '../../hooks/hook-client.ts'
import { addHook } from '../../hooks/settings/add-hook.ts'
import { dropHooks } from '../../hooks/settings/drop-hooks.ts'
import { hookCommand, readHookCommand, type HookCommand } from '../../hooks/settings/hook-command.ts'
import type { HookSettings } from '../../hooks/settings/hook-settings.ts'
import { commandsOf, hookLists, isOurs } from '../../hooks/settings/our-hooks.ts'
import { HOOK_SETTINGS } from '../../hooks/settings/settings-of-clients.ts'
import { parseConfig, type ParsedConfig } from '../../formats/parse-config.ts'
import type { Environment } from '../../places/environment.ts'
import { choosePolicies } from '../../rewrite/choose-policies.ts'
import type { Launcher } from '../../servers/wrapped-command.ts'
import type { DetectedFile } from '../find/detect.ts'
import { unknownFile } from '../find/choose-files.ts'
import { maskedDiff } from '../../diff/masked-diff.ts'
import { readConfigFile } from '../read-file.ts'
import { problemOr } from './plan-file.ts'
import type { Plan, PlannedFile } from './plan.ts'

/** Which clients are to ask Kvlar before they run a tool of their own. */
export interface HookOptions {
  readonly environment: Environment
  /** Ids of hooks or of clients; every client that is used here when empty. */
  readonly clients: readonly string[]
  readonly launcher: Launcher
  /** Absolute paths; those that a hook stands under already when empty. */
  readonly policies: readonly string[]
  /** The same for a client without our hook; at least one. */
  readonly defaultPolicies: readonly string[]
}

/** Plans to put our hook into the settings of clients. Reads files, writes none. */
export function planHooks(options: HookOptions): Plan {
  const outcomes = HOOK_CLIENTS.flatMap((client) => {
    const settings = HOOK_SETTINGS[client.id]
    if (settings === undefined || !isMeant(client, settings, options)) return []
    const path = settings.file(options.environment)
    const detected = { ...unknownFile(path, targetOf(path), [client.client]) }
    return [problemOr(detected, () => planOne(client, settings, { detected, options }))]
  })
  return {
    kind: 'wrap',
    files: outcomes.filter((outcome) => 'servers' in outcome),
    problems: outcomes.filter((outcome) => 'error' in outcome),
    managed: [],
    unmatched: [],
  }
}

function isMeant(client: HookClient, settings: HookSettings, { clients, environment }: HookOptions): boolean {
  if (clients.length === 0) return existsSync(settings.folder(environment))
  return clients.includes(client.client) || clients.includes(client.id)
}

function planOne(
  client: HookClient,
  settings: HookSettings,
  { detected, options }: { readonly detected: DetectedFile; readonly options: HookOptions },
): PlannedFile {
  const { environment, launcher } = options
  const { path, target } = detected
  const isNew = lstatSync(path, { throwIfNoEntry: false }) === undefined
  const before = isNew ? '' : readConfigFile(path).text
  const config = parseConfig('jsonc', before, path)
  const standing = standingHook(config)
  const { policies } = choosePolicies(
    {
      defaultPolicies: options.defaultPolicies,
      ...(options.policies.length > 0 && { policies: options.policies }),
    },
    [],
    standing.policies,
  )
  const { kept } = standing
  const command = hookCommand({ client: client.id, launcher, policies, kept }, environment.platform)
  const entry = settings.entry(command, environment)
  const isThere = isInPlace(config, settings, command)
  const bare = isThere ? before : (dropHooks(config, path) ?? before)
  const after = isThere
    ? before
    : settings.events.reduce(
        (text, event) => addHook(text, { event, entry, besides: settings.besides }, path),
        bare,
      )
  const others = othersIn(config, settings)
  const notes = [...others.map(otherText), ...(after === before ? [] : settings.notes)]
  return {
    client: client.client,
    title: client.title,
    alsoReadBy: [],
    scope: 'user',
    format: 'jsonc',
    path,
    target,
    isNew,
    servers: [],
    hook: { action: isThere ? 'already' : bare === before ? 'add' : 'update', policies },
    before,
    after,
    changed: after !== before,
    diff: after === before ? '' : maskedDiff(config, after, path),
    notes,
    method: 'edit',
  }
}

/** What somebody chose in the first of our hooks that stands there. */
function standingHook(config: ParsedConfig): Pick<HookCommand, 'policies' | 'kept'> {
  const ours = [...hookLists(config.value).values()].flat().filter(isOurs).flatMap(commandsOf)
  return (ours[0] === undefined ? undefined : readHookCommand(ours[0])) ?? { policies: [], kept: [] }
}

/** Ours stands once in each list, as it would be written now, and in no other. */
function isInPlace(config: ParsedConfig, { events }: HookSettings, command: string): boolean {
  const lists = [...hookLists(config.value)]
  const ours = lists.flatMap(([event, list]) => list.filter(isOurs).map((entry) => ({ event, entry })))
  return (
    ours.length === events.length &&
    events.every((event) => ours.some((one) => one.event === event)) &&
    ours.every(({ entry }) => commandsOf(entry).every((one) => one === command))
  )
}

/** Hooks of others at the same events; they stay. */
function othersIn(config: ParsedConfig, { events }: HookSettings): readonly string[] {
  const lists = hookLists(config.value)
  const entries = events.flatMap((event) => lists.get(event) ?? [])
  return [...new Set(entries.filter((entry) => !isOurs(entry)).flatMap(commandsOf))]
}

function otherText(command: string): string {
  const shown = command.length > 80 ? `${command.slice(0, 79)}…` : command
  return `another hook stands at the same event, \`${shown}\`: if it rewrites what a tool is given, Kvlar has judged something else`
}

function targetOf(path: string): string {
  return existsSync(path) ? readConfigFile(path).target : path
}
