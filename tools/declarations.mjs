import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { root, workspacePackages } from './packages.mjs'

const STATEMENT = /^(import|export)( type)? \{([^}]*)\} from '([^']+)';$/gm
const INLINE = /\bimport\("([^"]+)"\)/g

/**
 * Copies the declarations that the entry of a bundle leads to into one folder, so that a package which carries the code
 * of others carries their types too. A name is followed through the indexes to the file that says it: what nobody
 * names stays behind, and the libraries it speaks of with it.
 * @param entry the entry's declarations, as tsc wrote them
 * @param out replaced; the entry becomes its `index.d.ts`
 * @throws where they speak of a library, which whoever installs the package would not have
 */
export function gatherDeclarations(entry, out) {
  const targets = new Map([[entry, join(out, 'index.d.ts')]])
  const gathered = new Map()
  for (const [file, target] of targets) {
    const take = (source) => {
      if (!targets.has(source)) targets.set(source, join(out, placeOf(source)))
      const path = relative(dirname(target), targets.get(source)).split(sep).join('/')
      return (path.startsWith('.') ? path : `./${path}`).replace(/\.d\.ts$/, '.js')
    }
    gathered.set(target, rewritten(file, take))
  }
  rmSync(out, { recursive: true, force: true })
  for (const [target, text] of gathered) {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}

/** `packages/core/dist/engine/x.d.ts` is `core/engine/x.d.ts` there. */
function placeOf(file) {
  const [, name, , ...rest] = relative(root, file).split(sep)
  return join(name, ...rest)
}

function rewritten(file, take) {
  const text = readFileSync(file, 'utf8')
  const inline = text.match(INLINE) ?? []
  for (const [, name] of inline.join('\n').matchAll(INLINE)) sourceOf(file, name)
  return text.replaceAll(STATEMENT, (statement, verb, type = '', names, from) => {
    if (sourceOf(file, from) === undefined) return statement
    const byFile = Map.groupBy(readNames(names), (one) => {
      const { source, name } = definitionOf(sourceOf(file, from), one.name)
      one.name = name
      return source
    })
    return [...byFile]
      .map(([source, ones]) => `${verb}${type} { ${ones.map(spelled).join(', ')} } from '${take(source)}';`)
      .join('\n')
  })
}

/** `A`, `type A` and `A as B`, as they stand between the braces. */
function readNames(names) {
  return [...names.matchAll(/(type )?([\w$]+)(?: as ([\w$]+))?/g)].map(([, type = '', name, as = name]) => ({
    type,
    name,
    as,
  }))
}

const spelled = ({ type, name, as }) => `${type}${name}${name === as ? '' : ` as ${as}`}`

/** The file that declares a name, and its name there: an index only passes it on. */
function definitionOf(file, name) {
  for (const [, verb, , names, from] of readFileSync(file, 'utf8').matchAll(STATEMENT)) {
    const passed = verb === 'export' && readNames(names).find(({ as }) => as === name)
    const source = passed ? sourceOf(file, from) : undefined
    if (source !== undefined) return definitionOf(source, passed.name)
  }
  return { source: file, name }
}

/** The declarations behind a specifier; undefined for Node's own modules. */
function sourceOf(file, specifier) {
  if (isBuiltin(specifier)) return undefined
  if (specifier.startsWith('.')) return resolve(dirname(file), specifier.replace(/\.ts$/, '.d.ts'))
  const one = workspacePackages().find(
    ({ manifest: { name } }) => specifier === name || specifier.startsWith(`${name}/`),
  )
  const types = one?.manifest.publishConfig.exports[specifier.replace(one.manifest.name, '.')]?.types
  if (types === undefined)
    throw new Error(
      `\`${relative(root, file)}\` speaks of \`${specifier}\`, which the types of a bundle cannot`,
    )
  return join(one.folder, types)
}
