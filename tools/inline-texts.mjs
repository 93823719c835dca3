import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './packages.mjs'

/** Modules that read their one map of texts from the checkout, and its name. */
const MODULES = new Map([
  [join(root, 'packages', 'policies', 'src', 'texts.ts'), 'TEXTS'],
  [join(root, 'apps', 'cli', 'src', 'error-texts.ts'), 'ERROR_TEXTS'],
])

/** Puts the texts in the place of the modules that read them: the curated policies, and what the codes mean. */
export const inlineTexts = {
  name: 'inline-texts',
  setup: ({ onLoad }) => {
    onLoad({ filter: /texts\.ts$/ }, async ({ path }) => {
      const name = MODULES.get(path)
      if (name === undefined) return undefined
      const { [name]: texts } = await import(pathToFileURL(path).href)
      return { contents: `export const ${name} = new Map(${JSON.stringify([...texts])})`, loader: 'js' }
    })
  },
}
