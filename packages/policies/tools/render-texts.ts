import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Renders `src/texts.ts`: the policy and test files of a folder as one module, so that the package reads no file. */
export function renderTexts(folder: string): string {
  const names = readdirSync(folder).toSorted()
  const entries = names.map((name) => {
    const policy = literal(readFileSync(join(folder, name, 'policy.yaml'), 'utf8'))
    const test = literal(readFileSync(join(folder, name, `${name}.test.yaml`), 'utf8'))
    return `  ${name}: {\n    policy: ${policy},\n    test: ${test},\n  },\n`
  })
  const head =
    '/* oxlint-disable max-lines -- the texts of the files under policies/, written by tools/write-texts.ts */'
  return `${head}
export const TEXTS = {
${entries.join('')}} as const
`
}

function literal(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``
}
