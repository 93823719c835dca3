import type { HookEvent } from './hook-call.ts'
import type { HookClient } from './hook-client.ts'
import { HookUnreadable, optionalText, readHookJson } from './hook-fields.ts'

/** Reads what a client wrote to its hook; never throws. */
export function readHook(client: HookClient, text: string): HookEvent {
  try {
    const input = readHookJson(text)
    // Some builds of VS Code and Copilot write the camel-case key.
    const name =
      optionalText(input, 'hook_event_name') ?? optionalText(input, 'hookEventName') ?? client.unnamedEvent
    if (name === undefined) return unreadable('it does not name its event')
    const read = Object.hasOwn(client.toolEvents, name) ? client.toolEvents[name] : undefined
    if (read === undefined)
      return client.otherEvents.includes(name)
        ? { kind: 'other' }
        : unreadable(`the event \`${name}\` is not known of ${client.title}`)
    const call = read(input)
    return call === undefined ? { kind: 'other' } : { kind: 'call', call }
  } catch (error) {
    if (error instanceof HookUnreadable) return unreadable(error.message)
    throw error
  }
}

function unreadable(reason: string): HookEvent {
  return { kind: 'unreadable', reason }
}
