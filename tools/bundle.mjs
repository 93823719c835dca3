import { basename, join, resolve } from 'node:path'
import { build } from 'tsup'
import { inlineTexts, policiesBeside } from './bundle/inline-texts.mjs'
import { layers } from './bundle/layers.mjs'
import { nameByBuild } from './bundle/name-by-build.mjs'
import { nodeModulesAsTheyAre } from './bundle/node-modules-as-they-are.mjs'
import { pastDoors } from './bundle/past-doors.mjs'
import { allTopicsBefore, topics } from './bundle/topics.mjs'

/** How the command is bundled, beside what a library is. */
const COMMAND = [policiesBeside, inlineTexts, nodeModulesAsTheyAre, topics, pastDoors(allTopicsBefore)]

/**
 * Bundles the JavaScript of one package of `workspacePackages()` into a folder. Libraries keep their dependencies
 * outside; the command carries everything in its bundle, because it is started by clients that wait only seconds for it.
 * @returns the files that went into it
 */
export async function bundle({ folder, manifest, entries }, outDir) {
  const isCommand = manifest.bin !== undefined
  const before = process.cwd()
  const inputs = new Set()
  let made
  const noteInputs = {
    name: 'note-inputs',
    setup: ({ onEnd, esbuild }) =>
      onEnd(({ metafile }) => {
        made = { outputs: metafile?.outputs, esbuild }
        for (const file of Object.keys(metafile?.inputs ?? {})) inputs.add(resolve(folder, file))
      }),
  }
  process.chdir(folder)
  try {
    await build({
      entry: entries,
      // esbuild remembers the folder it was loaded in; every package is built from its own.
      esbuildOptions: (options) =>
        Object.assign(options, { absWorkingDir: folder, outbase: join(folder, 'src') }),
      esbuildPlugins: [noteInputs, ...(isCommand ? COMMAND : [inlineTexts])],
      config: false,
      format: 'esm',
      platform: manifest.name === '@kvlar/core' ? 'neutral' : 'node',
      target: 'node22',
      // Node's own modules are nobody's to bundle, also where a package is mostly for every platform.
      external: isCommand ? [] : [/^node:/],
      outDir,
      clean: false,
      dts: false,
      splitting: true,
      // `node:sqlite` exists under its full name alone.
      removeNodeProtocol: false,
      sourcemap: !isCommand,
      silent: true,
      ...(isCommand
        ? {
            noExternal: [/.*/],
            // Read at every start. Names stay, for stacks and for errors that are told apart by them.
            minifySyntax: true,
            minifyWhitespace: true,
          }
        : {}),
    })
    if (isCommand) await finish(resolve(folder, outDir), made, entries)
  } finally {
    process.chdir(before)
  }
  return inputs
}

/** Once the files of the command are made: fewer of them for a start, with names of their own. */
async function finish(folder, made, entries) {
  const known = entries.map((entry) => basename(entry).replace(/\.ts$/, '.js'))
  nameByBuild(folder, await layers(folder, made, known), known)
}
