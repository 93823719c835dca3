import type { Approvals, HeldRequest } from '@kvlar/approvals'
import { call } from '../../../approvals/test/calls.ts'
import type { Page } from './browser.ts'
import { localServer } from './server.ts'

/** An expression: whether approving is offered by now. */
export const READY = 'document.querySelector("[data-act=approve]")?.disabled === false'

/** What the page says about the last thing that was tried. */
export const ANSWER = 'document.querySelector("[data-answer]").textContent'

export type ReviewerPage = Awaited<ReturnType<typeof reviewerPage>>

/** A server over a queue in memory, and a browser that has signed in to it. */
export async function reviewerPage(page: Page, over: Parameters<typeof localServer>[0] = {}) {
  const one = await localServer(over)
  const { approvals, server } = one
  await signInAt(page, server.signInUrl ?? '')
  const ask = async (...args: Parameters<typeof call>): Promise<string> => {
    const { request } = await approvals.request(call(...args))
    // The list is in the order of the clock: no two requests of a test share a millisecond.
    while (Date.now() <= request.createdAtMs) await new Promise((done) => setTimeout(done, 1))
    return request.id
  }
  return {
    ...one,
    page,
    ask,
    /** Waits until the page shows this request by itself. */
    shows: (id: string) => page.until(`document.querySelector('#card')?.dataset.id === '${id}'`),
    /** Goes to the address of a request. */
    open: async (id: string) => {
      await page.goto(`${server.url}?id=${id}`)
      await page.until(`document.querySelector('#card')?.dataset.id === '${id}'`)
      await page.until('document.querySelector("[data-live]").dataset.state === "on"')
    },
    /** Approving is offered, and the page takes keys again after the request has appeared. */
    ready: async () => {
      await page.until(READY)
      await settled(page)
    },
    is: (id: string, state: HeldRequest['state']) => reaches(approvals, id, state),
  }
}

export async function signInAt(page: Page, url: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(url)
  await page.until('document.querySelector("[data-live]")?.dataset.state === "on"')
}

/** The page ignores keys that were meant for the request before. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => setTimeout(done, 600))')
}

async function reaches(approvals: Approvals, id: string, state: HeldRequest['state']): Promise<HeldRequest> {
  for (;;) {
    const request = await approvals.get(id)
    if (request?.state === state) return request
    await new Promise((done) => setTimeout(done, 10))
  }
}
