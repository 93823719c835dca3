import { styleText } from 'node:util'
import type { Tone } from '@kvlar/reviewer/terminal'
import { usesColours } from './colours.ts'
import { EXIT_CODES } from '../failures/exit-codes.ts'

/** Where a command prints: data to `out`, words for people to `err`. */
export interface Terminal {
  readonly out: Page
  readonly err: Page
}

/** One output stream. */
export interface Page {
  /** Columns to lay text out in. */
  readonly width: number
  /** Whether a person is looking, so that a line may be drawn over. */
  readonly isTerminal: boolean
  /** Whether this stream shows colours. */
  readonly colours: boolean
  /** Prints the text and a line feed. */
  line(text?: string): void
  /** Prints the text as it is. */
  write(text: string): void
  /** Whether nobody reads this stream any longer. */
  isGone(): boolean
  /** Resolves when the stream takes more, or nobody reads it any longer. */
  drained(): Promise<void>
  /** Colours the text if this stream shows colours. */
  tone(tone: Tone, text: string): string
}

const STYLES = {
  heading: 'bold',
  good: 'green',
  bad: 'red',
  warning: 'yellow',
  quiet: 'dim',
  name: 'cyan',
} as const

/** The terminal of this process. A reader that has gone away (`| head`) ends the printing, never the command. */
export function processTerminal(): Terminal {
  return { out: page(process.stdout), err: page(process.stderr) }
}

function page(stream: NodeJS.WriteStream): Page {
  const colours = usesColours(process.env, stream.isTTY)
  let gone = false
  stream.on('error', (error: NodeJS.ErrnoException) => {
    gone = true
    if (error.code === 'EPIPE') return
    process.exitCode = EXIT_CODES.internal
    if (stream !== process.stderr)
      process.stderr.write(`error: the output could not be written: ${error.message}\n`)
  })
  const write = (text: string): void => {
    if (!gone) stream.write(text)
  }
  return {
    width: Math.min(stream.columns ?? 80, 120),
    isTerminal: stream.isTTY,
    colours,
    line: (text = '') => write(`${text}\n`),
    write,
    isGone: () => gone,
    drained: () => (gone || !stream.writableNeedDrain ? Promise.resolve() : nextDrain(stream)),
    tone: (tone, text) => (colours ? styleText(STYLES[tone], text, { validateStream: false }) : text),
  }
}

function nextDrain(stream: NodeJS.WriteStream): Promise<void> {
  const events = ['drain', 'close', 'error'] as const
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) stream.removeListener(event, done)
      resolve()
    }
    for (const event of events) stream.once(event, done)
  })
}

/** The same page, with a word before every line. */
export function prefixed(target: Page, prefix: string): Page {
  const line = (text = ''): void => {
    for (const one of text.split('\n')) target.line(`${prefix} ${one}`.trimEnd())
  }
  return { ...target, line, write: line }
}
