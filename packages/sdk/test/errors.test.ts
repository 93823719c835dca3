import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { isKvlarError, KvlarDenied } from '@kvlar/sdk'
import { program, thrownBy } from './program.ts'

describe('errors', () => {
  test('are known across realms and copies of the package by a marker, and told apart by name and code', async () => {
    const { kvlar } = program()
    const error = await thrownBy(() => kvlar.guard('drop_it', (_args: object) => 1)({}))
    expect(isKvlarError(error)).toBe(true)
    if (isKvlarError(error) && error.name === 'KvlarDenied') expect(error.code).toBe('POLICY_DENY')
    const foreign: unknown = runInNewContext(
      `Object.assign(new Error('x'), { name: 'KvlarDenied', [Symbol.for('@kvlar/sdk/error')]: true })`,
    )
    expect(foreign).not.toBeInstanceOf(KvlarDenied)
    expect(isKvlarError(foreign)).toBe(true)
  })

  test.each([undefined, null, 'KvlarDenied', 5, {}, new Error('x'), { name: 'KvlarDenied' }])(
    'are nothing else: %s',
    (value) => expect(isKvlarError(value)).toBe(false),
  )

  test('carry no argument, not even to those who print all of them', async () => {
    const { inspect } = await import('node:util')
    const { kvlar } = program()
    const secret = 'hunter2'
    const pending = kvlar.guard('issue_refund', (_args: object) => 1, { onPending: 'throw' })
    const denied = kvlar.guard('drop_it', (_args: object) => 1)
    for (const guarded of [pending, denied]) {
      const error = await thrownBy(() => guarded({ note: secret }))
      expect(inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error)).not.toContain(secret)
    }
  })

  test('of a listener that fails change nothing', async () => {
    const { kvlar } = program({
      record: () => Promise.reject(new Error('the disk is full')),
      onFailure: () => {
        throw new Error('nobody listens')
      },
    })
    expect(await thrownBy(() => kvlar.guard('read_it', () => 1, { params: [] })())).toMatchObject({
      code: 'KVLAR_RECORD_FAILED',
    })
  })
})
