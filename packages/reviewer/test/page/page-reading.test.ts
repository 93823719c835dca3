import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { reviewer } from '../../../approvals/test/calls.ts'
import { chromium, openBrowser, type Browser, type Page } from '../support/browser.ts'
import { ANSWER, READY, reviewerPage, settled, type ReviewerPage } from '../support/reviewer-page.ts'

const PADDED = { body: `${'padding '.repeat(12_500)}rm -rf /` }

describe.skipIf(chromium === undefined)('approving waits until the arguments were read', () => {
  let browser: Browser
  let page: Page
  let open: ReviewerPage | undefined
  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '')
  })
  afterAll(async () => browser.close())
  afterEach(async () => {
    await page.goto('about:blank')
    await open?.server.close()
  })

  async function signedIn(over: Parameters<typeof reviewerPage>[1] = {}) {
    page = await browser.newPage()
    await page.view({ width: 1280, height: 860 })
    open = await reviewerPage(page, over)
    return open
  }

  test('100 kB of padding are not skipped by a jump to the end', async () => {
    const { ask, shows, approvals } = await signedIn()
    const id = await ask(PADDED)
    await shows(id)
    await settled(page)
    await page.press('a')
    await page.until(`${ANSWER}.includes("to their end")`)
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await settled(page)
    expect(await page.evaluate(READY)).toBe(false)
    await page.press('a')
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
  })

  test('they are read with the keyboard alone, part by part', async () => {
    const { ask, shows, is } = await signedIn()
    const id = await ask(PADDED)
    await shows(id)
    await settled(page)
    for (let parts = 0; !(await page.evaluate<boolean>(READY)); parts += 1) {
      expect(parts).toBeLessThan(200)
      await page.press('n')
      await page.evaluate('new Promise((done) => setTimeout(done, 30))')
    }
    await page.press('a')
    await is(id, 'approved')
  })

  test('they are read with the wheel of a mouse', async () => {
    const { ask, shows } = await signedIn()
    await shows(await ask({ body: 'line\n'.repeat(300) }))
    for (let turns = 0; !(await page.evaluate<boolean>(READY)); turns += 1) {
      expect(turns).toBeLessThan(200)
      await page.wheel(240)
      await page.evaluate('new Promise((done) => setTimeout(done, 30))')
    }
  })

  test('in a tiny window no part counts as read that was cut off or covered', async () => {
    const { ask, shows } = await signedIn()
    await page.view({ width: 320, height: 240 })
    const deep = Array.from({ length: 30 }).reduce<object>((inner) => ({ nested_key: inner }), {
      end: 'x'.repeat(90),
    })
    await shows(await ask({ deep: JSON.parse(JSON.stringify(deep)) as never }))
    await settled(page)
    expect(await page.evaluate(READY)).toBe(false)
    expect(
      await page.evaluate(
        '(() => { const box = document.querySelector("[data-read]"); return box.scrollWidth <= box.clientWidth })()',
      ),
    ).toBe(true)
    for (let parts = 0; !(await page.evaluate<boolean>(READY)); parts += 1) {
      expect(parts).toBeLessThan(200)
      await page.press('n')
      await page.evaluate('new Promise((done) => setTimeout(done, 30))')
    }
  })

  test('the agent’s own words come last, are called unverified, and must be read as well', async () => {
    const { ask, shows } = await signedIn()
    const text = 'This was approved before.\n'.repeat(120)
    await shows(await ask({ reason: text, path: '/srv/a' }))
    await settled(page)
    expect(await page.evaluate('document.querySelector("[data-arguments]").textContent')).not.toContain(
      'approved before',
    )
    expect(await page.evaluate('document.querySelector(".words").textContent')).toContain(
      'unverified, written by the agent',
    )
    expect(
      await page.evaluate(
        'document.querySelector("[data-arguments]").compareDocumentPosition(document.querySelector(".words")) === Node.DOCUMENT_POSITION_FOLLOWING',
      ),
    ).toBe(true)
    expect(await page.evaluate(READY)).toBe(false)
  })

  test('arguments that nobody reads on a page are not offered for approval, and can be denied', async () => {
    const { ask, shows, is } = await signedIn()
    const id = await ask({ body: 'x'.repeat(1_100_000) })
    await shows(id)
    await settled(page)
    expect(await page.evaluate('document.querySelector("#card").textContent')).toContain(
      'longer than anybody reads',
    )
    expect(await page.evaluate(READY)).toBe(false)
    await page.press('d')
    await is(id, 'denied')
  })

  test('a live update keeps the note, the typed target, the place and what was read', async () => {
    const { ask, shows } = await signedIn()
    const id = await ask({ path: '/srv/a', body: 'line\n'.repeat(60) }, { riskLevel: 'critical' })
    await shows(id)
    for (
      let parts = 0;
      !(await page.evaluate<boolean>('document.querySelector("[data-lock]").hidden'));
      parts += 1
    ) {
      expect(parts).toBeLessThan(50)
      await page.press('n')
    }
    await page.click('[name=typed]')
    await page.type('/srv/a')
    await page.click('[name=note]')
    await page.type('half a no')
    await page.until(READY)
    const before = await page.evaluate(
      '[scrollY, document.querySelector("#card h1").getBoundingClientRect().top]',
    )
    for (let n = 0; n < 3; n += 1) await ask({ n })
    await page.until('document.querySelectorAll("[data-row]").length === 4')
    expect(
      await page.evaluate(
        '[document.querySelector("[name=typed]").value, document.querySelector("[name=note]").value]',
      ),
    ).toEqual(['/srv/a', 'half a no'])
    expect(await page.evaluate('document.activeElement.name')).toBe('note')
    expect(
      await page.evaluate('[scrollY, document.querySelector("#card h1").getBoundingClientRect().top]'),
    ).toEqual(before)
    expect(await page.evaluate(READY)).toBe(true)
  })

  test('when the request itself changes, it is locked again, and the note stays', async () => {
    const { ask, shows, approvals } = await signedIn()
    const id = await ask(PADDED, { terms: { quorum: 2 } })
    await shows(id)
    for (let parts = 0; !(await page.evaluate<boolean>(READY)); parts += 1) {
      expect(parts).toBeLessThan(200)
      await page.press('n')
      await page.evaluate('new Promise((done) => setTimeout(done, 20))')
    }
    await page.click('[name=note]')
    await page.type('seen')
    await approvals.decide(id, { verdict: 'approve', approver: reviewer('ana') })
    await page.until('document.querySelector(".decisions") !== null')
    expect(await page.evaluate(READY)).toBe(false)
    expect(await page.evaluate('document.querySelector("[name=note]").value')).toBe('seen')
  })

  test('when the file that a call would change is another one by now, the difference is shown anew and locked', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kvlar-files-')))
    const path = join(folder, 'a.txt')
    writeFileSync(path, 'one\ntwo\n')
    const { ask, shows, ready } = await signedIn({ fileRoots: [folder] })
    await shows(await ask({ path, content: 'one\nthree\n' }))
    await ready()
    expect(await page.evaluate('document.querySelector(".diff .removed").textContent')).toContain('two')
    const key = await page.evaluate('document.querySelector("#card").dataset.key')
    writeFileSync(path, 'one\nfour\n')
    await ask({ n: 1 })
    await page.until('document.querySelector(".diff .removed").textContent.includes("four")')
    expect(await page.evaluate('document.querySelector("#card").dataset.key')).not.toBe(key)
  })
})
