import type { ReviewEvents } from './review-events.ts'
import type { ReviewScreen } from './review-screen.ts'

/** Where a review asks for one line. */
export interface Asking {
  readonly events: ReviewEvents
  readonly screen: ReviewScreen
}

const ESCAPE = '\u001b'
const CLEAR = '\u0015'
const BACKSPACE = /[\b\u007f]/
/** As much as a note may hold, and more than anything else that is asked for. */
const LINE_CHARS_MAX = 4096

/** Asks for a line; undefined when the person pressed escape. Control characters that are pasted stay out of it. */
export async function askLine(question: string, { events, screen }: Asking): Promise<string | undefined> {
  let text = ''
  const draw = (): void => {
    // The end of a long line is what is being typed.
    const room = Math.max(screen.width() - question.length - 4, 8)
    screen.status(`${question} ${text.length > room ? `\u2026${text.slice(-room)}` : text}`)
  }
  draw()
  for (;;) {
    const event = await events.next()
    if (event.kind !== 'typed') continue
    if (event.text === ESCAPE) {
      screen.clearStatus()
      return undefined
    }
    if (event.text.startsWith(ESCAPE)) continue
    for (const character of event.text) {
      if (character === '\r' || character === '\n') {
        screen.say(`${question} ${text}`, 'quiet')
        return text
      }
      if (BACKSPACE.test(character)) text = text.slice(0, -1)
      else if (character === CLEAR) text = ''
      else if (!/\p{Cc}/u.test(character)) text = `${text}${character}`.slice(0, LINE_CHARS_MAX)
    }
    draw()
  }
}

/** Asks a question that only `y` affirms. */
export async function askYes(question: string, { events, screen }: Asking): Promise<boolean> {
  events.forgetTyped()
  screen.status(`${question} (y/n)`)
  for (;;) {
    const event = await events.next()
    if (event.kind !== 'typed') continue
    screen.clearStatus()
    return event.text === 'y' || event.text === 'Y'
  }
}
