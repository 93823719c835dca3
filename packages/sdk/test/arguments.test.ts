import { describe, expect, test } from 'vitest'
import { InvalidArguments, LIMITS } from '@kvlar/sdk'
import { z } from 'zod'
import { program, story, thrownBy } from './program.ts'

/** A guarded function of any one argument, and what it ran with. */
function anything() {
  const { kvlar, ran, events } = program()
  const read = kvlar.guard('read_any', (args: object) => void ran.push(args))
  return { read, ran, events, kvlar }
}

class Money {
  readonly amount = 5
}

const cycle: Record<string, unknown> = {}
cycle['again'] = cycle
const nested = (depth: number): object => (depth === 0 ? {} : { in: nested(depth - 1) })
const throwing = (): never => {
  throw new Error('not to be read')
}
/** Two to the sixtieth values in sixty objects. */
const bomb = Array.from({ length: 60 }).reduce<unknown>((inner) => [inner, inner], 'boom')

describe('arguments that are not JSON with one reading never run, and are on record as refused', () => {
  test.each<[string, object, string]>([
    ['a BigInt', { id: 1n }, 'id'],
    ['a date', { at: new Date(0) }, 'at'],
    ['a function', { call: () => 1 }, 'call'],
    ['a symbol', { kind: Symbol('x') }, 'kind'],
    ['a symbol as a key', { [Symbol('x')]: 1 }, '(arguments)'],
    ['NaN', { amount: Number.NaN }, 'amount'],
    ['an infinite number', { amount: Number.POSITIVE_INFINITY }, 'amount'],
    ['an instance of a class', { price: new Money() }, 'price'],
    ['a map', { items: new Map([['a', 1]]) }, 'items'],
    ['an array of a class of its own', { items: new (class List extends Array<number> {})() }, 'items'],
    ['undefined in a list', { items: [1, undefined] }, 'items[1]'],
    // oxlint-disable-next-line no-sparse-arrays -- the subject of the test
    ['a list with a hole', { items: [1, , 3] }, 'items'],
    ['a list with a key', { items: Object.assign([1], { total: 5 }) }, 'items'],
    ['a cycle', cycle, 'again'],
    ['nesting beyond the bound', nested(64), 'in'],
    ['one value in too many places', { bomb }, 'bomb'],
    ['an own `__proto__`', JSON.parse('{"__proto__": {"admin": true}}') as object, '__proto__'],
    ['a nested `__proto__`', { of: [JSON.parse('{"__proto__": 1}')] }, 'of[0].__proto__'],
    ['a hidden key', Object.defineProperty({}, 'amount', { value: 5 }), 'amount'],
    ['a lone surrogate', { text: '\ud800' }, '(arguments)'],
    ['a control character in a key', { 'a\u0000b': 1 }, 'a\\u{0}b'],
    ['two keys that fold to one', { path: '/a', Path: '/b' }, 'path'],
    ['an object that throws when it is read', new Proxy({}, { ownKeys: throwing }), '(arguments)'],
  ])('%s', async (_name, args, place) => {
    const { read, ran, events } = anything()
    const error = await thrownBy(() => read(args))
    expect(error).toBeInstanceOf(InvalidArguments)
    expect(error).toMatchObject({ code: 'KVLAR_ARGUMENTS_NOT_JSON' })
    expect((error as InvalidArguments).places[0]).toContain(place.slice(0, LIMITS.placeCharsMax))
    expect(ran).toEqual([])
    expect(story(events)).toEqual(['KVLAR_ARGUMENTS_NOT_JSON'])
  })

  test('a getter, which could answer otherwise the next time, and which is never called', async () => {
    const { read, ran } = anything()
    let calls = 0
    const args = {
      get amount(): number {
        calls += 1
        return calls === 1 ? 5 : 1_000_000
      },
    }
    expect(await thrownBy(() => read(args))).toMatchObject({ code: 'KVLAR_ARGUMENTS_NOT_JSON' })
    expect([calls, ran]).toEqual([0, []])
  })

  test('a `toJSON`, which is never called', async () => {
    const { read, ran } = anything()
    let calls = 0
    await thrownBy(() => read({ amount: 5, toJSON: () => (calls += 1) }))
    expect([calls, ran]).toEqual([0, []])
  })

  test('a value in none of the errors', async () => {
    const { read } = anything()
    const secret = 'hunter2'
    for (const args of [{ a: [secret, 1n] }, { [Symbol(secret)]: secret }, { a: `${secret}\ud800` }]) {
      const error = await thrownBy(() => read(args))
      expect(JSON.stringify(error) + String(error) + String((error as Error).stack)).not.toContain(secret)
      expect((error as Error).cause).toBeUndefined()
    }
  })
})

