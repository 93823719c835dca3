import { KEYS, keyText } from '@kvlar/reviewer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { call } from '../../../approvals/test/calls.ts'
import { chromium, openBrowser, type Browser, type Page } from '../support/browser.ts'
import { ANSWER, reviewerPage, settled, type ReviewerPage } from '../support/reviewer-page.ts'

const ROWS = '[...document.querySelectorAll("[data-row]")].map((row) => row.dataset.row)'
const TOASTS = '[...document.querySelectorAll(".toast")].map((one) => one.textContent).join()'
const APPROVE = 'document.querySelector("[data-act=approve]")'

describe.skipIf(chromium === undefined)('deciding on the page', () => {
  let browser: Browser
  let page: Page
  let open: ReviewerPage | undefined
  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '')
    page = await browser.newPage()
  })
  afterAll(async () => browser.close())
  afterEach(async () => {
    await page.goto('about:blank')
    await open?.server.close()
  })

  async function begin(over: Parameters<typeof reviewerPage>[1] = {}) {
    open = await reviewerPage(page, over)
    return open
  }

  test('says what was done, with a link to it, and selects the next request, not the first', async () => {
    const { ask, open: show, shows, is } = await begin()
    const ids = [
      await ask({ path: '/srv/one' }),
      await ask({ path: '/srv/two' }),
      await ask({ path: '/srv/three' }),
    ]
    const [one = '', two = '', three = ''] = ids
    await show(two)
    await settled(page)
    await page.press('d')
    await is(two, 'denied')
    await shows(three)
    expect(await page.until<string>(TOASTS)).toContain('Denied: Write file /srv/two')
    expect(await page.evaluate('document.querySelector(".toast a").getAttribute("href")')).toBe(`/?id=${two}`)
    await settled(page)
    await page.press('d')
    await is(three, 'denied')
    // It was the last of the list, so the one before it comes.
    await shows(one)
  })

  test('the most urgent stand on top, and one of them is open at first', async () => {
    const { ask, server } = await begin()
    const later = await ask({ n: 1 }, { terms: { timeoutMs: 3_600_000 } })
    const sooner = await ask({ n: 2 }, { terms: { timeoutMs: 600_000 } })
    const critical = await ask({ n: 3 }, { riskLevel: 'critical', terms: { timeoutMs: 7_200_000 } })
    await page.goto(server.url)
    expect(await page.evaluate(ROWS)).toEqual([critical, sooner, later])
    expect(await page.evaluate('document.querySelector("#card").dataset.id')).toBe(critical)
  })

  test('a lost connection is shown, and nothing can be decided until it is back', async () => {
    const { ask, open: show, ready, server, approvals } = await begin()
    const id = await ask({ n: 1 })
    await show(id)
    await ready()
    await server.close()
    await page.until('!document.querySelector("[data-offline]").hidden')
    expect(
      await page.evaluate(`${APPROVE}.disabled && document.querySelector("[data-act=deny]").disabled`),
    ).toBe(true)
    for (const key of ['a', 'd']) await page.press(key)
    await page.until(`${ANSWER}.includes("Not connected")`)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('a call is edited where it stands: its bar is slim, and leaving puts everything back', async () => {
    const judge = { validate: () => undefined, decide: () => call().decision }
    const { ask, open: show, ready, is, approvals } = await begin({ editJudge: judge })
    const terms = { editable: ['edits[*].newText'] }
    const args = { edits: [{ oldText: 'a = 1', newText: 'a = 2' }], path: '/srv/a' }
    const id = await ask(args, { terms })
    await show(id)
    await ready()
    await page.press('e')
    const field = 'document.querySelector("[data-arguments] [data-path=\'edits[0].newText\']")'
    expect(await page.evaluate(`${field}.checkVisibility() && ${field}.value`)).toBe('a = 2')
    const height = await page.evaluate<number>(
      'document.querySelector(".actions").getBoundingClientRect().height',
    )
    expect(height).toBeLessThan(120)
    await page.type('!')
    await page.press('Escape')
    expect(await page.evaluate(`${field}.checkVisibility()`)).toBe(false)
    expect(await page.evaluate(`${field}.value`)).toBe('a = 2')
    await page.press('e')
    await page.evaluate(
      `${field}.value = 'a = 3', ${field}.dispatchEvent(new Event('input', {bubbles: true}))`,
    )
    await page.click('[data-act=edit]')
    await is(id, 'superseded')
    const [edited] = await approvals.list({ states: ['approved'] })
    expect(edited?.call.args).toEqual({ ...args, edits: [{ oldText: 'a = 1', newText: 'a = 3' }] })
  })

  test('the list of keys is the table that the terminal has too', async () => {
    await begin()
    const told = await page.evaluate<readonly string[]>(
      '[...document.querySelectorAll("#help [data-key]")].map((key) => key.textContent + " " + key.dataset.does)',
    )
    expect(told).toEqual(
      KEYS.filter(({ surfaces }) => surfaces.includes('page')).flatMap(({ keys, act }) =>
        keys.map((key) => `${keyText(key)} ${act}`),
      ),
    )
  })

  test('a line feed in a statement is a sign, no warning', async () => {
    const { ask, open: show } = await begin()
    await show(await ask({ sql: 'SELECT a\nFROM b' }))
    expect(await page.evaluate('document.querySelectorAll("h1 mark.line, .row mark.line").length')).toBe(2)
    expect(await page.evaluate('document.querySelectorAll("mark.invisible").length')).toBe(0)
  })

  test('the record is told in sentences that lead to their requests', async () => {
    const id = `apr_${'1'.repeat(32)}`
    const entry = { at: '2026-11-30T12:00:00Z', kind: 'approval', text: 'approved write_file by ana' }
    const { server } = await begin({
      audit: async () => ({ status: 'intact', text: '', entries: [{ ...entry, requestId: id }, entry] }),
    })
    await page.goto(`${server.url}audit`)
    const links =
      '[...document.querySelectorAll(".sentence a")].map((a) => a.getAttribute("href") + " " + a.textContent)'
    expect(await page.evaluate(links)).toEqual([`/?id=${id} approved write_file by ana`])
    expect(await page.evaluate('document.querySelectorAll("tbody tr").length')).toBe(2)
  })
})
