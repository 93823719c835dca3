'use strict'
/*
 * Makes a checkout ready to run from Node 12 with npm and nothing else: finds or fetches the right Node and pnpm
 * into the ignored folder `.tools`, installs, builds. A second run finds everything done and changes nothing.
 * Plain CommonJS on purpose: the machine's own Node may be old. Everything it says goes to stderr.
 */
const childProcess = require('child_process')
const crypto = require('crypto')
const fs = require('fs')
const path = require('path')

const NODE_VERSION = '24.21.0'
const PNPM_VERSION = '12.21.0'

/** What a build depends on beside the sources and the manifests, whose digest comes before. */
const BUILD_INPUTS = [
  'tools/build.mjs',
  'tools/bundle.mjs',
  'tools/declarations.mjs',
  'tools/notices.mjs',
  'tools/packages.mjs',
  'docs/errors.md',
  'tsconfig.base.json',
]

const root = path.resolve(__dirname, '..')
const tools = path.join(root, '.tools')
const readyFile = path.join(tools, 'ready')
const entry = path.join(root, 'apps', 'cli', 'dist', 'main.js')
const windows = process.platform === 'win32'

function say(text) {
  process.stderr.write('[kvlar setup] ' + text + '\n')
}

/** Whether a Node version runs the whole toolchain (its narrowest part asks for ^22.18, ^24.11 or >=26). */
function suits(version) {
  const parts = version.replace(/^v/, '').split('.').map(Number)
  const major = parts[0]
  const minor = parts[1]
  if (major === 22) return minor >= 18
  if (major === 24) return minor >= 11
  return major >= 26
}

function platformPackage() {
  const os = windows ? 'win' : process.platform
  return 'node-' + os + '-' + process.arch
}

function fetchedNode() {
  const home = path.join(tools, 'node_modules', platformPackage())
  return path.join(home, 'bin', windows ? 'node.exe' : 'node')
}

function fetchedPnpm() {
  return path.join(tools, 'node_modules', '.bin', windows ? 'pnpm.cmd' : 'pnpm')
}

function run(command, args, options) {
  const result = childProcess.spawnSync(command, args, {
    cwd: root,
    // stdout belongs to data: whatever a tool prints while it works is for people.
    stdio: ['ignore', 2, 2],
    shell: windows && command.endsWith('.cmd'),
    ...options,
  })
  if (result.error) throw result.error
  if (result.status !== 0) {
    throw new Error('`' + [path.basename(command)].concat(args).join(' ') + '` ended with ' + result.status)
  }
}

function versionOf(command) {
  const result = childProcess.spawnSync(command, ['--version'], { encoding: 'utf8', shell: windows })
  return result.status === 0 ? result.stdout.trim() : ''
}

/** Node and pnpm for this checkout: the machine's own where they suit, fetched ones otherwise. */
function ensureRuntime() {
  const ownNode = suits(process.version)
  const ownPnpm = versionOf('pnpm').split('.')[0] === PNPM_VERSION.split('.')[0]
  const wanted = []
  if (!ownNode && !fs.existsSync(fetchedNode())) wanted.push(platformPackage() + '@' + NODE_VERSION)
  if (!ownPnpm && !fs.existsSync(fetchedPnpm())) wanted.push('pnpm@' + PNPM_VERSION)
  if (wanted.length > 0) {
    say('fetching ' + wanted.join(' and ') + ' into .tools (nothing global is changed)')
    fs.mkdirSync(tools, { recursive: true })
    const manifest = path.join(tools, 'package.json')
    if (!fs.existsSync(manifest)) fs.writeFileSync(manifest, '{"private":true}\n')
    run(
      windows ? 'npm.cmd' : 'npm',
      ['install', '--no-audit', '--no-fund', '--loglevel=error'].concat(wanted),
      {
        cwd: tools,
        // npm started by npm inherits the outer project's prefix; this install belongs to .tools alone.
        env: withoutNpmConfig(process.env),
      },
    )
  }
  return { node: ownNode ? process.execPath : fetchedNode(), pnpm: ownPnpm ? 'pnpm' : fetchedPnpm() }
}

function withoutNpmConfig(env) {
  const clean = {}
  Object.keys(env).forEach(function (name) {
    if (!/^npm_(config_(prefix|local_prefix|global_prefix)|package_|lifecycle_)/i.test(name))
      clean[name] = env[name]
  })
  return clean
}

