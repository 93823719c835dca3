/** The desktop of the person who sits at this machine: their browser is opened, and they are told that a call waits. */
export { openPage, type OpenablePage, type OpenedPage } from './open-page.ts'
