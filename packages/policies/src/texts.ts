import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The two files of a curated policy. */
interface PolicyTexts {
  readonly policy: string
  readonly test: string
}

const FOLDER = join(import.meta.dirname, '..', 'policies')

/**
 * The texts of the files under `policies/`, by the name of their folder; each is read when somebody asks for it.
 *
 * Only a checkout runs these lines, and the command, which carries the files beside it: in the library the build
 * (`tools/build.mjs`) puts the texts themselves in the place of this module, so that it reads no file and can be bundled.
 */
export const TEXTS: ReadonlyMap<string, PolicyTexts> = new Map(
  readdirSync(FOLDER)
    .toSorted()
    .map((name) => [
      name,
      {
        get policy() {
          return read(name, 'policy.yaml')
        },
        get test() {
          return read(name, `${name}.test.yaml`)
        },
      },
    ]),
)

function read(name: string, file: string): string {
  return readFileSync(join(FOLDER, name, file), 'utf8')
}
