import { ApprovalsError, type ApprovalStore } from '@kvlar/approvals'
import { checkServer } from './check-server.ts'
import { connect, type RedisClient } from './connection.ts'
import { takeLease } from './lease.ts'
import { OPEN_LUA } from './lua/open.ts'
import { queueKeys } from './queue-keys.ts'
import { rowOperations } from './row-operations.ts'
import { QUEUE } from './store-words.ts'
import { createScriptRunner, script, type ScriptRunner } from './run-script.ts'
import { storeOptions, type RedisStoreOptions } from './store-options.ts'

const FORMAT = '1'
const OPEN = script(OPEN_LUA)

/**
 * Opens a queue on Redis, for any number of processes on any number of machines that share one approvals secret.
 *
 * Takes a URL (`redis://` or `rediss://`), or a client of ioredis, `Cluster` included, that the caller closes. Each
 * operation is one script and one round trip, and takes effect whole or not at all. An operation that Redis does not
 * answer in time rejects and may yet take effect: then a request waits for nobody, or an approval is spent on a call
 * that was denied; nothing runs that was not let through.
 *
 * What was answered survives what the server survives: with `appendonly yes` and `appendfsync always` a crash; with
 * `everysec` all but the last second; without `appendonly` nothing. A failover may lose what the new primary had not
 * received yet; `waitReplicas` narrows that. A lost request denies. A lost *use* of an approval is worse: the row from
 * before it is genuine, so that approval could be used again within its time.
 *
 * @throws ApprovalsError `APPROVAL_STORE_UNAVAILABLE`, here and from every method; `APPROVAL_BAD_OPTION` for an option or a server that
 * would lose rows; `APPROVAL_UNBINDABLE` from `insert` and `replace` for a row above 1 MiB (2 MiB once decided)
 */
export async function openRedisStore(
  from: string | RedisClient,
  options: RedisStoreOptions = {},
): Promise<ApprovalStore> {
  const { prefix, commandMs, leaseMs, endedMax, waitReplicas } = storeOptions(options)
  const keys = queueKeys(prefix)
  if (waitReplicas > 0 && typeof from !== 'string' && from.isCluster)
    throw new ApprovalsError(
      'APPROVAL_BAD_OPTION',
      '`waitReplicas` needs a client of one server; refusing it',
    )
  const connection = await connect(from, commandMs, QUEUE)
  try {
    await checkServer(connection, QUEUE)
    const scripts = createScriptRunner(connection, keys.all, waitReplicas)
    await checkFormat(scripts)
    const lease = await takeLease(connection, keys, leaseMs)
    return {
      ...rowOperations(scripts, endedMax),
      owner: lease.owner,
      isAlive: (owner) => lease.isAlive(owner),
      close: async () => {
        await lease.release()
        connection.close()
      },
    }
  } catch (error) {
    connection.close()
    throw error
  }
}

async function checkFormat(scripts: ScriptRunner): Promise<void> {
  const [format] = await scripts.run(OPEN, [FORMAT])
  if (format !== FORMAT)
    throw new ApprovalsError(
      'APPROVAL_BAD_OPTION',
      `the approvals queue on Redis has format \`${format}\` and this version knows \`${FORMAT}\`; refusing to open it`,
    )
}
