import { join } from 'node:path'

/** Where the tests bundle the command that they start; beside its manifest, as `dist` is. */
export const FOLDER = join(import.meta.dirname, '..', '..', '.bundle')

/** The program that the tests start. */
export const MAIN = join(FOLDER, 'main.js')
