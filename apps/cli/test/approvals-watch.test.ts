import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { ANA, ask, userQueue } from './queue.ts'
import { MAIN } from './support/command.ts'

test('what waits, what comes and what becomes of it is followed line by line, until an interrupt', async () => {
  const { approvals, env } = await userQueue()
  const first = await ask(approvals, { path: 'a.txt' })
  const child = spawn(process.execPath, [MAIN, 'approvals', 'watch', '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value))
  expect(await next()).toMatchObject({ request: { id: first, state: 'pending' } })
  const second = await ask(approvals, { path: 'b.txt' }, { terms: { timeoutMs: 1000 } })
  expect(await next()).toMatchObject({ request: { id: second, state: 'pending' } })
  await approvals.decide(first, { verdict: 'approve', approver: ANA })
  expect(await next()).toMatchObject({
    at: expect.stringMatching(/Z$/),
    request: { id: first, state: 'approved', decisions: [{ approver: 'ana' }] },
  })
  expect(await next()).toMatchObject({ request: { id: second, state: 'expired', status: 'timeout' } })
  child.kill('SIGINT')
  expect((await once(child, 'exit'))[0]).toBe(0)
  await approvals.close()
})

test('a reader that goes away ends the watching', async () => {
  const { approvals, env } = await userQueue()
  const id = await ask(approvals, { path: 'a.txt' })
  const child = spawn(process.execPath, [MAIN, 'approvals', 'watch'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [text] = await once(child.stdout, 'data')
  expect(String(text)).toContain(`${id}  medium  Write file a.txt  waits, for bot`)
  child.stdout.destroy()
  await approvals.decide(id, { verdict: 'approve', approver: ANA })
  await ask(approvals, { path: 'b.txt' })
  expect((await once(child, 'exit'))[0]).toBe(0)
  await approvals.close()
})
