import { EXIT_CODES } from './exit-codes.ts'

/** Somebody may not do what they asked for, or there is nothing to do it to. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  /** As the API answers it, for scripts. */
  readonly code: string
  readonly help: string | undefined
  readonly exit: number
  constructor(code: string, message: string, help?: string) {
    super(message)
    this.code = code
    this.help = help
    this.exit = code === 'NOT_FOUND' ? EXIT_CODES.notFound : EXIT_CODES.refused
  }
}
