/** What stands between agents and servers on this machine, in one look. */
export { readKeptTools, type KeptTools } from '../tools/kept-tools.ts'
