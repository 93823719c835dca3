/* Has many processes spend from one budget at the same time, and some of them killed in the middle of it. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteCounters } from '@kvlar/gate/sqlite'

export interface Hammering {
  readonly processes: number
  readonly callsEach: number
  readonly atMost: number
  /** How many processes are killed (`SIGKILL`) once they have spent something. */
  readonly kills: number
}

export interface Hammered {
  /** What all processes said that they spent. */
  readonly spent: number
  /** What stands in the counters afterwards. */
  readonly counted: number
  readonly killed: number
}

/** What a spender says first: that it has spent nothing yet. */
const READY = '0\n'

export async function hammer({ processes, callsEach, atMost, kills }: Hammering): Promise<Hammered> {
  const folder = mkdtempSync(join(tmpdir(), 'kvlar-hammer-'))
  const file = join(folder, 'counters.db')
  try {
    let killed = 0
    let ready = 0
    const begin = Promise.withResolvers<void>()
    const spend = async (number: number): Promise<number> =>
      new Promise((resolve, reject) => {
        const args = [
          join(import.meta.dirname, 'spender.ts'),
          file,
          `p${number}`,
          `${callsEach}`,
          `${atMost}`,
        ]
        const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
          stdio: ['pipe', 'pipe', 'inherit'],
        })
        // One that starts late would find the budget spent.
        void begin.promise.then(() => child.stdin.end('begin'))
        let said = ''
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          said += text
          if (said === READY) {
            ready += 1
            if (ready === processes) begin.resolve()
            return
          }
          if (number >= kills || child.killed) return
          killed += 1
          child.kill('SIGKILL')
        })
        child.on('error', reject)
        child.on('close', (code, signal) => {
          if (code !== 0 && signal !== 'SIGKILL') reject(new Error(`a spender ended with ${code ?? signal}`))
          else resolve(said.split('\n').reduce((sum, line) => sum + Number(line), 0))
        })
      })
    const spent = await Promise.all(Array.from({ length: processes }, (_, number) => spend(number)))
    const counters = await openSqliteCounters(file)
    const series = await counters.list(Date.now())
    await counters.close()
    const pot = series.find((one) => one.series.includes('"pot"'))
    return { spent: spent.reduce((sum, each) => sum + each, 0), counted: (pot?.total ?? 0) / 10_000, killed }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) {
  const rounds = Number(process.argv[2] ?? 20)
  for (let round = 1; round <= rounds; round += 1) {
    const atMost = 500 * round
    const { spent, counted, killed } = await hammer({ processes: 16, callsEach: 200, atMost, kills: 6 })
    process.stdout.write(
      `round ${round}: ${spent} spent, ${counted} counted of ${atMost}, ${killed} processes killed\n`,
    )
    if (spent > counted || counted > atMost) throw new Error('the budget does not hold')
  }
}
