/**
 * Which files were wrapped on this machine, as the journal in Kvlar's state folder tells it.
 *
 * Apart from `@kvlar/clients/file`, because every proxy asks it when it starts.
 */
export { readJournal, type Journal, type JournalFile, type JournalStep } from './file/write/journal.ts'
