import { desktopNotifier, desktopSession, type Desktop, type ProgramCall } from '@kvlar/runtime/desktop'
import { describe, expect, test } from 'vitest'

/** A desktop that only remembers what it was asked to start, its clock in the hands of the test. */
function desk(desktop: Desktop | 'none' = 'linux', why: () => string | undefined = () => undefined) {
  const calls: ProgramCall[] = []
  const due: (() => void)[] = []
  const notifier = desktopNotifier({
    desktop,
    start: async (call) => {
      calls.push(call)
      return why()
    },
    later: (callback) => {
      due.push(callback)
      return () => due.splice(due.indexOf(callback), 1)
    },
  })
  return {
    notifier,
    calls,
    elapse: () => due.shift()?.(),
    due,
    texts: () => calls.map(({ args }) => args.at(-1)),
  }
}

describe('the person at a desktop is told that a call waits', () => {
  test('at once of the first, and of those that follow together, after a while', async () => {
    const { notifier, texts, elapse } = desk()
    await notifier.announce({ resource: 'pay', server: 'bank' })
    const later = [1, 2, 3].map((at) => notifier.announce({ resource: `t${at}` }))
    expect(texts()).toEqual(['pay of bank'])
    elapse()
    await Promise.all(later)
    expect(texts()).toEqual(['pay of bank', '3 calls wait for you'])
    elapse()
    await notifier.announce({ resource: 'next' })
    expect(texts().at(-1)).toBe('next')
  })

  test('by names alone, which are clipped and forge no markup, no line, no flag and no script', async () => {
    const bad = `--x <b>"'\`$(id)\\\u001b[2J\n\u202e${'y'.repeat(500)}`
    for (const desktop of ['linux', 'mac'] as const) {
      const { notifier, calls } = desk(desktop)
      await notifier.announce({ resource: bad, server: bad })
      const args = calls[0]?.args ?? []
      const text = args.find((word) => word.includes('yyy')) ?? ''
      expect(text.length).toBeLessThan(250)
      expect(text).not.toMatch(/[<>&"'`$\\\p{Cc}\p{Cf}]/u)
      expect(args.indexOf(text)).toBeGreaterThan(args.indexOf('--'))
      expect(args.filter((word) => word !== text).join()).not.toContain('yyy')
    }
  })

  test('on Windows by a script in which the text stands as base64', async () => {
    const { notifier, calls } = desk('windows')
    await notifier.announce({ resource: "a'); calc; ('", server: 'Müller' })
    const script = Buffer.from(calls[0]?.args.at(-1) ?? '', 'base64').toString('utf16le')
    expect(script).not.toContain('calc')
    const texts = [...script.matchAll(/FromBase64String\('([^']*)'\)/g)].map(([, word = '']) =>
      Buffer.from(word, 'base64').toString(),
    )
    expect(texts).toEqual(['Kvlar: a call waits for you', 'a·); calc; (· of Müller'])
  })

  test('a desktop that refuses is asked no more, and one that comes back is', async () => {
    let isBack = false
    const { notifier, calls, elapse } = desk('linux', () => (isBack ? undefined : 'no'))
    for (let at = 0; at < 2; at += 1) {
      await expect(notifier.announce({ resource: 't' })).rejects.toThrow('no')
      elapse()
    }
    isBack = true
    await notifier.announce({ resource: 't' })
    elapse()
    isBack = false
    for (let at = 0; at < 9; at += 1) {
      await expect(notifier.announce({ resource: 't' })).rejects.toThrow()
      elapse()
    }
    expect(calls).toHaveLength(6)
  })

  test('nobody is told where nobody sits, or once it is closed; what was not told yet is said to be so', async () => {
    await expect(desk('none').notifier.announce({ resource: 't' })).rejects.toThrow()
    const { notifier, calls, due } = desk()
    await notifier.announce({ resource: 't' })
    const waits = notifier.announce({ resource: 'u' })
    notifier.close()
    await expect(waits).rejects.toThrow('closed')
    await expect(notifier.announce({ resource: 'v' })).rejects.toThrow()
    expect([calls.length, due.length]).toEqual([1, 0])
  })
})

test.each<[NodeJS.Platform, Record<string, string>, Desktop | undefined]>([
  ['linux', {}, undefined],
  ['linux', { DISPLAY: ':0' }, 'linux'],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux'],
  ['linux', { DISPLAY: '' }, undefined],
  ['linux', { DISPLAY: ':0', CI: 'true' }, undefined],
  ['linux', { DISPLAY: ':0', CI: 'false' }, 'linux'],
  ['darwin', {}, 'mac'],
  ['darwin', { SSH_TTY: '/dev/ttys1' }, undefined],
  ['darwin', { CI: '1' }, undefined],
  ['win32', { SESSIONNAME: 'Console' }, 'windows'],
  ['win32', { SESSIONNAME: 'Services' }, undefined],
])('on %s with %j somebody sits at: %s', (platform, env, desktop) => {
  expect(desktopSession(env, platform)).toBe(desktop)
})
