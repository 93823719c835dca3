import { cpSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../packages.mjs'

const POLICIES = join(root, 'packages', 'policies')
const POLICY_TEXTS = join(POLICIES, 'src', 'texts.ts')

/** Modules that read their one map of texts from the checkout, and its name. */
const MODULES = new Map([
  [POLICY_TEXTS, 'TEXTS'],
  [join(root, 'packages', 'reviewer', 'src', 'server', 'pages', 'asset-texts.ts'), 'ASSET_TEXTS'],
  [join(root, 'packages', 'redis', 'src', 'lua-texts.ts'), 'LUA_TEXTS'],
  [join(root, 'apps', 'cli', 'src', 'failures', 'error-texts.ts'), 'ERROR_TEXTS'],
])

/** Modules that say where the program of a thread is, by the name of that URL, and the program. */
const WORKERS = new Map([
  [
    join(root, 'packages', 'core', 'src', 'node', 'sqlite', 'worker-url.ts'),
    { name: 'WORKER_URL', program: 'sqlite-worker.ts' },
  ],
])

/** Puts what stands in files of its own in the place of the modules that name those files: texts, programs of threads. */
export const inlineTexts = {
  name: 'inline-texts',
  setup: ({ onLoad, esbuild }) => {
    onLoad({ filter: /texts\.ts$/ }, async ({ path }) => {
      const name = MODULES.get(path)
      if (name === undefined) return undefined
      const { [name]: texts } = await import(pathToFileURL(path).href)
      return { contents: `export const ${name} = new Map(${JSON.stringify([...texts])})`, loader: 'js' }
    })
    onLoad({ filter: /worker-url\.ts$/ }, async ({ path }) => {
      const worker = WORKERS.get(path)
      if (worker === undefined) return undefined
      const { outputFiles } = await esbuild.build({
        entryPoints: [join(path, '..', worker.program)],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'node',
        target: 'node22',
        legalComments: 'none',
      })
      const url = `data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`
      return { contents: `export const ${worker.name} = new URL(${JSON.stringify(url)})`, loader: 'js' }
    })
  },
}

/** Before `inlineTexts`, for the command: it reads one policy at a time, and half a megabyte of them is no part of its code. */
export const policiesBeside = {
  name: 'policies-beside',
  setup: ({ onLoad, onEnd, initialOptions: { absWorkingDir, outdir } }) => {
    onLoad({ filter: /texts\.ts$/ }, async ({ path }) => {
      if (path !== POLICY_TEXTS) return undefined
      const source = await readFile(path, 'utf8')
      const contents = source.replace(
        "import.meta.dirname, '..', 'policies'",
        "import.meta.dirname, 'policies'",
      )
      if (contents === source)
        throw new Error(`${path} names its folder in another way than is expected here`)
      return { contents, loader: 'ts' }
    })
    onEnd(() =>
      cpSync(join(POLICIES, 'policies'), resolve(absWorkingDir, outdir, 'policies'), {
        recursive: true,
        filter: (path) => !/[.](?:md|json)$/.test(path),
      }),
    )
  },
}
