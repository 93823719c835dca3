import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is on this machine, if anywhere. */
export const chromium: string | undefined = [process.env['CHROMIUM'], ...PLACES].find(
  (place) => place !== undefined && existsSync(place),
)

/** A page in a real browser, driven over its own protocol. */
export interface Page {
  goto(url: string): Promise<void>
  /** The value of an expression in the page, once it is not undefined, null or false. */
  until<T>(expression: string): Promise<T>
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>
  /** Clicks with a mouse in the middle of what the selector finds. */
  click(selector: string): Promise<void>
  /** Presses and releases a key: a character, or a name such as `Tab`. */
  press(key: string): Promise<void>
  /** Types a text where the focus is. */
  type(text: string): Promise<void>
  /** Turns the wheel of a mouse over the middle of the window. */
  wheel(deltaY: number): Promise<void>
  /** Sets the size of the window, and what the person prefers. */
  view(view: {
    readonly width: number
    readonly height: number
    readonly scheme?: 'light' | 'dark'
  }): Promise<void>
  screenshot(): Promise<Buffer>
}

export interface Browser {
  /** A page with cookies and storage of its own. */
  newPage(): Promise<Page>
  close(): Promise<void>
}

const KEY_CODES: Readonly<Record<string, number>> = { Tab: 9, Enter: 13, Escape: 27, PageDown: 34, ' ': 32 }

/** Starts Chromium without a window, on an empty profile. */
export async function openBrowser(place: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'kvlar-chromium-'))
  const flags = ['no-sandbox', 'disable-gpu', 'disable-quic', 'no-first-run', 'disable-background-networking']
  const child = spawn(
    place,
    [
      '--headless',
      ...flags.map((flag) => `--${flag}`),
      '--disable-component-update',
      '--disable-sync',
      '--window-size=1280,860',
      `--user-data-dir=${profile}`,
      '--remote-debugging-port=0',
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const endpoint = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const [, url] = /DevTools listening on (ws:\/\/\S+)/.exec(said) ?? []
      if (url !== undefined) resolve(url)
    })
    child.once('exit', () => reject(new Error(`chromium ended: ${said}`)))
  })
  const socket = new WebSocket(endpoint)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  const waiting = new Map<number, (result: unknown) => void>()
  socket.addEventListener('message', ({ data }) => {
    const reply = JSON.parse(String(data)) as { readonly id?: number; readonly result?: unknown }
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply.result)
  })
  let lastId = 0
  const send = async <T>(method: string, params: object = {}, session: object = {}): Promise<T> =>
    new Promise((resolve) => {
      lastId += 1
      // The protocol's own types are not needed for the few answers that are read here.
      waiting.set(lastId, (result) => resolve(result as T))
      socket.send(JSON.stringify({ id: lastId, method, params, ...session }))
    })
  return {
    newPage: async () => {
      const { browserContextId } = await send<{ browserContextId: string }>('Target.createBrowserContext')
      const { targetId } = await send<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
        browserContextId,
      })
      const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', {
        targetId,
        flatten: true,
      })
      const page = drive((method, params) => send(method, params, { sessionId }))
      await send('Page.enable', {}, { sessionId })
      // Only a page that is in front is looked at, and each of them is.
      await send('Emulation.setFocusEmulationEnabled', { enabled: true }, { sessionId })
      return page
    },
    close: async () => {
      socket.close()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function drive(send: <T>(method: string, params?: object) => Promise<T>): Page {
  let size = { width: 1280, height: 860 }
  const evaluate = async <T>(expression: string): Promise<T> => {
    const answer = await send<{ result?: { value?: T } } | undefined>('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    })
    return answer?.result?.value as T
  }
  const until = async <T>(expression: string): Promise<T> => {
    for (;;) {
      const value = await evaluate<T | undefined | null | false>(expression)
      if (value !== undefined && value !== null && value !== false) return value
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return {
    evaluate,
    until,
    goto: async (url) => {
      await send('Page.navigate', { url })
      await until('document.readyState === "complete"')
    },
    click: async (selector) => {
      const found = JSON.stringify(selector)
      const { x, y } = await until<{ x: number; y: number }>(
        `(() => { const one = document.querySelector(${found}); if (!one) return; one.scrollIntoView({block: 'nearest'}); const box = one.getBoundingClientRect(); return {x: box.x + box.width / 2, y: box.y + box.height / 2} })()`,
      )
      for (const type of ['mousePressed', 'mouseReleased'])
        await send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 })
    },
    press: async (key) => {
      const code = KEY_CODES[key]
      const text = key.length === 1 ? { text: key } : key === 'Enter' ? { text: '\r' } : {}
      const named = code === undefined ? {} : { windowsVirtualKeyCode: code }
      await send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...text, ...named })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', key, ...named })
    },
    type: async (text) => {
      await send('Input.insertText', { text })
    },
    wheel: async (deltaY) => {
      const at = { x: size.width / 2, y: size.height / 2 }
      await send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...at, deltaX: 0, deltaY })
    },
    view: async ({ width, height, scheme = 'light' }) => {
      size = { width, height }
      await send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false })
      await send('Emulation.setEmulatedMedia', {
        features: [{ name: 'prefers-color-scheme', value: scheme }],
      })
    },
    screenshot: async () =>
      Buffer.from((await send<{ data: string }>('Page.captureScreenshot')).data, 'base64'),
  }
}
