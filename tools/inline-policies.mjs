import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './packages.mjs'

const module = join(root, 'packages', 'policies', 'src', 'texts.ts')

/** Puts the texts of the curated policies in the place of the module that reads them from the checkout. */
export const inlinePolicies = {
  name: 'inline-policies',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]texts\.ts$/ }, async ({ path }) => {
      if (path !== module) return undefined
      const { TEXTS } = await import(pathToFileURL(module).href)
      return { contents: `export const TEXTS = new Map(${JSON.stringify([...TEXTS])})`, loader: 'js' }
    })
  },
}
