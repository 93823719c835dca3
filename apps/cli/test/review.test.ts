import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tokenSha256 } from '@kvlar/approvals/approvers'
import { describe, expect, test } from 'vitest'
import { startAtTerminal } from './pty.ts'
import { ANA, ask, userQueue } from './queue.ts'

/** Rows in which every request of these tests fits at once. */
const TALL = 60

const canTest = spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0
if (!canTest)
  console.error('SKIPPED: the review needs `script` of util-linux; install it to test it at a terminal')

describe.skipIf(!canTest)('kvlar review, at a real terminal', () => {
  test('one key approves, requests appear as they come, and the terminal is left as it was', async () => {
    const { approvals, env } = await userQueue()
    const first = await ask(approvals, { path: 'a.txt' })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    pty.type('a')
    await pty.until(`approved  ${first}`)
    await pty.until('nothing waits')
    const second = await ask(approvals, { path: 'b.txt' })
    await pty.until('a approve')
    pty.type('d')
    await pty.until('why not')
    pty.type('not today\r')
    await pty.until(`denied  ${second}`)
    pty.type('q')
    await pty.until('exit code 0')
    await pty.until('the terminal is as it was')
    expect((await approvals.get(first))?.decisions).toMatchObject([
      { approver: 'local', authentication: 'local-token', surface: 'cli', verdict: 'approve' },
    ])
    expect((await approvals.get(second))?.decisions).toMatchObject([{ verdict: 'deny', note: 'not today' }])
    await approvals.close()
  })

  test('nothing of a call reaches the terminal as a control: escapes, clipboard, bidi, C1, titles', async () => {
    const { approvals, env } = await userQueue()
    const hostile =
      '\u001b[2J\u001b]52;c;aGk=\u0007\u001b]0;owned\u001b\\\u009b31m\u009d0;x\u009c\u202e\u2066\u200b\u{e0041}\r\b\u007f'
    // A key with a control character is refused before anybody is asked.
    const invisible = '\u202e\u2066\u200b\u{e0041}'
    await ask(approvals, { path: `a${hostile}b`, [`key${invisible}`]: [hostile, { [invisible]: hostile }] })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    pty.type('v')
    await pty.until('break_glass')
    await pty.until('a approve')
    pty.type('q')
    await pty.until('exit code 0')
    // What is left without our own: colours, a line drawn over, line ends.
    // eslint-disable-next-line no-control-regex
    const rest = pty
      .output()
      .replaceAll(/\u001b\[(?:\d+m|2K)|\r\n|\r/g, '')
      .replaceAll('\n', '')
    expect(rest).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u)
    expect(pty.output()).toContain('\\u{1b}]52;c;aGk=')
    await approvals.close()
  })

  test('a long request is paged, and approving is offered only after its last line was shown', async () => {
    const { approvals, env } = await userQueue()
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at}`)
    const id = await ask(approvals, { path: 'a.txt', content: lines.join('\n') })
    const pty = startAtTerminal(['review'], env)
    await pty.until('space more')
    expect(pty.output()).not.toContain('a approve')
    pty.type('a')
    await pty.until('read it to its end first')
    expect((await approvals.get(id))?.state).toBe('pending')
    // Each page by its place: the line of keys is drawn anew every second, and says `space more` each time.
    for (const place of ['[22 of', '[44 of', '[66 of', '[88 of']) {
      await pty.until(place)
      pty.type(' ')
    }
    await pty.until('a approve')
    expect(pty.output()).toContain('| line 59')
    pty.type('a')
    await pty.until(`approved  ${id}`)
    pty.type('q')
    await pty.ended
    await approvals.close()
  })

  test('a text cannot draw lines of ours: it is broken before the edge, always behind its bar', async () => {
    const { approvals, env } = await userQueue()
    await ask(approvals, { path: `${' '.repeat(80 - 4)}who${' '.repeat(77)}  low risk, waits for people` })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    pty.type('q')
    await pty.ended
    for (const line of pty.output().split('\n')) {
      // eslint-disable-next-line no-control-regex
      const plain = line.replaceAll(/\u001b\[\d+m|\r/g, '')
      if (plain.startsWith('  low risk')) throw new Error('the call has drawn a line of ours')
      if (!plain.includes('\u001b')) expect(plain.length).toBeLessThanOrEqual(80)
    }
    await approvals.close()
  })

  test('a high risk asks again, a critical one wants its target typed', async () => {
    const { approvals, env } = await userQueue()
    const high = await ask(approvals, { path: 'high.txt' }, { risk: 'high' })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    pty.type('a')
    await pty.until('high risk: approve it?')
    pty.type('n')
    await pty.until('a approve')
    expect((await approvals.get(high))?.state).toBe('pending')
    pty.type('a')
    await pty.until('high risk: approve it?')
    pty.type('y')
    await pty.until(`approved  ${high}`)
    const critical = await ask(approvals, { path: 'critical.txt' }, { risk: 'critical' })
    await pty.until('a approve')
    pty.type('a')
    await pty.until('type critical.txt to approve')
    pty.type('y\r')
    await pty.until('that is not it')
    await pty.until('a approve')
    pty.type('a')
    await pty.until('type critical.txt to approve')
    pty.type('critical.txt\r')
    await pty.until(`approved  ${critical}`)
    pty.type('q')
    await pty.ended
    await approvals.close()
  })

  test('grants are those that the rule lists, hidden values are shown to those who may, on record', async () => {
    const { approvals, env } = await userQueue()
    const hidden = { redactFields: ['pin'], terms: { grants: ['once', 'session', '1h'] } }
    await ask(approvals, { path: 'log-20261126/a', pin: '1234-secret' }, hidden)
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('h show hidden')
    expect(pty.output()).not.toContain('1234-secret')
    pty.type('h')
    await pty.until('It is recorded')
    pty.type('y')
    await pty.until('1234-secret')
    await pty.until('g grant')
    pty.type('g')
    await pty.until('1 = session, 2 = 1h')
    pty.type('2\r')
    await pty.until('differ only in path = log-\u2039any digits\u203a/a')
    pty.type('n')
    await pty.until('approved  apr_')
    pty.type('q')
    await pty.ended
    expect(await approvals.grants()).toMatchObject([{ givenBy: 'local', scope: { kind: 'exact' } }])
    await approvals.close()
  })

  test('the keys are those of the page: `?` lists them, j and k move, c writes a note for the decision', async () => {
    const { approvals, env } = await userQueue()
    const first = await ask(approvals, { path: 'a.txt' })
    await ask(approvals, { path: 'b.txt' })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('| a.txt')
    await pty.until('a approve')
    pty.type('?')
    await pty.until('write a note that goes with your decision')
    await pty.until('a approve')
    pty.type('j')
    await pty.until('| b.txt')
    await pty.until('a approve')
    pty.type('k')
    await pty.until('| a.txt')
    await pty.until('a approve')
    pty.type('c')
    await pty.until('note for your decision')
    pty.type('looked at it\r')
    await pty.until('a approve')
    pty.type('a')
    await pty.until(`approved  ${first}`)
    await pty.until('| b.txt')
    pty.type('q')
    await pty.ended
    expect((await approvals.get(first))?.decisions).toMatchObject([
      { verdict: 'approve', note: 'looked at it' },
    ])
    await approvals.close()
  })

  test('a call is edited where the rule lets it be, judged by the policy, and approved as another call', async () => {
    const { approvals, env, folder } = await userQueue()
    const policy = join(folder, 'policy.yaml')
    writeFileSync(
      policy,
      'name: p\nversion: "1"\nrules:\n  - id: ask-writes\n    match_on: { resources: ["write_*"] }\n    effect: { type: require_approval, reason: writes, approval: { editable: [path] } }\n',
    )
    const id = await ask(approvals, { path: 'a.txt' }, { terms: { editable: ['path'] } })
    const pty = startAtTerminal(['review', '--policy', policy], env, TALL)
    await pty.until('e edit')
    pty.type('e')
    await pty.until('field to change')
    pty.type('path\r')
    await pty.until('new value')
    pty.type('"b.txt"\r')
    await pty.until('approve the call with path = "b.txt"?')
    pty.type('y')
    await pty.until('approved  apr_')
    pty.type('q')
    await pty.ended
    const old = await approvals.get(id)
    expect(old).toMatchObject({
      state: 'superseded',
      changes: [{ path: 'path', before: 'a.txt', after: 'b.txt' }],
    })
    await approvals.close()
  })

  test('a request that somebody else decides, or that expires, leaves the screen by itself', async () => {
    const { approvals, env } = await userQueue()
    const id = await ask(approvals, { path: 'a.txt' })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    await approvals.decide(id, { verdict: 'deny', approver: ANA, note: 'no' })
    await pty.until('meanwhile: denied, decided by ana')
    await ask(approvals, { path: 'b.txt' }, { terms: { timeoutMs: 1500 } })
    await pty.until('a approve')
    await pty.until('meanwhile: expired')
    pty.type('q')
    await pty.ended
    await approvals.close()
  })

  test('keys that were pressed before a request was shown decide nothing about it', async () => {
    const { approvals, env } = await userQueue()
    const first = await ask(approvals, { path: 'a.txt' })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    const second = await ask(approvals, { path: 'b.txt' })
    await new Promise((resolve) => setTimeout(resolve, 700))
    // The second and third arrive while the first decision is being written, or when the next one has just appeared.
    for (let press = 0; press < 3; press += 1) {
      pty.press('a')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    await pty.until(`approved  ${first}`)
    await pty.until('a approve')
    pty.type('j')
    await pty.until('1 request left')
    expect((await approvals.get(second))?.state).toBe('pending')
    pty.type('q')
    await pty.ended
    await approvals.close()
  })

  test.for([
    ['an interrupt', '\u0003', 130],
    ['the end of input', '\u0004', 0],
  ] as const)('%s ends the review and leaves the terminal as it was', async ([, key, exitCode]) => {
    const { approvals, env } = await userQueue()
    await ask(approvals, { path: 'a.txt' })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    pty.type(key)
    await pty.until(`exit code ${exitCode}`)
    await pty.until('the terminal is as it was')
    await approvals.close()
  })

  test('a request to end leaves the terminal as it was', async () => {
    const { approvals, env } = await userQueue()
    await ask(approvals, { path: 'a.txt' })
    const pty = startAtTerminal(['review'], env, TALL)
    await pty.until('a approve')
    pty.kill('SIGTERM')
    await pty.until('exit code 0')
    await pty.until('the terminal is as it was')
    await approvals.close()
  })

  test('with approvers, the token is asked for and never shown', async () => {
    const { approvals, env, folder } = await userQueue()
    const id = await ask(approvals, { path: 'a.txt' })
    const file = join(folder, 'approvers.yaml')
    writeFileSync(file, `approvers:\n  - { id: ana, token_sha256: ${tokenSha256('token-of-ana')} }\n`, {
      mode: 0o600,
    })
    const pty = startAtTerminal(['review', '--approvers', file], env, TALL)
    await pty.until('token: ')
    pty.type('token-of-ana\r')
    await pty.until('you are ana')
    await pty.until('a approve')
    pty.type('a')
    await pty.until(`approved  ${id}`)
    pty.type('q')
    await pty.ended
    expect(pty.output()).not.toContain('token-of-ana')
    expect((await approvals.get(id))?.decisions).toMatchObject([
      { approver: 'ana', authentication: 'bearer' },
    ])
    await approvals.close()
  })

  test('a page that is served at a terminal says once how the person there signs in', async () => {
    const { approvals, env, folder } = await userQueue()
    const pty = startAtTerminal(['approvals', 'serve', '--port', '0'], env)
    await pty.until('/login#kvlar_')
    const token = readFileSync(join(folder, 'kvlar', 'approvals', 'reviewer.token'), 'utf8').trim()
    await pty.until(token.slice('kvlar_'.length))
    pty.kill('SIGTERM')
    await pty.until('exit code 0')
    await approvals.close()
  })
})
