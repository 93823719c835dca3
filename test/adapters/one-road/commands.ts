import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Action } from '@kvlar/core'
import { root } from '../../architecture/source-tree.ts'
import { HOOK_EVENTS, stoppedIn, writeClientFiles, type HookEvent } from './client-hooks.ts'
import { decisionOf, evaluateWords } from './evaluated.ts'
import { answered, type Answered } from './proxied.ts'
import type { Decided, Given, Surface } from './surface.ts'

const COMMAND = join(root, 'apps/cli/dist/main.js')
const ECHO_SERVER = join(import.meta.dirname, 'echo-server.mjs')

/** The built command in a home of its own. */
export function kvlarIn(home: string) {
  if (!existsSync(COMMAND)) throw new Error('the command is not built; run `node tools/build.mjs` first')
  mkdirSync(home, { recursive: true })
  const env = { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state'), NO_COLOR: '1' }
  return (...words: readonly string[]) =>
    spawn(process.execPath, [COMMAND, ...words], { cwd: home, env, stdio: 'pipe' })
}

/** What a process has said by its end. */
async function ended(
  child: ChildProcess,
  input: string,
): Promise<{ status: number | null; out: string; err: string }> {
  const said = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  child.stdin?.end(input)
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, ...said }
}

/** The decision of `kvlar evaluate` as it is typed, for an action that no earlier one matters to. */
export async function typedEvaluate({ files, folder }: Given, action: Action): Promise<Decided | undefined> {
  const child = kvlarIn(join(folder, 'evaluate'))(...evaluateWords(files, action), '--state={"earlier":[]}')
  const { status, out, err } = await ended(child, '')
  return decisionOf(status, out, err)
}

/** `kvlar hook CLIENT`, a process for each call. */
function hookCommand({ client, event, surface, payload }: HookEvent): Surface {
  return {
    ...surface,
    name: `kvlar hook ${client.id}, ${event}`,
    records: false,
    open: async ({ files, folder }) => {
      const home = join(folder, `${client.id}-${event}`)
      const kvlar = kvlarIn(home)
      writeClientFiles(home)
      const flags = files.map((file) => `--policy=${file}`)
      return {
        recorded: [],
        make: async (action) => {
          const input = JSON.stringify(payload(action, home))
          const { status, err } = await ended(kvlar('hook', client.id, ...flags), input)
          if (status === 0) return { kind: 'ran', with: action.parameters }
          return /cannot be judged/.test(err) ? { kind: 'unread' } : stoppedIn(err)
        },
        close: async () => undefined,
      }
    },
  }
}

export const HOOK_COMMANDS: readonly Surface[] = HOOK_EVENTS.map(hookCommand)

/** What the server answered, or Kvlar in its place. */
type Echoed = Answered & { readonly result?: { readonly asked?: unknown } }

/** `kvlar proxy` in front of a server, both processes that run on from call to call. */
export function proxyCommand(surface: Surface, speaker: Pick<Action, 'agentId' | 'server'>): Surface {
  const { agentId, server = '' } = speaker
  return {
    ...surface,
    name: 'kvlar proxy',
    records: false,
    // Rules about it are not tried here: it began when the process did.
    knowsAge: false,
    // Who speaks is said once, on its command line, where nobody is but the agent.
    express: (action) => {
      const principal = { id: agentId, kind: 'agent' as const, roles: [] }
      return action.type === 'tool_call'
        ? surface.express({ ...action, agentId, server, principal })
        : 'only tools are called here'
    },
    open: async ({ files, folder }) => {
      const flags = [
        ...files.map((file) => `--policy=${file}`),
        `--agent-id=${agentId}`,
        `--server=${server}`,
      ]
      const holding = '--approval-hold=1s'
      const proxy = kvlarIn(join(folder, 'proxy'))(
        'proxy',
        '--stdio',
        ...flags,
        holding,
        '--',
        process.execPath,
        ECHO_SERVER,
      )
      const answers = new Map<number, (answer: Echoed) => void>()
      createInterface({ input: proxy.stdout }).on('line', (line) => {
        const answer = JSON.parse(line) as Echoed & { id: number }
        answers.get(answer.id)?.(answer)
      })
      const end = new Promise<void>((resolve) => proxy.once('close', () => resolve()))
      let id = 0
      return {
        recorded: [],
        make: async ({ resource: name, parameters }) => {
          id += 1
          const request = {
            jsonrpc: '2.0',
            id,
            method: 'tools/call',
            params: { name, arguments: parameters },
          }
          const answer = await new Promise<Echoed>((resolve, reject) => {
            answers.set(id, resolve)
            void end.then(() => reject(new Error('the proxy has ended')))
            proxy.stdin.write(`${JSON.stringify(request)}\n`)
          })
          const asked = answer.result?.asked as { arguments: Action['parameters'] } | undefined
          return asked === undefined ? answered(answer) : { kind: 'ran', with: asked.arguments }
        },
        close: async () => {
          proxy.stdin.end()
          await end
        },
      }
    },
  }
}
