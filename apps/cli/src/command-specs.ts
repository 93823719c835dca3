import { completionSpec } from './specs/completion.ts'
import { helpSpec } from './specs/help.ts'

/** The one table of commands, in the order help shows them. */
export const COMMAND_SPECS = [completionSpec, helpSpec] as const

export type CommandName = (typeof COMMAND_SPECS)[number]['name']
