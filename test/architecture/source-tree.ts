import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The root of the checkout. */
export const root = resolve(import.meta.dirname, '../..')

/** The source of one file and the modules it imports, re-exports or loads lazily. */
export interface SourceFile {
  readonly file: string
  readonly imports: readonly string[]
}

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(['"])([^'"\n]+)\1/g

/** Every module a source text names; text in comments counts too, which only makes the guard stricter. */
export function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => match[2] ?? '')
}

/** Every TypeScript source below a folder. */
export function sourcesBelow(folder: string): SourceFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => {
      const file = join(folder, name)
      return { file, imports: importsOf(readFileSync(file, 'utf8')) }
    })
}

/** The modules outside the package that a module reaches at run time through relative imports. */
export function reachedFrom(entry: string): Map<string, string> {
  const reached = new Map<string, string>()
  const seen = new Set<string>()
  const open = [entry]
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    const text = readFileSync(file, 'utf8').replaceAll(/^(?:import|export) type [^;]*?from .*$/gm, '')
    for (const name of importsOf(text)) {
      if (name.startsWith('.')) open.push(resolve(dirname(file), name))
      else if (!reached.has(name)) reached.set(name, file)
    }
  }
  return reached
}
