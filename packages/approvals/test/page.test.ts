import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { chromium, openPage, type Page } from './browser.ts'
import { BEN, call } from './calls.ts'
import { localServer } from './server.ts'

if (chromium === undefined)
  process.stderr.write(
    'SKIPPED: the reviewer page is not tested in a browser; install the package `chromium`\n',
  )

describe.skipIf(chromium === undefined)('the page in a browser', () => {
  let page: Page
  const open: { close(): Promise<void> }[] = []
  beforeAll(async () => {
    page = await openPage(chromium ?? '')
  })
  afterAll(async () => page.close())
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close()
  })

  async function signedIn() {
    const one = await localServer()
    open.push(one.server)
    await page.goto('about:blank')
    await page.goto(one.server.signInUrl ?? '')
    await page.until('document.querySelector("[data-live]")?.dataset.state === "on"')
    const ask = async (...args: Parameters<typeof call>) =>
      (await one.approvals.request(call(...args))).request.id
    const show = (id: string) => page.until(`document.querySelector('#card')?.dataset.id === '${id}'`)
    const isState = async (id: string, state: string) => {
      while ((await one.approvals.get(id))?.state !== state) await new Promise((done) => setTimeout(done, 10))
    }
    return { ...one, ask, show, isState }
  }

  const ready = 'document.querySelector("[data-act=approve]")?.disabled === false'

  test('signs in with the printed address, shows a new request by itself, and approves it with a click', async () => {
    const { ask, show, isState, approvals } = await signedIn()
    expect(await page.evaluate('location.hash + location.search')).toBe('')
    const id = await ask({ path: '/srv/a' })
    await show(id)
    await page.until(ready)
    await page.click('[data-act=approve]')
    await isState(id, 'approved')
    expect((await approvals.get(id))?.decisions).toMatchObject([
      {
        approver: 'local',
        surface: 'page',
        renderedDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    ])
    await page.until('document.querySelector("#card")?.dataset.key === "empty"')
  })

  test('moves with J and K, denies with R; a high risk is approved by pressing A twice', async () => {
    const { ask, show, isState } = await signedIn()
    const [one, two] = [await ask({ n: 1 }), await ask({ n: 2 }, { riskLevel: 'high' })]
    await show(one)
    await page.press('j')
    await show(two)
    await page.until(ready)
    await page.press('a')
    await page.until('document.querySelector("[data-answer]").textContent.includes("high risk")')
    await page.press('a')
    await isState(two, 'approved')
    await show(one)
    await page.press('r')
    await isState(one, 'denied')
  })

  test('a long argument must have been in view to its end before it can be approved', async () => {
    const { ask, show, approvals } = await signedIn()
    const id = await ask({ body: `${'padding '.repeat(12_500)}rm -rf /` })
    await show(id)
    await page.press('a')
    await page.until('document.querySelector("[data-answer]").textContent.includes("to their end")')
    expect(await page.evaluate(ready)).toBe(false)
    expect(await approvals.get(id)).toMatchObject({ state: 'pending' })
    await page.evaluate('document.querySelector("[data-end]").scrollIntoView({block: "center"})')
    await page.until(ready)
  })

  test('markup, scripts and fake dialogs in a call neither run nor look like ours', async () => {
    const { ask, show } = await signedIn()
    const id = await ask({
      note: '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1"><button data-act="approve">OK</button>',
      '"><svg onload=window.hacked=1>': '\u202eevil\u200b\u{e0041}',
    })
    await show(id)
    expect(await page.evaluate('window.hacked === undefined')).toBe(true)
    expect(
      await page.evaluate('document.querySelectorAll("#arguments :is(script,img,svg,button)").length'),
    ).toBe(0)
    expect(await page.evaluate('document.querySelector("#arguments").textContent')).toContain(
      '\\u{202e}evil\\u{200b}\\u{e0041}',
    )
  })

  test('what another reviewer decided disappears here, and what is written in a note stays until then', async () => {
    const { ask, show, approvals } = await signedIn()
    const id = await ask({ n: 1 })
    await show(id)
    await page.click('[name=note]')
    await page.press('x')
    await ask({ n: 2 })
    await page.until('document.querySelectorAll("[data-row]").length === 2')
    expect(await page.evaluate('document.querySelector("[name=note]").value')).toBe('x')
    await approvals.decide(id, { verdict: 'deny', approver: BEN })
    await page.until('document.querySelectorAll("[data-row]").length === 1')
  })

  test('a page of another origin can neither approve, nor read, nor frame', async () => {
    const { ask, show, approvals, server } = await signedIn()
    const id = await ask({ n: 1 })
    await show(id)
    const evil = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<p>evil'),
    )
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
    open.push({ close: async () => void evil.close() })
    await page.goto(`http://localhost:${(evil.address() as AddressInfo).port}/`)
    const attack = (path: string, init: string) =>
      page.evaluate(`fetch('${server.url}${path}', ${init}).then((r) => r.type + r.status, () => 'failed')`)
    const post =
      "{method: 'POST', credentials: 'include', mode: 'no-cors', headers: {'content-type': 'text/plain'}}"
    await attack(`api/requests/${id}/approve`, post)
    expect(await attack('api/requests', "{credentials: 'include'}")).toBe('failed')
    await page.evaluate(
      `new Promise((done) => { const form = document.createElement('form'); const frame = document.createElement('iframe'); frame.name = 'f'; frame.onload = done; document.body.append(frame, form); form.target = 'f'; form.method = 'post'; form.action = '${server.url}api/requests/${id}/approve'; form.submit() }).then(() => true)`,
    )
    expect(await approvals.get(id)).toMatchObject({ state: 'pending', decisions: [] })
  })
})
