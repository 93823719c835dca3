import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildSignedManifest } from '@kvlar/crypto'
import { HttpDirectory } from '@kvlar/crypto/http'
import { outcome } from './support/outcome.ts'
import { setUp } from './support/directories.ts'

describe('a directory over HTTP', () => {
  type Answer = (request: IncomingMessage, response: ServerResponse) => void
  let answer: Answer
  let seen: { etag: string | undefined }[]
  let close: () => void
  let url: string

  beforeEach(async () => {
    seen = []
    const server = createServer((request, response) => {
      seen.push({ etag: request.headers['if-none-match'] })
      answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/directory.json`
    close = () => {
      server.closeAllConnections()
      server.close()
    }
  })
  afterEach(() => close())

  const serve =
    (text: string, etag = '"1"'): Answer =>
    (request, response) => {
      const unchanged = request.headers['if-none-match'] === etag
      response.writeHead(unchanged ? 304 : 200, { etag }).end(unchanged ? undefined : text)
    }
  const fail: Answer = (_, response) => response.writeHead(500).end()

  test('asks once within the time to live, then whether anything has changed', async () => {
    const { clock, a, b, sign, trust } = await setUp()
    answer = serve(await sign(1, [a]))
    const directory = new HttpDirectory({ url, ...trust, ttlSeconds: 60 })
    for (let n = 0; n < 3; n += 1) expect((await directory.fetch(a.id)).id).toBe(a.id)
    expect(seen).toEqual([{ etag: undefined }])
    clock.passSeconds(61)
    await directory.fetch(a.id)
    expect(seen).toEqual([{ etag: undefined }, { etag: '"1"' }])
    answer = serve(await sign(2, [b]), '"2"')
    clock.passSeconds(61)
    expect(await outcome(directory.fetch(a.id))).toBe('NotFound')
    expect((await directory.fetch(b.id)).id).toBe(b.id)
  })

  test('looks once for a key it does not know, and not again for every stranger’s id', async () => {
    const { clock, a, b, sign, trust } = await setUp()
    answer = serve(await sign(1, [a]))
    const directory = new HttpDirectory({ url, ...trust })
    await directory.fetch(a.id)
    clock.passSeconds(10)
    answer = serve(await sign(2, [a, b]), '"2"')
    expect((await directory.fetch(b.id)).id).toBe(b.id)
    for (let n = 0; n < 50; n += 1) expect(await outcome(directory.fetch(`${n}`))).toBe('NotFound')
    expect(seen.length).toBe(2)
  })

  test('serves what it has while the server fails, for a bounded time, and recovers', async () => {
    const { clock, a, sign, trust } = await setUp()
    const text = await sign(1, [a])
    answer = serve(text)
    const directory = new HttpDirectory({ url, ...trust, ttlSeconds: 60, staleSecondsMax: 600 })
    await directory.fetch(a.id)
    answer = fail
    clock.passSeconds(600)
    expect((await directory.fetch(a.id)).id).toBe(a.id)
    clock.passSeconds(6)
    expect(await outcome(directory.fetch(a.id))).toBe('BackendUnavailable')
    answer = serve(text)
    clock.passSeconds(6)
    expect((await directory.fetch(a.id)).id).toBe(a.id)
  })

  test('asks for the next manifest as soon as its own has expired, however fresh it is', async () => {
    const { clock, root, a, trust } = await setUp()
    const lasting = (sequence: number, lifetimeSeconds: number) =>
      buildSignedManifest(root.signer(), [a.publicKeys()], {
        sequence,
        issuedAt: clock.seconds,
        expiresAt: clock.seconds + lifetimeSeconds,
      })
    answer = serve(await lasting(1, 30))
    const directory = new HttpDirectory({ url, ...trust, ttlSeconds: 300 })
    await directory.fetch(a.id)
    clock.passSeconds(30)
    answer = serve(await lasting(2, 600), '"2"')
    expect((await directory.fetch(a.id)).id).toBe(a.id)
  })

  test('asks anew when the clock was set back, and does not serve what it has for as long again', async () => {
    const { clock, a, sign, trust } = await setUp()
    answer = serve(await sign(1, [a]))
    const directory = new HttpDirectory({ url, ...trust })
    await directory.fetch(a.id)
    clock.passSeconds(-86_400)
    expect((await directory.fetch(a.id)).id).toBe(a.id)
    expect(seen.length).toBe(2)
    clock.passSeconds(-86_400)
    answer = fail
    expect(await outcome(directory.fetch(a.id))).toBe('BackendUnavailable')
    clock.ms = Number.NaN
    expect(await outcome(directory.fetch(a.id))).toBe('BackendUnavailable')
  })

  test('refuses an older or foreign manifest and keeps the newer one', async () => {
    const { clock, a, b, sign, trust } = await setUp()
    const old = await sign(1, [a])
    answer = serve(await sign(2, [b]), '"2"')
    const directory = new HttpDirectory({ url, ...trust })
    await directory.fetch(b.id)
    answer = serve(old)
    expect(await outcome(directory.reload())).toBe('Corrupt')
    answer = serve(await sign(3, [a], a.signer()), '"3"')
    expect(await outcome(directory.reload())).toBe('RootSignatureInvalid')
    clock.passSeconds(1)
    expect((await directory.fetch(b.id)).id).toBe(b.id)
  })

  test.each<[string, Answer]>([
    ['fails', (_, response) => response.writeHead(503).end()],
    ['hangs', () => {}],
    ['cuts the line', (request) => request.socket.destroy()],
    ['says unchanged to a first request', (_, response) => response.writeHead(304).end()],
    ['sends no text', (_, response) => response.end(Buffer.of(0xff, 0xfe, 0xfd))],
  ])('cold, is refused when the server %s', async (_, behaviour) => {
    const { a, trust } = await setUp()
    answer = behaviour
    const directory = new HttpDirectory({ url, ...trust, timeoutMs: 200 })
    expect(await outcome(directory.fetch(a.id))).toBe('BackendUnavailable')
  })

  test('follows no redirect, not even to a manifest that its root signed', async () => {
    const { a, sign, trust } = await setUp()
    const there = serve(await sign(1, [a]))
    answer = (request, response) => {
      if (request.url === '/other') there(request, response)
      else response.writeHead(302, { location: '/other' }).end()
    }
    const directory = new HttpDirectory({ url, ...trust })
    expect(await outcome(directory.fetch(a.id))).toBe('BackendUnavailable')
  })

  test('asks one question at a time, however many wait for the answer', async () => {
    const { a, sign, trust } = await setUp()
    answer = serve(await sign(1, [a]))
    const directory = new HttpDirectory({ url, ...trust })
    await Promise.all(Array.from({ length: 20 }, () => directory.fetch(a.id)))
    expect(seen.length).toBe(1)
  })

  test.each(['ttlSeconds', 'staleSecondsMax', 'timeoutMs'])(
    'is not made with a `%s` that would never be over',
    async (option) => {
      const { trust } = await setUp()
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1, '60'])
        expect(await outcome(() => new HttpDirectory({ url, ...trust, [option]: value }))).toBe(
          'BackendUnavailable',
        )
    },
  )

  test('is only asked over https, or over http on this machine', async () => {
    const { trust } = await setUp()
    const refused = [
      'http://keys.example/d.json',
      'ftp://127.0.0.1/d',
      'file:///d',
      'nonsense',
      'https://u:p@keys.example/',
      'https://:p@keys.example/',
    ]
    for (const wrong of refused)
      expect(await outcome(() => new HttpDirectory({ url: wrong, ...trust }))).toBe('BackendUnavailable')
    for (const right of ['https://keys.example/d.json', 'http://localhost:1/d', 'http://[::1]:1/d'])
      expect(await outcome(() => new HttpDirectory({ url: right, ...trust }))).toBe('accepted')
  })
})
