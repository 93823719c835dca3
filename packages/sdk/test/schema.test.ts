import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { StandardSchema } from '@kvlar/sdk'
import { answer, pendingId, policy, program, thrownBy } from './program.ts'

const SMALL = policy(`
  - id: small
    match_on:
      resources: [pay]
      conditions:
        - { field: amount, operator: less_than, value: 100 }
        - { field: currency, operator: one_of, value: [EUR] }
    effect: { type: allow }
  - id: other
    match_on: { resources: [pay] }
    effect: { type: require_approval, reason: look at it }
`)
const INPUT = z.object({ amount: z.coerce.number().positive(), currency: z.string().default('EUR') })

/** A schema of no library. */
function schema(validate: StandardSchema['~standard']['validate']): StandardSchema<object> {
  return { '~standard': { version: 1, vendor: 'test', validate: validate as never } }
}

function paying() {
  const made = program({ policies: [SMALL] })
  return { ...made, note: (args: object) => made.ran.push(args) }
}

describe('an input schema', () => {
  test('is applied before the call is judged: its defaults and coercions are what rules see and what runs', async () => {
    const { kvlar, ran } = paying()
    const pay = kvlar.guard('pay', (args) => ran.push(args), { input: INPUT })
    await pay({ amount: '5' })
    expect(ran).toStrictEqual([{ amount: 5, currency: 'EUR' }])
    expect(Object.isFrozen(ran[0])).toBe(true)
  })

  test('gives the function its types', async () => {
    const { kvlar } = paying()
    const pay = kvlar.guard('pay', ({ amount, currency }) => `${amount.toFixed(2)} ${currency}`, {
      input: INPUT,
    })
    const text: string = await pay({ amount: 5 })
    expect(text).toBe('5.00 EUR')
  })

  test('makes equal calls of what it makes equal: they share one approval', async () => {
    const { kvlar, ran, approvals } = paying()
    const pay = kvlar.guard('pay', (args) => ran.push(args), { input: INPUT, onPending: 'throw' })
    await thrownBy(() => pay({ amount: '500' }))
    await answer(approvals, 'approve')
    await pay({ currency: 'EUR', amount: 500 })
    expect(ran).toEqual([{ amount: 500, currency: 'EUR' }])
  })

  test('that does not take the arguments refuses the call, names the places and shows no value', async () => {
    const { kvlar, ran, events } = paying()
    const pay = kvlar.guard('pay', (args) => ran.push(args), { input: INPUT })
    const error = await thrownBy(() => pay({ amount: 'hunter2', currency: 'EUR' }))
    expect(error).toMatchObject({
      name: 'InvalidArguments',
      code: 'KVLAR_ARGUMENTS_INVALID',
      places: ['amount'],
      message: 'the schema does not take `amount`; the call is refused and has not run',
    })
    expect(JSON.stringify([error, events])).not.toContain('hunter2')
    expect(ran).toEqual([])
  })

  test('may be asynchronous; what the caller changes meanwhile changes nothing', async () => {
    const { kvlar, ran, note } = paying()
    const slow = schema(async (value) => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { value: { ...(value as object), currency: 'EUR' } }
    })
    const pay = kvlar.guard('pay', note, { input: slow })
    const args = { amount: 5 }
    const call = pay(args)
    args.amount = 1_000_000
    await call
    expect(ran).toEqual([{ amount: 5, currency: 'EUR' }])
  })

  test('that keeps what it made can change it afterwards for nobody', async () => {
    const { kvlar, ran, note, approvals } = paying()
    const kept: { amount: number }[] = []
    const keeping = schema((value) => {
      const made = { ...(value as { amount: number }) }
      kept.push(made)
      return { value: made }
    })
    const call = kvlar.guard('pay', note, { input: keeping })({ amount: 500 })
    await pendingId(approvals)
    for (const made of kept) made.amount = 1_000_000
    await answer(approvals, 'approve')
    await call
    expect(ran).toEqual([{ amount: 500 }])
  })

  test.each<[string, StandardSchema['~standard']['validate'], string]>([
    [
      'throws',
      () => {
        throw new Error('hunter2')
      },
      'KVLAR_SCHEMA_FAILED',
    ],
    ['rejects', () => Promise.reject(new Error('hunter2')), 'KVLAR_SCHEMA_FAILED'],
    ['makes something that is no object', () => ({ value: 5 }), 'KVLAR_ARGUMENTS_MISPLACED'],
    ['makes a date', () => ({ value: { at: new Date(0) } }), 'KVLAR_ARGUMENTS_NOT_JSON'],
    ['answers nothing', () => undefined as never, 'KVLAR_SCHEMA_FAILED'],
    [
      'finds fault without saying where',
      () => ({ issues: [{ message: 'hunter2' }] }),
      'KVLAR_ARGUMENTS_INVALID',
    ],
    [
      'finds fault at a segment',
      () => ({ issues: [{ message: 'hunter2', path: [{ key: 'a' }, 0] }] }),
      'KVLAR_ARGUMENTS_INVALID',
    ],
  ])('that %s refuses the call', async (_name, validate, code) => {
    const { kvlar, ran, note } = paying()
    const error = await thrownBy(() => kvlar.guard('pay', note, { input: schema(validate) })({ amount: 5 }))
    expect(error).toMatchObject({ name: 'InvalidArguments', code })
    expect(JSON.stringify(error) + String(error)).not.toContain('hunter2')
    expect(ran).toEqual([])
  })

  test('works on positional parameters, and may add none that are not named', async () => {
    const { kvlar, ran } = paying()
    const fn = (amount: number, currency?: string) => ran.push([amount, currency])
    await kvlar.guard('pay', fn, { params: ['amount', 'currency'], input: INPUT })(5)
    expect(ran).toEqual([[5, 'EUR']])
    const error = await thrownBy(() => kvlar.guard('pay', fn, { params: ['amount'], input: INPUT })(5))
    expect(error).toMatchObject({ code: 'KVLAR_SCHEMA_FAILED' })
    expect(ran).toHaveLength(1)
  })
})
