import type { Action } from '@kvlar/core'
import type { Terminal } from '../../../apps/cli/src/terminal/terminal.ts'
import { runCli } from '../../../apps/cli/src/run-cli.ts'
import type { Decided } from './surface.ts'

/** A call that the surface made before. */
export interface EarlierCall {
  readonly action: Action
  readonly atMs: number
  readonly result: 'ok' | 'running' | 'not_run'
}

export interface EvaluateState {
  readonly earlier: readonly EarlierCall[]
  /** Absent where nobody knows it. */
  readonly sessionAgeMs?: number
}

const UNREADABLE = 2

/** What `kvlar evaluate` says of a call now; undefined where it turns the arguments down. */
export async function evaluated(
  files: readonly string[],
  action: Action,
  { earlier, sessionAgeMs }: EvaluateState,
): Promise<Decided | undefined> {
  const state = {
    earlier: earlier.map(({ action: made, atMs, result }) => ({
      ...actionDocument(made),
      at: new Date(atMs).toISOString(),
      result,
    })),
    ...(sessionAgeMs !== undefined && { session_age: `${sessionAgeMs / 1000}s` }),
  }
  const words = [...evaluateWords(files, action), `--state=${JSON.stringify(state)}`]
  // Most surfaces ask the same of the same state.
  const key = JSON.stringify([Date.now(), words])
  if (last.key !== key) last = { key, answer: kvlar(words) }
  const { status, out, err } = await last.answer
  return decisionOf(status, out, err)
}

let last: { readonly key: string; readonly answer: Promise<Printed> } = {
  key: '',
  answer: Promise.resolve() as never,
}

/** The line that asks about an action, without its state. */
export function evaluateWords(files: readonly string[], action: Action): readonly string[] {
  const { type, resource, parameters, agentId, principal, server, target } = action
  return [
    'evaluate',
    '--json',
    ...files.map((file) => `--policy=${file}`),
    `--action-type=${type}`,
    `--resource=${resource}`,
    `--parameters=${JSON.stringify(parameters)}`,
    `--agent-id=${agentId}`,
    `--principal-id=${principal.id}`,
    `--principal-kind=${principal.kind}`,
    ...principal.roles.map((role) => `--role=${role}`),
    ...(server === undefined ? [] : [`--server=${server}`]),
    ...(target === undefined ? [] : [`--target=${target}`]),
  ]
}

/** What the command printed, read; undefined where it turned the arguments down. */
export function decisionOf(status: number | null, out: string, err: string): Decided | undefined {
  const isUnread = /does not read the same everywhere|not JSON with one reading/.test(out + err)
  if (status === UNREADABLE && isUnread) return undefined
  const { decision, rule_id: ruleId, code } = JSON.parse(out) as EvaluateJson
  if (decision === undefined) throw new Error(`kvlar evaluate ended with ${status}: ${out} ${err}`)
  return { outcome: decision, ruleId, code }
}

interface EvaluateJson {
  readonly decision?: Decided['outcome']
  readonly rule_id: string
  readonly code: string
}

function actionDocument({ type, agentId, ...action }: Action): object {
  return { ...action, action_type: type, agent_id: agentId }
}

/** The command within this process, so that it reads the same clock. */
async function kvlar(words: readonly string[]): Promise<Printed> {
  const printed = { out: '', err: '' }
  const status = await runCli(words, { out: pageOf(printed, 'out'), err: pageOf(printed, 'err') })
  return { status, ...printed }
}

function pageOf(printed: { out: string; err: string }, to: 'out' | 'err'): Terminal['out'] {
  const write = (text: string): void => void (printed[to] += text)
  return {
    width: 80,
    isTerminal: false,
    colours: false,
    line: (text = '') => write(`${text}\n`),
    write,
    isGone: () => false,
    drained: async () => undefined,
    tone: (_tone, text) => text,
  }
}

interface Printed {
  readonly status: number
  readonly out: string
  readonly err: string
}