describe('arguments', () => {
  test('run as a deep-frozen copy of ordinary objects, that nobody else holds', async () => {
    const { read, ran } = anything()
    const args = { list: [{ a: 1 }], ключ: 'значение', zero: -0, none: null }
    await read(args)
    const [got] = ran as [typeof args]
    expect(got).toStrictEqual({ ...args, zero: 0 })
    expect(got).not.toBe(args)
    for (const value of [got, got.list, got.list[0]]) expect(Object.isFrozen(value)).toBe(true)
    expect(Object.getPrototypeOf(got)).toBe(Object.prototype)
  })

  test('of another realm and without a prototype are taken', async () => {
    const { read, ran } = anything()
    const { runInNewContext } = await import('node:vm')
    await read(runInNewContext('({ list: [{ a: 1 }] })') as object)
    await read(Object.assign(Object.create(null) as object, { a: 1 }))
    expect(ran).toStrictEqual([{ list: [{ a: 1 }] }, { a: 1 }])
  })

  test('that are undefined are absent', async () => {
    const { read, ran, kvlar } = anything()
    await read({ a: 1, b: undefined })
    expect(ran).toStrictEqual([{ a: 1 }])
    const seen: number[] = []
    const counting = kvlar.guard(
      'read_all',
      function count(_a?: number, _b: number = 7) {
        seen.push(arguments.length, _b)
      },
      { params: ['a', 'b'] },
    )
    await counting(1)
    expect(seen).toEqual([1, 7])
  })

  test('that are absent stay so under names that every object has', async () => {
    const { kvlar, ran } = anything()
    const read = kvlar.guard('read_all', (...given: readonly unknown[]) => ran.push(given), {
      params: ['constructor', 'id'],
    })
    await read(undefined, 1)
    expect(ran).toEqual([[undefined, 1]])
  })

  test('are nested as deep as a message may be', async () => {
    const { read, ran } = anything()
    await read(nested(63))
    expect(ran).toHaveLength(1)
  })

  test.each<[string, readonly unknown[]]>([
    ['a text', ['x']],
    ['a list', [[1]]],
    ['null', [null]],
    ['a second argument that is no signal', [{}, { signal: 'x' }]],
    ['something beside the signal, which nobody would judge', [{}, { force: true }]],
    ['a third argument', [{}, {}, {}]],
  ])('of another shape than one object never run: %s', async (_name, given) => {
    const { read, ran, events } = anything()
    const error = await thrownBy(() => (read as (...args: unknown[]) => unknown)(...given))
    expect(error).toMatchObject({ name: 'InvalidArguments' })
    expect(ran).toEqual([])
    expect(events).toMatchObject([{ kind: 'refused' }])
  })

  test('need not be given where none is taken: that is judged as a call without arguments', async () => {
    const { kvlar, events } = program()
    const read = kvlar.guard('read_all', async (...given: readonly []) => given.length)
    expect(await read()).toBe(1)
    const input = z.object({ of: z.string().default('all') })
    const readOf = kvlar.guard('read_of', ({ of }) => of, { input })
    expect([await readOf(), await readOf({ of: 'one' })]).toEqual(['all', 'one'])
    const strict = kvlar.guard('read_one', ({ of }) => of, { input: z.object({ of: z.string() }) })
    const untyped: (...given: readonly unknown[]) => Promise<unknown> = strict as () => Promise<unknown>
    expect(await thrownBy(() => untyped())).toMatchObject({ code: 'KVLAR_ARGUMENTS_INVALID' })
    // @ts-expect-error -- a schema that takes no empty object takes no absent one
    expect(await thrownBy(() => strict())).toMatchObject({ code: 'KVLAR_ARGUMENTS_INVALID' })
    const judged = events.flatMap((event) => (event.kind === 'decided' ? [event.action.parameters] : []))
    expect(judged).toEqual([{}, { of: 'all' }, { of: 'one' }])
  })

  test('come from the Vercel AI SDK with what it adds, of which the function gets the signal alone', async () => {
    const { kvlar, events } = program()
    const seen: unknown[] = []
    const read = kvlar.guard('read_any', (_args: { of: string }, call?: object) => void seen.push(call))
    const { signal } = new AbortController()
    const added = {
      toolCallId: 'c1',
      messages: [{ role: 'user' }],
      abortSignal: signal,
      context: {},
      force: true,
    }
    await (read as (...given: unknown[]) => Promise<void>)({ of: 'A1' }, added)
    expect(seen).toEqual([{ signal }])
    expect(events).toMatchObject([{ action: { parameters: { of: 'A1' } } }, { kind: 'result' }])
    const gone = { ...added, abortSignal: AbortSignal.abort(new Error('enough')) }
    expect(
      await thrownBy(() => (read as (...given: unknown[]) => unknown)({ of: 'A1' }, gone)),
    ).toMatchObject({
      message: 'enough',
    })
  })

  test('beyond those that `params` names never run', async () => {
    const { kvlar, ran } = anything()
    const read = kvlar.guard('read_one', (...given: readonly unknown[]) => ran.push(...given), {
      params: ['id'],
    })
    const error = await thrownBy(() => read(1, { force: true }))
    expect(error).toMatchObject({ code: 'KVLAR_ARGUMENTS_MISPLACED' })
    expect(ran).toEqual([])
  })
})
