import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newUser, pending, type User } from './support/user.ts'

const REFUND = join(import.meta.dirname, 'children/refund.ts')
const POLICY = `
name: refunds
version: '1'
rules:
  - id: refunds
    match_on: { resources: [issue_refund] }
    effect: { type: require_approval, reason: money leaves the house }
`

let user: User
let paid: string

beforeEach(() => {
  user = newUser()
  user.writePolicy(POLICY)
  paid = join(user.home, 'paid.txt')
})

afterEach(() => user.remove())

/** What was paid, whoever paid it. */
function payments(): readonly string[] {
  return existsSync(paid) ? readFileSync(paid, 'utf8').trim().split('\n') : []
}

function verdict(): string | undefined {
  return user.kvlar('audit', 'verify').out.trim().split('\n').at(-1)
}

test('an agent that is killed while it waits has not run, and asks for the same call once more when it is back', async () => {
  const first = user.start(REFUND, paid)
  const { id } = await pending(user)
  first.child.kill('SIGKILL')
  expect(await first.exit).toBe('SIGKILL')

  const second = user.start(REFUND, paid)
  await second.printed('asks')
  expect(user.kvlar('approvals', 'approve', id).status).toBe(0)
  expect(await second.exit).toBe(0)
  expect(second.lines).toEqual(['asks', 'paid', 'refunded A1'])
  expect(payments()).toEqual(['A1'])
  expect(verdict()).toMatch(/^intact/)
})

test('an approval that was given while the agent was dead is good for one call when it is back', async () => {
  const first = user.start(REFUND, paid)
  const { id } = await pending(user)
  first.child.kill('SIGKILL')
  await first.exit
  expect(user.kvlar('approvals', 'approve', id).status).toBe(0)
  expect(payments()).toEqual([])

  const second = user.start(REFUND, paid)
  expect(await second.exit).toBe(0)
  expect(payments()).toEqual(['A1'])

  const third = user.start(REFUND, paid)
  const again = await pending(user)
  expect(again.id).not.toBe(id)
  expect(payments()).toEqual(['A1'])
  third.child.kill('SIGKILL')
  await third.exit
  expect(verdict()).toMatch(/^intact/)
})

test('an approval is used up by a call in whose middle the agent is killed', async () => {
  const first = user.start(REFUND, paid, 'slow')
  const { id } = await pending(user)
  expect(user.kvlar('approvals', 'approve', id).status).toBe(0)
  await first.printed('paid')
  first.child.kill('SIGKILL')
  await first.exit

  const second = user.start(REFUND, paid, 'slow')
  const again = await pending(user)
  expect(again.id).not.toBe(id)
  expect(payments()).toEqual(['slow'])
  expect(user.kvlar('approvals', 'deny', again.id).status).toBe(0)
  expect(await second.exit).toBe(1)
  expect(payments()).toEqual(['slow'])
  expect(verdict()).toMatch(/^intact/)
})
