import { join, resolve } from 'node:path'
import { build } from 'tsup'
import { inlineTexts, policiesBeside } from './inline-texts.mjs'
import { nodeModulesAsTheyAre } from './node-modules-as-they-are.mjs'

/**
 * Bundles the JavaScript of one package of `workspacePackages()` into a folder. Libraries keep their dependencies
 * outside; the command carries everything in its bundle, because it is started by clients that wait only seconds for it.
 * @returns the files that went into it
 */
export async function bundle({ folder, manifest, entries }, outDir) {
  const isCommand = manifest.bin !== undefined
  const before = process.cwd()
  const inputs = new Set()
  const noteInputs = {
    name: 'note-inputs',
    setup: ({ onEnd }) =>
      onEnd(({ metafile }) => {
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
      esbuildPlugins: [
        noteInputs,
        ...(isCommand ? [policiesBeside, inlineTexts, nodeModulesAsTheyAre] : [inlineTexts]),
      ],
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
  } finally {
    process.chdir(before)
  }
  return inputs
}
