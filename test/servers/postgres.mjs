import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const DEBIAN = '/usr/lib/postgresql'
const WAIT_MS = 100
const TRIES_MAX = 100

/**
 * A PostgreSQL of its own in a folder, reached through a socket there and by nobody else.
 * @returns its address for a role that may only read, and what ends it
 */
export async function startPostgres(folder, sql) {
  const bin = findPrograms()
  const who = unprivileged()
  const data = join(folder, 'data')
  mkdirSync(data)
  for (const path of [folder, data]) if (who.uid !== undefined) chownSync(path, who.uid, who.gid)
  const options = { ...who, cwd: folder, stdio: 'ignore' }
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'owner', '-E', 'UTF8', '--auth=trust'], options)
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`]
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], options)
  await untilReady(() => execFileSync(join(bin, 'pg_isready'), ['-h', folder], options))
  const psql = ['-h', folder, '-U', 'owner', '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', '-q', '-c', sql]
  execFileSync(join(bin, 'psql'), psql, { ...options, stdio: 'inherit' })
  const ended = new Promise((done) => {
    server.on('exit', done)
  })
  return {
    url: `postgresql://reader@localhost/postgres?host=${encodeURIComponent(folder)}`,
    stop: () => {
      // The fast way down; the client of a server that is just ending may still be connected.
      server.kill('SIGINT')
      return ended
    },
  }
}

/** The folder of the newest server programs: Debian keeps them off PATH. */
function findPrograms() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a)) : []
  const found = [
    ...versions.map((version) => join(DEBIAN, version, 'bin')),
    ...process.env.PATH.split(':'),
  ].find((folder) => existsSync(join(folder, 'initdb')))
  if (found === undefined) throw new Error('no PostgreSQL: apt-get install postgresql')
  return found
}

/** PostgreSQL refuses to run as root; its package brings a user. */
function unprivileged() {
  if (process.getuid() !== 0) return {}
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function untilReady(probe) {
  for (let tries = 0; ; tries++) {
    try {
      probe()
      return
    } catch (error) {
      if (tries === TRIES_MAX) throw error
      await wait(WAIT_MS)
    }
  }
}
