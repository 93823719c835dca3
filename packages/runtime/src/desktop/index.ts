/** The desktop of the person who sits at this machine: their browser is opened, and they are told that a call waits. */
export { desktopNotifier, type NotifierOptions } from './notify.ts'
export { openPage, type OpenablePage, type OpenedPage } from './open-page.ts'
export { desktopSession, type Desktop } from './session.ts'
export type { ProgramCall } from './start-program.ts'
