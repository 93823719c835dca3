import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import type { User } from './user.ts'

const COMMAND = resolve(import.meta.dirname, '../../../../apps/cli/src/main.ts')

export interface Answer {
  readonly id: number | string | null
  readonly result?: Readonly<Record<string, unknown>>
  readonly error?: {
    readonly code: string
    readonly kind: string
    readonly name: string
    readonly message: string
    readonly data?: Readonly<Record<string, unknown>>
  }
}

/** `kvlar serve --stdio` of a user, as a program talks to it. */
export function served(user: User, ...args: readonly string[]) {
  const child = spawn(process.execPath, [COMMAND, 'serve', '--stdio', ...args], {
    cwd: user.home,
    env: user.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const answers: Answer[] = []
  const waiting = new Map<number | string | null, (answer: Answer) => void>()
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  createInterface({ input: child.stdout }).on('line', (line) => {
    const answer = JSON.parse(line) as Answer
    answers.push(answer)
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  const exit = new Promise<number | NodeJS.Signals | null>((done) =>
    child.once('close', (code, signal) => done(code ?? signal)),
  )
  let last = 0
  const send = (line: string): void => void child.stdin.write(`${line}\n`)
  const answerTo = (id: number | string | null): Promise<Answer> =>
    Promise.race([
      new Promise<Answer>((done) => waiting.set(id, done)),
      exit.then((code) => {
        throw new Error(`it ended with ${code} before it answered ${id}: ${errors}`)
      }),
    ])
  /** Asks, and has the answer. */
  const ask = (
    method: string,
    params: object = {},
  ): { readonly id: number; readonly answer: Promise<Answer> } => {
    const id = ++last
    const answer = answerTo(id)
    send(JSON.stringify({ id, method, params }))
    return { id, answer }
  }
  return { child, answers, send, answerTo, ask, exit, errors: () => errors, end: () => child.stdin.end() }
}
