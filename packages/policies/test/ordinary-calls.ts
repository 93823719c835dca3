import type { JsonObject } from '@kvlar/core/json'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Something that people ask an agent to do, as the call that it makes. */
export interface OrdinaryCall {
  readonly tool: string
  readonly arguments: JsonObject
}

const FOLDER = join(import.meta.dirname, 'ordinary')

/** The ordinary calls of each server, by the curated policy that is made for it. */
export function ordinaryCalls(): readonly (readonly [policy: string, calls: readonly OrdinaryCall[]])[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => [
      basename(file, '.json'),
      // A file of this repository, held to its shape by the test that reads it.
      JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as OrdinaryCall[],
    ])
}
