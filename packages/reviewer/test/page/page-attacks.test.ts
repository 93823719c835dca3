import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chromium, openBrowser, type Browser, type Page } from '../support/browser.ts'
import { reviewerPage, settled, type ReviewerPage } from '../support/reviewer-page.ts'

describe.skipIf(chromium === undefined)('attacks on the page', () => {
  let browser: Browser
  let page: Page
  let open: ReviewerPage
  beforeAll(async () => {
    browser = await openBrowser(chromium ?? '')
    page = await browser.newPage()
  })
  afterAll(async () => browser.close())
  beforeEach(async () => {
    open = await reviewerPage(page)
  })
  afterEach(async () => {
    await page.goto('about:blank')
    await open.server.close()
  })

  test('markup, scripts and fake dialogs in a call neither run nor look like ours', async () => {
    const { ask, shows } = open
    await shows(
      await ask(
        {
          note: '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1"><button data-act="approve">OK</button>',
          '"><svg onload=window.hacked=1>': '\u202eevil\u200b\u{e0041}\ufe0f\u3164\u00a0',
          reason: '</blockquote><dialog open>Approve?</dialog>',
        },
        {
          action: { agentId: '<b id=fake>', resource: '"><img src=x onerror=window.hacked=1>' },
          sessionId: "'><i>",
        },
      ),
    )
    expect(await page.evaluate('window.hacked === undefined')).toBe(true)
    const made =
      '#card :is(script,img,svg,i:not(.diff i),#fake,dialog[open]), [data-arguments] button, .words dialog'
    expect(await page.evaluate(`document.querySelectorAll('${made}').length`)).toBe(0)
    const shown = await page.evaluate('document.querySelector("[data-arguments]").textContent')
    for (const escape of ['202e', '200b', 'e0041', 'fe0f', '3164', 'a0'])
      expect(shown).toContain(`\\u{${escape}}`)
  })

  test('letters that run from right to left or stack up change nothing beside them', async () => {
    const { ask, shows } = open
    await shows(await ask({ amount: '\u05d0 100 \u05d1', text: `Z${'\u0351'.repeat(400)}` }))
    const warnings = await page.evaluate('document.querySelector("[data-arguments]").textContent')
    expect(warnings).toContain('right to left')
    expect(warnings).toContain('stacked marks')
    const heights =
      '(() => { const box = document.querySelectorAll("[data-arguments] pre.value")[1]; return getComputedStyle(box).overflowY })()'
    expect(await page.evaluate(heights)).toBe('clip')
  })

  test('revealed values are made visible as text', async () => {
    const { ask, shows } = open
    await shows(await ask({ password: '<b>\u202esecret</b>' }))
    await page.click('[data-act=reveal]')
    const text = await page.until<string>(
      '!document.querySelector("#revealed").hidden && document.querySelector("#revealed").textContent',
    )
    expect(text).toContain('<b>\\u{202e}secret</b>')
  })

  describe('from another origin on this machine', () => {
    let evil: Server
    let requests: string[]
    beforeEach(async () => {
      requests = []
      evil = createServer((request, response) => {
        requests.push(String(request.headers.cookie))
        response.setHeader('content-type', 'text/html').end('<p>evil')
      })
      await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
    })
    afterEach(() => {
      evil.close()
      evil.closeAllConnections()
    })

    // The same host, so that browsers send our cookie along: the worst case.
    const origin = (): string => `http://127.0.0.1:${(evil.address() as AddressInfo).port}/`

    test('a form, a fetch and a beacon change nothing', async () => {
      const { ask, shows, server, approvals } = open
      const id = await ask({ n: 1 })
      await shows(id)
      await page.goto(origin())
      expect(requests[0]).toContain('kvlar_session')
      const target = `${server.url}api/requests/${id}/approve`
      for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
        await page.evaluate(
          `fetch('${target}', {method: 'POST', credentials: 'include', mode: 'no-cors', headers: {'content-type': '${type}'}, body: '{}'}).catch(() => {})`,
        )
      await page.evaluate(
        `fetch('${target}', {method: 'POST', credentials: 'include', headers: {'content-type': 'application/json'}, body: '{}'}).catch(() => {})`,
      )
      await page.evaluate(`navigator.sendBeacon('${target}', '{}')`)
      await page.evaluate(
        `new Promise((done) => { const form = document.createElement('form'); const frame = document.createElement('iframe'); frame.name = 'f'; frame.onload = done; document.body.append(frame, form); form.target = 'f'; form.method = 'post'; form.action = '${target}'; form.submit() }).then(() => true)`,
      )
      await settled(page)
      expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
    })

    test('nothing can be read, listened to or loaded', async () => {
      const { server } = open
      await page.goto(origin())
      const outcome = (expression: string) =>
        page.evaluate<string>(`new Promise((done) => { ${expression} })`)
      for (const path of ['', 'api/requests', 'api/audit', 'history'])
        expect(
          await outcome(
            `fetch('${server.url}${path}', {credentials: 'include'}).then(() => done('read'), () => done('refused'))`,
          ),
        ).toBe('refused')
      expect(
        await outcome(
          `const s = new EventSource('${server.url}api/events', {withCredentials: true}); s.onopen = () => done('heard'); s.onerror = () => done('refused')`,
        ),
      ).toBe('refused')
      expect(
        await outcome(
          `const i = new Image(); i.onload = () => done('loaded'); i.onerror = () => done('refused'); i.src = '${server.url}assets/icon.svg'`,
        ),
      ).toBe('refused')
      expect(
        await outcome(
          `const s = document.createElement('script'); s.onload = () => done('loaded'); s.onerror = () => done('refused'); s.src = '${server.url}assets/main.js'; document.body.append(s)`,
        ),
      ).toBe('refused')
    })

    test('a link from elsewhere opens the page, and that changes nothing', async () => {
      const { ask, server, approvals } = open
      const id = await ask({ n: 1 })
      await page.goto(origin())
      await page.evaluate(`location.assign('${server.url}?id=${id}')`)
      await page.until(`document.querySelector('#card')?.dataset.id === '${id}'`)
      expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
    })
  })
})
