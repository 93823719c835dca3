import { readFile } from 'node:fs/promises'
import { loadPolicy, type Policy as LoadedPolicy } from '@kvlar/core'

/** A loaded policy: ApproveKit's format, or any other that the engine reads. */
export type Policy = LoadedPolicy

/** ApproveKit's loaders. Each throws `PolicyError` for what the engine would not read in full. */
export const Policy = {
  /** Reads a YAML file. */
  fromYaml: async (file: string): Promise<Policy> => fromFile(file),
  /** Reads a JSON file. */
  fromJson: async (file: string): Promise<Policy> => fromFile(file),
  /** Reads plain values. */
  fromDict: (values: object): Policy => loadPolicy(values),
} as const

async function fromFile(file: string): Promise<Policy> {
  return loadPolicy({ file, text: await readFile(file, 'utf8') })
}
