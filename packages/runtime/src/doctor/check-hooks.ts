import { spawn } from 'node:child_process'
import { installedHooks, type InstalledHook } from '@kvlar/clients/file'
import { DENY_EXIT_CODE } from '@kvlar/clients/hooks'
import { thisMachine } from '../places/this-machine.ts'
import type { Finding } from './finding.ts'

/** An event that no client has: a hook denies it, under every policy, and records nothing. */
const CANARY = 'KvlarCanary'

/** Longer than a hook takes to decide or to give up. */
const CANARY_MS_MAX = 30_000

const FIX = '`kvlar wrap --hooks` puts it there anew'

/**
 * Starts the hooks that stand in the settings of clients, as the clients would, with a call that must be denied: as they
 * stand, and with a program in their place that is not there. Nothing of the client is started.
 */
export async function checkHooks(): Promise<readonly Finding[]> {
  const hooks = installedHooks({ ...thisMachine(), cwd: process.cwd() })
  const findings = await Promise.all(hooks.map(checkHook))
  return findings.flat()
}

async function checkHook(hook: InstalledHook): Promise<readonly Finding[]> {
  const { title, command, missing, otherEvent, whenHanging } = hook
  const about = 'hook'
  const quiet = otherEvent === undefined ? 0 : await run(command, otherEvent)
  if (quiet !== 0)
    return [{ state: 'bad', about, text: `${title}: it does not work, so every tool is denied`, fix: FIX }]
  const code = await run(command, CANARY)
  if (code !== DENY_EXIT_CODE)
    return [
      {
        state: 'bad',
        about,
        text: `${title}: a call that must be denied ended with ${said(code)}`,
        fix: FIX,
      },
    ]
  const broken = await run(missing, CANARY)
  const open = broken === DENY_EXIT_CODE ? [] : ['is missing, killed or broken']
  const all = whenHanging === 'denied' ? open : [...open, 'hangs']
  const text = `${title}: a call that must be denied is denied`
  if (all.length === 0)
    return [{ state: 'ok', about, text: `${text}, also when the hook is broken or hangs` }]
  const runs = whenHanging === 'unknown' ? 'nobody has seen that the tool does not run' : 'the tool runs'
  return [{ state: 'warning', about, text: `${text}; where the hook ${all.join(' or ')}, ${runs}` }]
}

function said(code: number | undefined): string {
  return code === undefined ? 'no exit code' : `exit code ${code}`
}

function run(command: string, event: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['pipe', 'ignore', 'ignore'], timeout: CANARY_MS_MAX })
    child.on('error', () => resolve(undefined))
    child.on('close', (code) => resolve(code ?? undefined))
    // It may end before it has read.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(JSON.stringify({ hook_event_name: event }))
  })
}
