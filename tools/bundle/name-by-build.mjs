import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const IMPORTED = /(["'])\.\/([\w-]+\.js)\1/g
const NAMED = /-[0-9a-f]{8}\.js$/

/**
 * Gives the files of a bundle names that only this build has, so that a process that outlives an update of its files
 * loads no part of another build beside its own. What an earlier build left in the folder goes.
 * @param entries the files that others know by their names, which they keep
 */
export function nameByBuild(folder, files, entries) {
  const texts = new Map(files.toSorted().map((file) => [file, readFileSync(join(folder, file), 'utf8')]))
  const build = createHash('sha256')
    .update(JSON.stringify([...texts]))
    .digest('hex')
    .slice(0, 8)
  const nameOf = (file) => (entries.includes(file) ? file : file.replace(/\.js$/, `-${build}.js`))
  const named = new Set(files.map(nameOf))
  for (const file of readdirSync(folder))
    if (texts.has(file) || (NAMED.test(file) && !named.has(file))) rmSync(join(folder, file))
  for (const [file, text] of texts) {
    const renamed = text.replace(IMPORTED, (whole, quote, other) =>
      texts.has(other) ? `${quote}./${nameOf(other)}${quote}` : whole,
    )
    writeFileSync(join(folder, nameOf(file)), renamed)
  }
}
