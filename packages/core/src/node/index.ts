/**
 * What packages that run on Node do with files, beside the engine: texts that people write, secrets of their owner, files
 * that are whole or not there at all, and where Kvlar keeps its state.
 *
 * For packages that open files. The engine itself never comes here.
 */
export { parseUrl } from './parse-url.ts'
export { POLICY_FOLDER } from './policy-folder.ts'
export { readText, readStandardInput, type ReadText } from './read-text.ts'
export { readOwnerFile, type OwnerFile, type OwnerFileFault } from './owner-file.ts'
export { replaceFile, syncFolder, writeOnce } from './whole-file.ts'
export { stateFolder, stateHome, type Machine } from './state-folder.ts'
export {
  systemProgram,
  type ProgramMachine,
  type SystemProgram,
  type SystemProgramName,
} from './system-program.ts'
export { within } from './within.ts'
export { processSignals, signalExitCode, type ProcessSignals } from './process-signals.ts'
export { packageVersion } from './package-version.ts'
export { isFolder } from './is-folder.ts'
