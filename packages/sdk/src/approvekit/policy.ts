import { constants, open } from 'node:fs/promises'
import { LIMITS, loadPolicy, PolicyError, type Policy as LoadedPolicy } from '@kvlar/core'

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
  // A pipe must not make us wait for its writer.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = await handle.stat()
    if (!stats.isFile() || stats.size > LIMITS.policyBytesMax) {
      const most = LIMITS.policyBytesMax
      throw new PolicyError(
        'POLICY_SYNTAX',
        `\`${file}\` is not a file of at most ${most} bytes; refusing it`,
        [],
      )
    }
    return loadPolicy({ file, text: await handle.readFile('utf8') })
  } finally {
    await handle.close()
  }
}
