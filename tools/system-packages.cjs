'use strict'
/*
 * Finds what the tests need beyond npm, or installs it from the system's packages where that is allowed: as root with
 * apt, as in containers and CI. `KVLAR_SETUP=none` forbids it. Whatever stays missing is said loudly; the tests that
 * need it are then skipped, and CI counts a skip as a failure.
 */
const childProcess = require('child_process')
const fs = require('fs')
const path = require('path')
const { say } = require('./setup.cjs')

const NEEDS = [
  {
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    aptPackage: 'chromium',
    purpose: 'the reviewer page',
  },
  { commands: ['redis-server'], aptPackage: 'redis-server', purpose: 'the queue on Redis' },
  { commands: ['python3'], aptPackage: 'python3', purpose: 'the second verifier of the record' },
  { commands: ['script'], aptPackage: 'bsdutils', purpose: 'the review at a terminal' },
]

function isOnPath(command) {
  return (process.env.PATH || '')
    .split(path.delimiter)
    .some((folder) => fs.existsSync(path.join(folder, command)))
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return childProcess.spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env }).status === 0
}

module.exports = function ensureSystemPackages() {
  const missing = NEEDS.filter(({ commands }) => !commands.some(isOnPath))
  if (missing.length === 0) return
  const packages = missing.map(({ aptPackage }) => aptPackage)
  const mayInstall =
    process.env.KVLAR_SETUP !== 'none' && process.getuid && process.getuid() === 0 && isOnPath('apt-get')
  if (mayInstall) {
    say('installing ' + packages.join(' and ') + " from the system's packages, for the tests")
    if (apt(['update', '-qq']) && apt(['install', '-y', '-qq', '--no-install-recommends'].concat(packages)))
      return
  }
  for (const { aptPackage, purpose } of missing) {
    say(
      'MISSING: ' +
        aptPackage +
        ' (' +
        purpose +
        '); its tests are skipped. Install it: apt-get install ' +
        aptPackage,
    )
  }
}