/** The environment in which this checkout's tools find the right Node first. */
function toolEnv(node) {
  const env = withoutNpmConfig(process.env)
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') || 'PATH'
  const bins = [
    path.dirname(node),
    path.join(tools, 'node_modules', '.bin'),
    path.join(root, 'node_modules', '.bin'),
  ]
  env[key] = bins.concat(env[key] || '').join(path.delimiter)
  return env
}

function filesBelow(folder, keep, found) {
  for (const item of fs.readdirSync(folder, { withFileTypes: true })) {
    if (item.name === 'node_modules' || item.name === 'dist') continue
    const full = path.join(folder, item.name)
    if (item.isDirectory()) filesBelow(full, keep, found)
    else if (keep(full)) found.push(full)
  }
  return found
}

function digest(files) {
  const hash = crypto.createHash('sha256').update(NODE_VERSION + PNPM_VERSION)
  files.sort().forEach(function (file) {
    hash
      .update(path.relative(root, file) + '\0')
      .update(fs.readFileSync(file))
      .update('\0')
  })
  return hash.digest('hex')
}

function workspaceFolders() {
  return ['packages', 'apps', 'examples']
    .map((name) => path.join(root, name))
    .filter((name) => fs.existsSync(name))
}

function installDigest() {
  const manifests = workspaceFolders().reduce(
    (found, folder) => filesBelow(folder, (file) => path.basename(file) === 'package.json', found),
    [],
  )
  return digest(
    manifests.concat(
      ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => path.join(root, name)),
    ),
  )
}

function buildDigest() {
  const source = path.sep + 'src' + path.sep
  // The curated policies are built into the package that carries them.
  const texts = path.join(root, 'packages', 'policies', 'policies') + path.sep
  const sources = workspaceFolders().reduce(
    (found, folder) => filesBelow(folder, (file) => file.includes(source) || file.startsWith(texts), found),
    [],
  )
  const steps = filesBelow(path.join(root, 'tools', 'bundle'), () => true, [])
  return digest(
    sources.concat(
      BUILD_INPUTS.map((name) => path.join(root, name)),
      steps,
    ),
  )
}

function readReady() {
  try {
    return JSON.parse(fs.readFileSync(readyFile, 'utf8'))
  } catch {
    return {}
  }
}

/** Whether the set-up that holds the lock is still alive; a lock without a readable owner is not. */
function isHeld(lock) {
  try {
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Lets one set-up at a time change the checkout; a second one waits for the first. */
function locked(work) {
  const lock = path.join(tools, 'lock')
  fs.mkdirSync(tools, { recursive: true })
  let announced = false
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!announced) say('another set-up is running; waiting for it')
    announced = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    if (!isHeld(lock)) fs.rmSync(lock, { force: true })
  }
  const release = () => fs.rmSync(lock, { force: true })
  process.once('SIGINT', () => (release(), process.exit(130)))
  process.once('SIGTERM', () => (release(), process.exit(143)))
  try {
    return work()
  } finally {
    release()
  }
}

/**
 * Brings the checkout up to date and returns the Node to use and the environment for tools.
 * `build: false` stops after the install.
 */
function setup(options) {
  const build = !options || options.build !== false
  return locked(function () {
    const before = readReady()
    const known = before.node && fs.existsSync(before.node) && before.pnpm
    const runtime = known ? { node: before.node, pnpm: before.pnpm } : ensureRuntime()
    const env = toolEnv(runtime.node)
    const ready = { node: runtime.node, pnpm: runtime.pnpm, installed: before.installed, built: before.built }
    const installed = installDigest()
    if (before.installed !== installed || !fs.existsSync(path.join(root, 'node_modules'))) {
      say('installing the packages of this checkout')
      run(runtime.pnpm, ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=error'], {
        env,
      })
      ready.installed = installed
    }
    if (build) {
      const built = buildDigest()
      if (before.built !== built || !fs.existsSync(entry)) {
        say('building')
        run(runtime.node, [path.join(root, 'tools', 'build.mjs'), '--quiet'], { env })
        ready.built = built
      }
    }
    // The launcher compares source times with this file's, so it is written even when nothing else changed.
    fs.writeFileSync(readyFile, JSON.stringify(ready) + '\n')
    fs.writeFileSync(path.join(tools, 'node-path'), runtime.node + '\n')
    return { node: runtime.node, env, root, entry }
  })
}

module.exports = { setup, say }

if (require.main === module) {
  try {
    setup()
  } catch (error) {
    say('failed: ' + error.message)
    process.exit(1)
  }
}
