import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, 'lua')

/**
 * The files under `lua/`, by their names. A checkout reads them; the build puts their texts in the place of this module.
 */
export const LUA_TEXTS: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER).map((name) => [name.replace(/\.lua$/, ''), readFileSync(join(FOLDER, name), 'utf8')]),
)
