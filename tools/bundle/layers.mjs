import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { topicEntries } from './topics.mjs'

/**
 * Starts that somebody waits for, and what each begins with: in steps, for what one step loads the next ones need not.
 * Behind the verb that does least stand the topics of the engine, of which it loads what it comes to.
 */
const STEPS = [
  { main: ['src/main.ts'] },
  { run: ['src/run-process.ts'] },
  { evaluate: ['src/commands/policies/evaluate-spec.ts', 'src/commands/policies/evaluate.ts'] },
  topicEntries,
  {
    hook: ['src/commands/clients/hook-spec.ts', 'src/commands/clients/hook.ts'],
    proxy: ['src/commands/proxy/proxy-spec.ts', 'src/commands/proxy/proxy.ts'],
  },
]

/**
 * Puts the chunks that the same starts of a step load into one file, a layer: Node takes longer to find, read and link a
 * hundred small files than to run them. Other chunks stay as they are.
 * @param made what esbuild says of the files that it made, and esbuild
 * @param entries the files that others know by their names
 * @returns the files of the bundle
 */
export async function layers(folder, { outputs, esbuild }, entries) {
  const files = new Map(Object.entries(outputs).map(([path, output]) => [basename(path), output]))
  const layerOf = layersOf(files, entries)
  const bundle = { folder, files, layerOf, esbuild }
  const texts = await bundled(bundle, { entryPoints: outside(bundle) })
  for (const layer of new Set(layerOf.values())) {
    const contents = inside(layer, bundle).map((file) => `export { ${names(file, bundle)} } from './${file}'`)
    const [[, text]] = await bundled(
      bundle,
      { stdin: { contents: contents.join('\n'), resolveDir: folder } },
      layer,
    )
    texts.set(`${layer}.js`, text)
  }
  for (const file of layerOf.keys()) {
    rmSync(join(folder, file))
    // Who imports on demand does it by the name of the file.
    if (files.get(file).entryPoint !== undefined) texts.set(file, handOn(file, bundle))
  }
  for (const [file, text] of texts) writeFileSync(join(folder, file), text)
  return [...texts.keys()]
}

/** The layer of every chunk that is in one, in the order in which chunks are evaluated. */
function layersOf(files, entries) {
  const begins = new Map([...files].map(([file, { entryPoint }]) => [entryPoint, file]))
  const loadedBy = (modules) => {
    const unknown = modules.find((module) => !begins.has(module))
    if (unknown !== undefined) throw new Error(`\`${unknown}\` begins no file of the bundle`)
    return closure(
      modules.map((module) => begins.get(module)),
      files,
    )
  }
  const found = new Map()
  for (const step of STEPS) {
    const before = new Set(found.keys())
    for (const [start, modules] of Object.entries(step))
      for (const file of loadedBy(modules))
        if (!before.has(file)) found.set(file, `${found.get(file) ?? 'layer'}-${start}`)
  }
  for (const entry of entries) found.delete(entry)
  // Who loads a chunk loads what it needs, which so is in a layer of more starts or of an earlier step.
  return found
}

/** Files and all that they import, each behind what it needs. */
function closure(begins, files, found = new Set()) {
  for (const file of begins) {
    if (found.has(file)) continue
    const needs = files
      .get(file)
      .imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true)
      .map(({ path }) => basename(path))
    closure(needs, files, found)
    found.add(file)
  }
  return found
}

const inside = (layer, { layerOf }) => [...layerOf.keys()].filter((file) => layerOf.get(file) === layer)

const outside = ({ folder, files, layerOf }) =>
  [...files.keys()]
    .filter((file) => file.endsWith('.js') && !layerOf.has(file))
    .map((file) => join(folder, file))

/** The texts of what is built, by file: with the chunks of a layer in it, and all others taken from where they are. */
async function bundled({ folder, files, layerOf, esbuild }, what, layer) {
  const { outputFiles } = await esbuild.build({
    ...what,
    bundle: true,
    write: false,
    outdir: folder,
    format: 'esm',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [
      {
        name: 'layer',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /./ }, ({ path, kind, namespace }) => {
            if (kind === 'entry-point') return undefined
            const file = basename(path)
            const there = layerOf.get(file)
            if (there === undefined || kind !== 'import-statement' || namespace === 'elsewhere')
              return { path, external: true }
            return there === layer
              ? { path: join(folder, file), sideEffects: true }
              : { path: file, namespace: 'elsewhere', sideEffects: true }
          })
          onLoad({ filter: /./, namespace: 'elsewhere' }, ({ path }) => ({
            contents: handOn(path, { files, layerOf }),
          }))
        },
      },
    ],
  })
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
}

/** A module that has what the chunk had. */
function handOn(file, { files, layerOf }) {
  const { exports } = files.get(file)
  const list = exports.map((name) => `${nameIn(file, name)} as ${name}`).join(',')
  return `${list === '' ? 'import' : `export{${list}}from`}"./${layerOf.get(file)}.js";\n`
}

function names(file, { files }) {
  return files
    .get(file)
    .exports.map((name) => `${name} as ${nameIn(file, name)}`)
    .join(', ')
}

/** What a chunk exports has a name in its layer that no other chunk there has. */
const nameIn = (file, name) => `${name}_${createHash('sha256').update(file).digest('hex').slice(0, 8)}`
