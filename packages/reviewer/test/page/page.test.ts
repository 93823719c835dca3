import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { BEN, call, reviewer } from '../../../approvals/test/calls.ts'
import { chromium, openBrowser, type Browser, type Page } from '../support/browser.ts'
import { ANSWER, reviewerPage, settled, type ReviewerPage } from '../support/reviewer-page.ts'

if (chromium === undefined)
  process.stderr.write(
    'SKIPPED: the reviewer page is not tested in a browser; install the package `chromium`\n',
  )

describe.skipIf(chromium === undefined)('the page in a browser', () => {
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

  async function signedIn(...args: Parameters<typeof reviewerPage> extends [Page, ...infer R] ? R : never) {
    open = await reviewerPage(page, ...args)
    return open
  }

  test('signs in with the printed address, shows a new request by itself, and approves it with a click', async () => {
    const { ask, shows, ready, is } = await signedIn()
    expect(await page.evaluate('location.hash + location.search')).toBe('')
    const id = await ask({ path: '/srv/a' })
    await shows(id)
    await ready()
    await page.click('[data-act=approve]')
    expect((await is(id, 'approved')).decisions).toMatchObject([
      {
        approver: 'local',
        surface: 'page',
        renderedDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ])
    await page.until('document.querySelector("#card")?.dataset.key === "empty"')
  })

  test('moves with J and K, denies with D; a high risk is approved by pressing A twice within three seconds', async () => {
    const { ask, shows, ready, is, approvals } = await signedIn()
    const [one, two] = [await ask({ n: 1 }), await ask({ n: 2 }, { riskLevel: 'high' })]
    await shows(one)
    await page.press('j')
    await shows(two)
    await ready()
    await page.press('a')
    await page.until('document.querySelector("[data-label]").textContent.includes("Press again")')
    expect(await approvals.get(two)).toMatchObject({ state: 'pending' })
    await page.until('!document.querySelector("[data-label]").textContent.includes("Press again")')
    await page.press('a')
    await page.until('document.querySelector("[data-label]").textContent.includes("Press again")')
    await page.evaluate('new Promise((done) => setTimeout(done, 400))')
    await page.press('a')
    await is(two, 'approved')
    await shows(one)
    await settled(page)
    await page.press('d')
    await is(one, 'denied')
  })

  test('a critical call is approved only once its target was typed', async () => {
    const { ask, shows, is, approvals } = await signedIn()
    const id = await ask({ sql: 'DROP TABLE users' }, { riskLevel: 'critical' })
    await shows(id)
    await page.until('document.querySelector("[data-lock]").hidden')
    await settled(page)
    await page.press('a')
    await page.until(`${ANSWER}.includes("Type the target")`)
    await page.type('DROP TABLE user')
    expect(await page.evaluate('document.querySelector("[data-act=approve]").disabled')).toBe(true)
    await page.type('s')
    await page.press('Enter')
    await page.press('Escape')
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
    await page.press('a')
    await is(id, 'approved')
  })

  test('a key that was meant for one request does not approve the next one that appears', async () => {
    const { ask, shows, ready, is, approvals } = await signedIn()
    const [one, two] = [await ask({ n: 1 }), await ask({ n: 2 })]
    await shows(one)
    await ready()
    await page.press('a')
    await is(one, 'approved')
    await shows(two)
    await page.press('a')
    await page.until(`${ANSWER}.includes("just appeared")`)
    expect(await approvals.get(two)).toMatchObject({ state: 'pending' })
  })

  test('what another reviewer decides stays in view with its outcome; no other request takes its place', async () => {
    const { ask, shows, approvals } = await signedIn()
    const [one, two] = [await ask({ n: 1 }), await ask({ n: 2 })]
    await shows(one)
    await approvals.decide(one, { verdict: 'deny', approver: BEN })
    await page.until('document.querySelector("#card").dataset.state === "denied"')
    expect(await page.evaluate('document.querySelector("#card").dataset.id')).toBe(one)
    expect(await page.evaluate('document.querySelectorAll("[data-row]").length')).toBe(1)
    await page.press('a')
    expect(await approvals.get(two)).toMatchObject({ state: 'pending' })
  })

  test('of two reviewers who race, one decides and the other is told', async () => {
    const { ask, server, shows, ready, is } = await signedIn()
    const other = await browser.newPage()
    await other.goto(server.signInUrl ?? '')
    const id = await ask({ n: 1 })
    await shows(id)
    await ready()
    await other.until(`document.querySelector('#card')?.dataset.id === '${id}'`)
    await settled(other)
    // Without its stream the other page cannot know of the decision that comes before its own.
    await other.evaluate('XMLHttpRequest.prototype.send = () => {}')
    await page.press('a')
    await is(id, 'approved')
    await other.press('d')
    await other.until(`${ANSWER}.includes("already")`)
    expect((await is(id, 'approved')).decisions).toHaveLength(1)
  })

  test('filters live in the address and outlast live updates', async () => {
    const { ask, server } = await signedIn()
    await ask({ path: '/srv/a' }, { riskLevel: 'high' })
    const b = await ask({ path: '/srv/b' }, { action: { resource: 'delete_file' } })
    await page.until('document.querySelectorAll("[data-row]").length === 2')
    await page.press('/')
    await page.type('delete')
    await page.until('document.querySelectorAll("[data-row]").length === 1')
    expect(await page.evaluate('location.search')).toContain('q=delete')
    await ask({ path: '/srv/c' })
    await page.until('document.querySelector("[data-count]").textContent === "3"')
    expect(await page.evaluate('document.querySelectorAll("[data-row]").length')).toBe(1)
    expect(await page.evaluate('document.querySelector("[data-row]").dataset.row')).toBe(b)
    expect(await page.evaluate('document.querySelector("#q").value')).toBe('delete')
    await page.goto(`${server.url}?risk=high`)
    expect(await page.evaluate('document.querySelectorAll("[data-row]").length')).toBe(1)
    expect(await page.evaluate('document.title')).toBe('(3) Waiting · Kvlar')
  })

  test('like requests are selected with X, read together, and decided together', async () => {
    const { ask, is, server, approvals } = await signedIn()
    const ids = [await ask({ n: 1 }), await ask({ n: 2 })]
    const other = await ask({ n: 1 }, { action: { resource: 'delete_file' } })
    await page.goto(`${server.url}?id=${ids[0]}`)
    await page.until('document.querySelectorAll("[data-row]").length === 3')
    await page.until('document.querySelector("[data-live]").dataset.state === "on"')
    await page.press('x')
    await page.until('!document.querySelector("#batch").hidden')
    expect(await page.evaluate(`document.querySelector('[data-select=${other}]').disabled`)).toBe(true)
    await page.click('[data-act=batch-alike]')
    await page.click('[data-act=batch-open]')
    await page.until('document.querySelector("#card").dataset.batch?.split(",").length === 2')
    expect(await page.evaluate('document.querySelectorAll("#card .argument").length')).toBe(2)
    await page.until('document.querySelector("[data-act=approve]").disabled === false')
    await settled(page)
    await page.click('[data-act=approve]')
    for (const id of ids) await is(id, 'approved')
    expect(await approvals.get(other)).toMatchObject({ state: 'pending' })
  })

  test('an edit starts from the value as it is, keeps its type, and becomes a call of its own', async () => {
    const judge = { validate: () => undefined, decide: () => call().decision }
    const { ask, open: show, ready, approvals, is } = await signedIn({ editJudge: judge })
    const id = await ask({ path: '/srv/a', bytes: 3 }, { terms: { editable: ['bytes', 'path'] } })
    await show(id)
    await ready()
    await page.click('[data-act=edit-open]')
    const field = 'document.querySelector("[data-path=bytes]")'
    expect(await page.evaluate(`${field}.value`)).toBe('3')
    const put = (value: string) =>
      page.evaluate(
        `${field}.value = '${value}', ${field}.dispatchEvent(new Event('input', {bubbles: true}))`,
      )
    await put('"4"')
    await page.click('[data-act=edit]')
    await page.until(`${ANSWER}.includes("of the type")`)
    await put('4')
    expect(
      await page.evaluate('document.querySelector("[data-preview] ins").textContent.length'),
    ).toBeDefined()
    await page.click('[data-act=edit]')
    await is(id, 'superseded')
    const [edited] = await approvals.list({ states: ['approved'] })
    expect(edited?.call.args).toEqual({ path: '/srv/a', bytes: 4 })
  })

  test('breaking the glass has a dialog of its own and needs a reason', async () => {
    const { ask, open: show, ready, is } = await signedIn()
    const id = await ask({ n: 1 }, { terms: { quorum: 2, approvers: ['user:ana', 'user:ben'] } })
    await show(id)
    await ready()
    await page.click('[data-act=break-open]')
    await page.until('document.querySelector("#break").open')
    expect(await page.evaluate('document.querySelector("[data-act=break]").disabled')).toBe(true)
    await page.type('production is down')
    await page.click('[data-act=break]')
    const request = await is(id, 'approved')
    expect(request).toMatchObject({ isBreakGlass: true, decisions: [{ note: 'production is down' }] })
  })

  test('the list of keys opens with a question mark, and no key decides while it is open', async () => {
    const { ask, shows, ready, approvals } = await signedIn()
    const id = await ask({ n: 1 })
    await shows(id)
    await ready()
    await page.press('?')
    await page.until('document.querySelector("#help").open')
    await page.press('a')
    await page.press('d')
    await page.press('Escape')
    await page.until('!document.querySelector("#help").open')
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  })

  test('grants show until when they are good and are revoked with a click', async () => {
    const { ask, server, approvals } = await signedIn()
    const id = await ask({ n: 1 }, { terms: { grants: ['once', '1h'] } })
    await approvals.decide(id, { verdict: 'approve', approver: reviewer('ana'), grant: '1h' })
    await page.goto(`${server.url}grants`)
    await page.until('document.querySelector(".grant-card .clock").textContent.startsWith("ends in")')
    await page.click('[data-revoke]')
    await page.until('document.querySelector(".none") !== null')
    expect(await approvals.grants()).toEqual([])
  })
})
