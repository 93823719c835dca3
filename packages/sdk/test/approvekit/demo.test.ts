import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { until } from '../../../approvals/test/hook.ts'
import { sender } from '../../../reviewer/test/support/server.ts'

const script = join(import.meta.dirname, '../../../../examples/approvekit-demo/run.mjs')
const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }

function demo(...args: readonly string[]) {
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const errors: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  const ended = once(child, 'close').then(([status]) => status as unknown)
  return { child, lines, errors, ended, output: createInterface({ input: child.stdout }) }
}

test('the guided demo, decided by a script through the JSON API, ends as ApproveKit\u2019s readme says, in 80 columns', async () => {
  const { ended, errors, lines, output } = demo('--scripted')
  output.on('line', (line) => lines.push(line))
  expect({ status: await ended, errors }).toEqual({ status: 0, errors: [] })
  const shown = lines.map((line) => line.trim().split(' ')[0])
  expect(shown.filter((word) => /^[A-Z]{3,}$/.test(word ?? ''))).toEqual([
    'RAN',
    'RAN',
    'RAN',
    'REJECTED',
    'TIMEOUT',
  ])
  expect(lines.filter((line) => line.length > 80)).toEqual([])
  expect(lines.join()).not.toContain('078-05-1120')
})

test('the guided demo waits for a person, who signs in at the printed address', async () => {
  const { child, ended, lines, output } = demo('--port', '0')
  for await (const line of output) {
    lines.push(line)
    if (line.includes('http://')) break
  }
  const { origin, hash } = new URL(/http:\/\/\S+/.exec(lines.join('\n'))?.[0] ?? '')
  const send = sender(origin, decodeURIComponent(hash.slice(1)))
  const waiting = async () => (await send('GET', '/api/requests')).json().map((one) => one['tool_name'])
  await until(async () => (await waiting()).length > 0)
  expect(await waiting()).toEqual(['send_email'])
  child.kill()
  await ended
})
