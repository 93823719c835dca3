/**
 * The one road of a call, for whatever surface it comes from: proxy, `guard()`, hooks.
 *
 * It knows no wire, no queue and no store; they come in as ports. It never opens a file, a socket or a process.
 */
export {
  createFloor,
  PROTECTED_PATH_CODE,
  PROTECTED_PATH_RULE_ID,
  type Floor,
  type FloorOptions,
} from './floor.ts'
export type { FloorDenial } from './floor/denial.ts'
export type { LinkResolver } from './floor/inquiry.ts'
export { LIMITS } from './limits.ts'
