import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'

/** The order in which styles overrule each other. */
const STYLES = ['frame', 'controls', 'queue', 'card', 'pages', 'small']

/**
 * What a browser loads besides the page, by the last part of its address. A checkout reads its own files, whose types
 * Node strips; the build puts their texts in the place of this module, so that they are served from inside any bundle.
 */
export const ASSET_TEXTS: ReadonlyMap<string, string> = readAssets(join(import.meta.dirname, '../../browser'))

function readAssets(folder: string): ReadonlyMap<string, string> {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const scripts = readdirSync(folder).filter((name) => name.endsWith('.ts'))
  return new Map([
    ...quietly(() =>
      scripts.map((name): [string, string] => [name.replace(/ts$/, 'js'), scriptOf(read(name))]),
    ),
    ['reviewer.css', STYLES.map((name) => read(`style/${name}.css`)).join('\n')],
    ['icon.svg', read('icon.svg')],
  ])
}

/** As a browser runs it: without types, and importing what is served. */
function scriptOf(text: string): string {
  return stripTypeScriptTypes(text).replaceAll(/(from '\.\/[a-z-]+)\.ts'/g, "$1.js'")
}

/** Node strips the types of every other file of a checkout without a word, and warns of doing it by hand. */
function quietly<T>(work: () => T): T {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = () => {}
  try {
    return work()
  } finally {
    process.emitWarning = emitWarning
  }
}
