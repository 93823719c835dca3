import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tokenSha256 } from '@kvlar/approvals/approvers'
import { afterEach, expect, test } from 'vitest'
import { ask, userQueue } from './queue.ts'
import { MAIN } from './support/command.ts'

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

interface Serving {
  readonly child: ChildProcess
  readonly url: string
  readonly said: () => string
  readonly exit: Promise<number | null>
}

/** Starts the page on a free port, and waits until it says where it is. */
async function serve(env: NodeJS.ProcessEnv, ...words: string[]): Promise<Serving> {
  const child = spawn(process.execPath, [MAIN, 'approvals', 'serve', '--port', '0', ...words], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  started.push(child)
  let said = ''
  const exit = once(child, 'exit').then(([code]) => (typeof code === 'number' ? code : null))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  while (!/http\S+\n[^]*\n/.test(said)) {
    if (child.exitCode !== null) throw new Error(said)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const [url = ''] = /http\S+/.exec(said) ?? []
  return { child, url, said: () => said, exit }
}

async function get(url: string, token: string): Promise<unknown> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  expect(response.status).toBe(200)
  return response.json()
}

test('a served page shows what any proxy asks; a script decides with the token in its file, and the log has none', async () => {
  const { approvals, env, folder } = await userQueue()
  const id = await ask(approvals, { path: 'a.txt' })
  const { url, said, child, exit } = await serve(env)
  const file = join(folder, 'kvlar', 'approvals', 'reviewer.token')
  const token = readFileSync(file, 'utf8').trim()
  expect(statSync(file).mode & 0o077).toBe(0)
  expect(said()).toContain(`with the token in ${file}`)
  expect(said()).not.toContain(token)
  expect(await get(`${url}api/requests`, token)).toMatchObject([{ id, status: 'pending' }])
  const approved = await fetch(`${url}api/requests/${id}/approve`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  })
  expect(approved.status).toBe(200)
  expect((await approvals.get(id))?.state).toBe('approved')
  child.kill('SIGTERM')
  expect(await exit).toBe(0)
  await approvals.close()
})

test('a page that is interrupted ends as well as one that is told to', async () => {
  const { approvals, env } = await userQueue()
  const { child, exit } = await serve(env)
  child.kill('SIGINT')
  expect(await exit).toBe(0)
  await approvals.close()
})

test('with approvers, each is recognised by a token of their own, and the local token is nobody\u2019s', async () => {
  const { approvals, env, folder } = await userQueue()
  const id = await ask(approvals, { path: 'a.txt' })
  const file = join(folder, 'approvers.yaml')
  writeFileSync(file, `approvers:\n  - { id: ana, token_sha256: ${tokenSha256('token-of-ana')} }\n`, {
    mode: 0o600,
  })
  const { url, said } = await serve(env, '--approvers', file)
  expect(said()).toContain(`with the tokens of ${file}`)
  expect(await get(`${url}api/requests`, 'token-of-ana')).toMatchObject([{ id }])
  const nobody = await fetch(`${url}api/requests`, { headers: { authorization: 'Bearer other' } })
  expect(nobody.status).toBe(401)
  await approvals.close()
})

test('an address in use is said in words, with what to do', async () => {
  const { approvals, env } = await userQueue()
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  // Listening over TCP, so the address is not a path.
  const { port } = other.address() as AddressInfo
  const child = spawn(process.execPath, [MAIN, 'approvals', 'serve', '--port', String(port)], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [code] = await once(child, 'close')
  expect(code).toBe(2)
  expect(said).toContain(`\`127.0.0.1:${port}\` is in use`)
  expect(said).toContain('--port')
  other.close()
  await approvals.close()
})

test('the page says whether the record is intact, and as of when', async () => {
  const { approvals, env, folder } = await userQueue()
  const { url } = await serve(env)
  const token = readFileSync(join(folder, 'kvlar', 'approvals', 'reviewer.token'), 'utf8').trim()
  const status = (): Promise<unknown> => get(`${url}api/audit/status`, token)
  expect(await status()).toMatchObject({ status: 'absent' })
  const id = await ask(approvals, { path: 'a.txt' })
  await fetch(`${url}api/requests/${id}/reject`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"notes":"no"}',
  })
  await expect.poll(status, { timeout: 20_000 }).toMatchObject({ status: 'intact' })
  expect(await status()).toMatchObject({ text: expect.stringMatching(/^intact: 1 chain, as of 2/) })
  await approvals.close()
})

test('the page says that a record is broken, and that the key of a copied one is not pinned', async () => {
  const { approvals, env, folder } = await userQueue()
  const id = await ask(approvals, { path: 'a.txt' })
  const decide = spawn(process.execPath, [MAIN, 'approvals', 'deny', id, '--note', 'no'], {
    env,
    stdio: 'ignore',
  })
  expect((await once(decide, 'exit'))[0]).toBe(0)
  await approvals.close()
  const home = join(folder, 'kvlar', 'audit')
  const copy = mkdtempSync(join(tmpdir(), 'kvlar-copy-'))
  cpSync(home, copy, { recursive: true })
  const elsewhere = { ...env, XDG_STATE_HOME: mkdtempSync(join(tmpdir(), 'kvlar-elsewhere-')) }
  const statusOf = async (dir: string): Promise<unknown> => {
    const { url } = await serve(elsewhere, '--audit', dir)
    const token = readFileSync(join(elsewhere.XDG_STATE_HOME, 'kvlar', 'approvals', 'reviewer.token'), 'utf8')
    const status = (): Promise<unknown> => get(`${url}api/audit/status`, token.trim())
    await expect.poll(status, { timeout: 20_000 }).not.toMatchObject({ status: 'unknown' })
    return status()
  }
  expect(await statusOf(copy)).toMatchObject({
    status: 'not-pinned',
    text: expect.stringContaining('key not pinned'),
  })
  const files = readdirSync(join(copy, 'chains'), { recursive: true, encoding: 'utf8' })
  const segment = files.find((name) => /\/0+\.jsonl$/.test(name)) ?? ''
  const text = readFileSync(join(copy, 'chains', segment), 'utf8')
  writeFileSync(join(copy, 'chains', segment), text.replace('"step":"decided"', '"step":"expired"'))
  expect(await statusOf(copy)).toMatchObject({ status: 'broken' })
  rmSync(copy, { recursive: true })
})
