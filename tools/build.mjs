/*
 * Builds every package: JavaScript by tsup, declarations by tsc. Libraries keep their dependencies outside; the
 * command carries everything in its bundle, because it is started by clients that wait only seconds for it.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'tsup'
import { inlineTexts } from './inline-texts.mjs'
import { root, workspacePackages } from './packages.mjs'

const quiet = process.argv.includes('--quiet')

for (const { folder, manifest, entries } of workspacePackages()) {
  const isCommand = manifest.bin !== undefined
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  for (const name of readdirSync(folder)) if (name.endsWith('.tsbuildinfo')) rmSync(join(folder, name))
  process.chdir(folder)
  await build({
    entry: entries,
    // esbuild remembers the folder it was loaded in; every package is built from its own.
    esbuildOptions: (options) =>
      Object.assign(options, { absWorkingDir: folder, outbase: join(folder, 'src') }),
    esbuildPlugins: [inlineTexts],
    config: false,
    format: 'esm',
    platform: manifest.name === '@kvlar/core' ? 'neutral' : 'node',
    target: 'node22',
    // Node's own modules are nobody's to bundle, also where a package is mostly for every platform.
    external: [/^node:/],
    outDir: 'dist',
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
          // Bundled CommonJS dependencies may call require for Node's own modules.
          banner: {
            js: "import { createRequire as __nodeRequire } from 'node:module'; const require = __nodeRequire(import.meta.url);",
          },
        }
      : {}),
  })
  if (!quiet) console.error(`built ${manifest.name}`)
}

process.chdir(root)
const declarations = spawnSync('tsc', ['-b', ...workspacePackages().map((one) => one.folder)], {
  stdio: ['ignore', 2, 2],
  shell: process.platform === 'win32',
})
process.exitCode = declarations.status ?? 1
