import { EXIT_CODES } from '../failures/exit-codes.ts'
import { StoppedError } from '../failures/stopped-error.ts'

const INTERRUPT = '\u0003'
const END = '\u0004'
const BACKSPACE = /[\b\u007f]/
/** Longer than any token. */
const SECRET_CHARS_MAX = 4096

/** Whether somebody sits at this terminal. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY
}

/** Asks for one line that is not shown while it is typed. @throws StoppedError when it is interrupted */
export async function askSecret(question: string): Promise<string> {
  const { stdin, stderr } = process
  let text = ''
  stderr.write(question)
  stdin.setRawMode(true)
  try {
    for await (const chunk of stdin.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
      // With an encoding, a stream gives text.
      for (const character of chunk as string) {
        if (character === INTERRUPT) throw new StoppedError(EXIT_CODES.interrupted)
        if (character === '\r' || character === '\n' || character === END) return text
        text = BACKSPACE.test(character)
          ? text.slice(0, -1)
          : `${text}${character}`.slice(0, SECRET_CHARS_MAX)
      }
    }
    return text
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}
