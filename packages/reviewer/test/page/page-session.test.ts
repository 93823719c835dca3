import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { call, memoryApprovals } from '../../../approvals/test/calls.ts'
import { chromium, openBrowser, type Browser, type Page } from '../support/browser.ts'
import { reviewerPage, settled, type ReviewerPage } from '../support/reviewer-page.ts'

describe.skipIf(chromium === undefined)('the session of a browser', () => {
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

  test('signing out leads to the sign-in, and the session is over', async () => {
    const { server, ask } = await begin()
    await page.click('[data-act=sign-out]')
    await page.until('location.pathname === "/login"')
    await page.goto(server.url)
    expect(await page.evaluate('location.pathname')).toBe('/login')
    await ask({ n: 1 })
    expect(await page.evaluate('fetch("/api/requests").then((r) => r.status)')).toBe(401)
  })

  test('once the session has ended by itself, deciding leads to the sign-in and decides nothing', async () => {
    const queue = memoryApprovals()
    queue.clock.ms = Date.now()
    const { open: show } = await begin({ approvals: queue.approvals })
    const { request } = await queue.approvals.request(call({ n: 1 }, { terms: { timeoutMs: 86_400_000 } }))
    await show(request.id)
    await settled(page)
    queue.clock.ms += 12 * 3_600_000
    await page.press('d')
    await page.until('location.pathname === "/login"')
    expect(await page.evaluate('document.querySelector("#login").dataset.id')).toBe(request.id)
    expect(await queue.approvals.get(request.id)).toMatchObject({ state: 'pending', decisions: [] })
  })
})
