import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { tokenSha256 } from '@kvlar/approvals/approvers'
import { afterEach, describe, expect, test } from 'vitest'
import { chromium, openBrowser } from '../../../packages/reviewer/test/support/browser.ts'
import { ask, userQueue } from './queue.ts'
import { MAIN } from './support/command.ts'

const started: ChildProcess[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
})

const PROCESSES_MS_MAX = 120_000

/** A desktop whose browser only writes down what it was started with, word by word, and how private that file is. */
async function desktop(
  program = 'for word; do echo "$word"; done > "$here/said.new"; mv "$here/said.new" "$here/said"',
) {
  const queue = await userQueue()
  const { env, folder } = queue
  const bin = join(folder, '.kvlar', 'programs')
  mkdirSync(bin, { recursive: true, mode: 0o755 })
  writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\nhere='${folder}'\n${program}\n`)
  chmodSync(join(bin, 'xdg-open'), 0o755)
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  const words = join(folder, 'said')
  const token = () => readFileSync(join(folder, 'kvlar', 'approvals', 'reviewer.token'), 'utf8').trim()
  return {
    ...queue,
    env: { ...env, PATH: path, DISPLAY: ':0', CI: '' },
    bin,
    token,
    opened: async (): Promise<readonly string[]> => {
      while (!existsSync(words)) await new Promise((resolve) => setTimeout(resolve, 20))
      return readFileSync(words, 'utf8').trim().split('\n')
    },
  }
}

function start(env: NodeJS.ProcessEnv, ...words: string[]) {
  const child = spawn(process.execPath, [MAIN, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  started.push(child)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const saying = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(said)) {
      if (child.exitCode !== null) throw new Error(said)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return said
  }
  const end = async (): Promise<void> => {
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    await exit
  }
  return { saying, end }
}

describe('the page is opened in the browser of whoever sits here', { timeout: PROCESSES_MS_MAX }, () => {
  test.each([[['approvals', 'serve', '--port', '0', '--open']], [['review', '--open']]])(
    '%j: by a file for its owner alone, without the token on a command line, gone afterwards',
    async (words) => {
      const { approvals, env, token, opened } = await desktop()
      const { end } = start(env, ...words)
      const said = await opened()
      const [door = ''] = said
      expect(said).toHaveLength(1)
      expect(said.join()).not.toContain(token())
      expect(statSync(door).mode & 0o777).toBe(0o600)
      expect(statSync(dirname(door)).mode & 0o777).toBe(0o700)
      expect(readFileSync(door, 'utf8')).toContain(`#${token()}`)
      await end()
      expect(readdirSync(dirname(door))).toEqual([])
      await approvals.close()
    },
  )

  test.skipIf(chromium === undefined)('and a real browser that is given the file is signed in', async () => {
    const { approvals, env, token, opened } = await desktop()
    const id = await ask(approvals, { path: 'a.txt' })
    const { end } = start(env, 'review', '--open')
    const [door = ''] = await opened()
    const browser = await openBrowser(chromium ?? '')
    try {
      const page = await browser.newPage()
      await page.goto(pathToFileURL(door).href)
      expect(await page.until(`document.querySelector('[data-id="${id}"]') !== null`)).toBe(true)
      expect(await page.evaluate<string>('location.href')).not.toContain(token())
    } finally {
      await browser.close()
      await end()
      await approvals.close()
    }
  })

  test('with approvers there is no token to hand over: the address is opened', async () => {
    const { approvals, env, folder, opened } = await desktop()
    const approvers = join(folder, 'approvers.yaml')
    const sha256 = tokenSha256('kvlar_ana')
    writeFileSync(approvers, `approvers:\n  - { id: ana, token_sha256: ${sha256} }\n`, { mode: 0o600 })
    const { end } = start(env, 'review', '--open', '--approvers', approvers)
    expect((await opened())[0]).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
    await end()
    await approvals.close()
  })

  test('where nobody sits, or no browser starts, that is said, no door stays open, and the page is served', async () => {
    const { approvals, env, folder, bin } = await desktop('exit 3')
    const untrusted = join(folder, 'untrusted')
    mkdirSync(join(untrusted, '.kvlar', 'programs'), { recursive: true, mode: 0o755 })
    writeFileSync(join(untrusted, '.kvlar', 'programs', 'xdg-open'), '#!/bin/sh\n', { mode: 0o644 })
    const cases: readonly (readonly [NodeJS.ProcessEnv, RegExp])[] = [
      [{ ...env, DISPLAY: '', WAYLAND_DISPLAY: '' }, /no browser was opened: nobody sits at a desktop here/],
      [{ ...env, CI: 'true' }, /no browser was opened: nobody sits at a desktop here/],
      [env, /no browser was opened: `xdg-open` failed/],
      [{ ...env, HOME: untrusted, PATH: bin }, /no browser was opened: `xdg-open` is in no folder/],
    ]
    for (const [where, pattern] of cases) {
      const { saying, end } = start(where, 'approvals', 'serve', '--port', '0', '--open')
      const [url = ''] = /http\S+/.exec(await saying(pattern)) ?? []
      expect((await fetch(`${url}login`)).status).toBe(200)
      await end()
    }
    const doors = join(folder, 'kvlar', 'approvals', 'door')
    expect(existsSync(doors) ? readdirSync(doors) : []).toEqual([])
    await approvals.close()
  })
})
