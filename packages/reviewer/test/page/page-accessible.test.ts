import axe from 'axe-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, reviewer } from '../../../approvals/test/calls.ts'
import { chromium, openBrowser, type Browser, type Page } from '../support/browser.ts'
import { reviewerPage, type ReviewerPage } from '../support/reviewer-page.ts'

/** What axe finds, each with the elements that it finds it in. */
const FOUND =
  'axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + " " + target.join(" "))))'

describe.skipIf(chromium === undefined)('what axe says of the page', () => {
  let browser: Browser
  let page: Page
  let open: ReviewerPage
  const places: [name: string, path: string, before?: string][] = []

  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '')
    page = await browser.newPage()
    const judge = { validate: () => undefined, decide: () => call().decision }
    const entry = { at: '2026-11-30T12:00:00Z', kind: 'approval', text: 'approved write_file by ana' }
    open = await reviewerPage(page, {
      editJudge: judge,
      audit: async () => ({
        status: 'intact',
        text: 'all of it',
        entries: [{ ...entry, requestId: `apr_${'1'.repeat(32)}` }],
      }),
    })
    const { ask, approvals } = open
    const given = await ask({ path: '/srv/0' }, { terms: { grants: ['once', '1h'] } })
    await approvals.decide(given, { verdict: 'approve', approver: reviewer('ana'), grant: '1h' })
    const terms = { grants: ['once', '1h'], editable: ['path'], quorum: 2, approvers: ['user:ana'] }
    const critical = await ask(
      { sql: 'DELETE FROM a', reason: 'safe', password: 'hunter2hunter2' },
      { riskLevel: 'critical' },
    )
    const high = await ask({ path: '/srv/a', oldText: 'a\nb', newText: 'a\nc' }, { riskLevel: 'high', terms })
    const other = await ask({ path: '/srv/b', oldText: 'a', newText: 'b' }, { riskLevel: 'high', terms })
    places.push(
      ['a critical request', `?id=${critical}`],
      ['a request that is being edited', `?id=${high}`, 'e'],
      ['the keys', `?id=${high}`, '?'],
      ['requests together', `?batch=${high},${other}`],
      ['a request that was decided', `?id=${given}`],
      ['an unknown request', '?id=apr_none'],
      ['the history', 'history'],
      ['the grants', 'grants'],
      ['the record', 'audit'],
    )
  })
  afterAll(async () => {
    await browser.close()
    await open.server.close()
  })

  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1280, 390])
      test(`nothing, ${scheme} and ${width} wide`, async () => {
        await page.view({ width, height: 860, scheme })
        for (const [name, path, key] of places) {
          await page.goto(`${open.server.url}${path}`)
          await page.until('document.querySelector("[data-live]").dataset.state === "on"')
          if (key !== undefined) await page.press(key)
          await page.evaluate(axe.source)
          expect([name, await page.evaluate(FOUND)]).toEqual([name, []])
        }
      })

  test('nothing of the sign-in', async () => {
    const fresh = await browser.newPage()
    await fresh.goto(`${open.server.url}login`)
    await fresh.evaluate(axe.source)
    expect(await fresh.evaluate(FOUND)).toEqual([])
  })
})
