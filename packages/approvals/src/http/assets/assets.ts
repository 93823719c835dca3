import { CARD_SCRIPT } from './script/card.ts'
import { CLOCKS_SCRIPT } from './script/clocks.ts'
import { DOM_SCRIPT } from './script/dom.ts'
import { LIST_SCRIPT } from './script/list.ts'
import { LOGIN_SCRIPT } from './script/login.ts'
import { MAIN_SCRIPT } from './script/main.ts'
import { NET_SCRIPT } from './script/net.ts'
import { READING_SCRIPT } from './script/reading.ts'
import { CARD_STYLE } from './style/card.ts'
import { CONTROL_STYLE } from './style/controls.ts'
import { FRAME_STYLE } from './style/frame.ts'
import { PAGE_STYLE } from './style/pages.ts'
import { QUEUE_STYLE } from './style/queue.ts'
import { SMALL_STYLE } from './style/small.ts'

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#1f5fd6" d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z"/><path d="m8.5 12 2.5 2.5 4.5-5" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`

const SCRIPTS = {
  card: CARD_SCRIPT,
  clocks: CLOCKS_SCRIPT,
  dom: DOM_SCRIPT,
  list: LIST_SCRIPT,
  login: LOGIN_SCRIPT,
  main: MAIN_SCRIPT,
  net: NET_SCRIPT,
  reading: READING_SCRIPT,
}

const STYLE = [FRAME_STYLE, CONTROL_STYLE, QUEUE_STYLE, CARD_STYLE, PAGE_STYLE, SMALL_STYLE].join('')

/**
 * Everything that the page loads besides itself. They are texts, so that they are served from inside any bundle. No
 * script makes markup of a text: fragments come from our own pages, and everything else is `textContent`.
 */
export const ASSETS: readonly (readonly [path: string, type: string, content: string])[] = [
  ...Object.entries(SCRIPTS).map(
    ([name, text]) => [`/assets/${name}.js`, 'text/javascript; charset=utf-8', text] as const,
  ),
  ['/assets/reviewer.css', 'text/css; charset=utf-8', STYLE],
  ['/assets/icon.svg', 'image/svg+xml', ICON],
]
