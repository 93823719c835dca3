import { existsSync } from 'node:fs'
import { parseConfig } from '../../formats/parse-config.ts'
import { HOOK_CLIENTS } from '../../hooks/hook-clients.ts'
import type { HookClientId } from '../../hooks/hook-client.ts'
import { isHookCommand, withoutProgram } from '../../hooks/settings/hook-command.ts'
import type { HookSettings } from '../../hooks/settings/hook-settings.ts'
import { commandsOf, hookLists } from '../../hooks/settings/our-hooks.ts'
import { HOOK_SETTINGS } from '../../hooks/settings/settings-of-clients.ts'
import type { Environment } from '../../places/environment.ts'
import { readConfigFile } from '../read-file.ts'

/** A hook of ours that stands in the settings of a client. */
export interface InstalledHook {
  readonly client: HookClientId
  readonly title: string
  /** As the client gives it to a shell. */
  readonly command: string
  /** The same with a program that is not there. */
  readonly missing: string
  /** An event of the client at which no tool runs, and a hook that works says nothing; undefined where there is none. */
  readonly otherEvent: string | undefined
  /** What the client does when it hangs, as far as somebody has seen it. */
  readonly whenHanging: HookSettings['whenHanging']
}

/** Our hooks in the settings of the user, each command once; files that cannot be read hold none that works. */
export function installedHooks(environment: Environment): readonly InstalledHook[] {
  return HOOK_CLIENTS.flatMap(({ id: client, title, otherEvents: [otherEvent] }) => {
    const settings = HOOK_SETTINGS[client]
    if (settings === undefined) return []
    const { whenHanging } = settings
    return commandsIn(settings.file(environment)).map((command) => ({
      client,
      title,
      command,
      missing: withoutProgram(command),
      whenHanging,
      otherEvent,
    }))
  })
}

function commandsIn(path: string): readonly string[] {
  if (!existsSync(path)) return []
  try {
    const lists = [...hookLists(parseConfig('jsonc', readConfigFile(path).text, path).value).values()]
    return [...new Set(lists.flat().flatMap(commandsOf).filter(isHookCommand))]
  } catch {
    return []
  }
}
