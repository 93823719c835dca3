import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reviewer } from '../../../approvals/test/calls.ts'
import { chromium, openBrowser, type Browser, type Page } from '../support/browser.ts'
import { reviewerPage, type ReviewerPage } from '../support/reviewer-page.ts'

/** Texts whose contrast with what is behind them is under 4.5 to 1 (WCAG 2.2, 1.4.3); disabled ones are exempt. */
const PALE = `(() => {
  const rgb = (text) => { const [r, g, b, a = 1] = (text.match(/[\\d.]+/g) ?? []).map(Number); return { r, g, b, a } }
  const light = ({ r, g, b }) => { const [x, y, z] = [r, g, b].map((v) => v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z }
  const over = (top, under) => Object.fromEntries(['r', 'g', 'b'].map((k) => [k, top[k] * top.a + under[k] * (1 - top.a)]))
  const ground = (element) => { const own = []; for (let e = element; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.a > 0) own.push(c); if (c.a === 1) break } return own.reduceRight((under, top) => over(top, under), { r: 255, g: 255, b: 255 }) }
  const pale = []
  for (const element of document.querySelectorAll('body *')) {
    if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim() !== '')) continue
    if (element.closest(':disabled,[hidden],dialog:not([open]),noscript,option') || !element.checkVisibility() || element.closest('label:has(:disabled)')) continue
    const behind = ground(element)
    const [a, b] = [light(over(rgb(getComputedStyle(element).color), behind)), light(behind)].sort((x, y) => y - x)
    const contrast = (a + 0.05) / (b + 0.05)
    if (contrast < 4.5 && !element.matches('mark.line')) pale.push(element.tagName + '.' + element.className + ' ' + contrast.toFixed(2) + ' ' + element.textContent.trim().slice(0, 20))
  }
  return [...new Set(pale)]
})()`

/** Controls without a name that a screen reader could say. */
const NAMELESS = `[...document.querySelectorAll('button,a,input,select,textarea')].filter((e) => !e.closest('[hidden]') && e.textContent.trim() === '' && !e.getAttribute('aria-label') && !(e.labels?.length > 0)).map((e) => e.outerHTML.slice(0, 80))`

const IS_CUT = 'document.documentElement.scrollWidth > innerWidth'

describe.skipIf(chromium === undefined)('how the page looks', () => {
  let browser: Browser
  let page: Page
  let open: ReviewerPage
  const places: string[] = []
  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '')
    page = await browser.newPage()
    open = await reviewerPage(page)
    const { ask, approvals } = open
    const terms = { grants: ['once', '1h'], editable: ['path'], quorum: 2 }
    const given = await ask({ path: '/srv/0' }, { terms: { grants: ['once', '1h'] } })
    await approvals.decide(given, { verdict: 'approve', approver: reviewer('ana'), grant: '1h' })
    const denied = await ask({ path: '/srv/1' })
    await approvals.decide(denied, { verdict: 'deny', approver: reviewer('ana'), note: 'no' })
    const ids = [
      await ask(
        { sql: 'DELETE FROM a', reason: 'safe', flag: true, password: 'x' },
        { riskLevel: 'critical' },
      ),
      await ask({ path: '/srv/a', oldText: 'a\nb', newText: 'a\nc' }, { riskLevel: 'high', terms }),
      await ask({ text: `\u202e${' '.repeat(90)}p\u0430y`, long: 'x'.repeat(3000) }, { riskLevel: 'medium' }),
      denied,
    ]
    places.push(...ids.map((id) => `?id=${id}`), `?batch=${ids[1]}`, 'history', 'grants', 'audit')
  })
  afterAll(async () => {
    await browser.close()
    await open.server.close()
  })

  for (const scheme of ['light', 'dark'] as const)
    test(`every text stands out from its ground, ${scheme}`, async () => {
      await page.view({ width: 1280, height: 860, scheme })
      for (const place of places) {
        await page.goto(`${open.server.url}${place}`)
        await page.until('document.querySelector("[data-live]").dataset.state === "on"')
        expect([place, await page.evaluate(PALE)]).toEqual([place, []])
      }
    })

  test('every control has a name, and nothing is cut off at the side of a telephone', async () => {
    for (const width of [1280, 820, 390, 320]) {
      await page.view({ width, height: 844 })
      for (const place of places) {
        await page.goto(`${open.server.url}${place}`)
        expect([place, width, await page.evaluate(IS_CUT)]).toEqual([place, width, false])
        expect([place, await page.evaluate(NAMELESS)]).toEqual([place, []])
      }
    }
  })

  test('the keyboard reaches what can be pressed, and one sees where it is', async () => {
    await page.view({ width: 1280, height: 860 })
    await page.goto(`${open.server.url}${places[2] ?? ''}`)
    await page.until('document.querySelector("[data-live]").dataset.state === "on"')
    const reached = new Set<string>()
    for (let n = 0; n < 40; n += 1) {
      await page.press('Tab')
      const [what, outline] = await page.evaluate<[string, string]>(
        '(() => { const e = document.activeElement; return [e.dataset.act ?? e.name ?? e.className, getComputedStyle(e).outlineStyle] })()',
      )
      if (what !== '') expect([what, outline]).not.toEqual([what, 'none'])
      reached.add(what)
    }
    expect([...reached]).toEqual(expect.arrayContaining(['q', 'risk', 'note', 'deny']) as unknown)
  })

  test('a notification tells of a new request only where it was asked for, and no argument', async () => {
    await page.goto(open.server.url)
    await page.until('document.querySelector("[data-live]").dataset.state === "on"')
    await page.evaluate(
      'window.told = []; window.Notification = class { static permission = "granted"; constructor(title, { body }) { told.push(title + ": " + body) } }; Object.defineProperty(document, "hidden", { value: true }); true',
    )
    await open.ask({ path: '/srv/secret-place' }, { riskLevel: 'high' })
    await page.until('told.length === 1')
    expect(await page.evaluate('told')).toEqual(['A call waits for approval: Write file, high risk'])
    expect(await page.evaluate('document.title')).toContain('(4) ')
  })
})
