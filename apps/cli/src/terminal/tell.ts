import type { Tell } from '@kvlar/runtime'
import type { Page } from './terminal.ts'

/** Tells people, on standard error, what Kvlar has to say while it runs. */
export function tellOn(err: Page): Tell {
  return ({ severity, text }) => {
    switch (severity) {
      case 'note':
        return err.line(text)
      case 'warning':
        return err.line(`${err.tone('warning', 'warning:')} ${text}`)
      case 'error':
        return err.line(`${err.tone('bad', 'error:')} ${text}`)
    }
  }
}
