import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Rooms with scripts of their own, each in its folder `lua`. */
const ROOMS = ['store', 'limits', 'standing']

/**
 * The scripts, by the names of their rooms and their own: `limits/count`. A checkout reads them where they stand; the
 * build puts their texts in the place of this module.
 */
export const LUA_TEXTS: ReadonlyMap<string, string> = new Map(ROOMS.flatMap(textsOf))

function textsOf(room: string): [string, string][] {
  const folder = join(import.meta.dirname, room, 'lua')
  return readdirSync(folder).map((file) => [
    `${room}/${file.replace(/\.lua$/, '')}`,
    readFileSync(join(folder, file), 'utf8'),
  ])
}
