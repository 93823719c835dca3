import { thisMachine } from '../places/this-machine.ts'
import { readClients } from '../status/read-clients.ts'
import { readNewest } from '../status/read-record.ts'
import { readShadow } from '../status/read-shadow.ts'
import { shadowLines } from '../status/shadow-lines.ts'
import { messageOf, type Finding } from './finding.ts'

const about = 'enforcement'
const FIX = 'take `--observe-only` and `--observe-for` away where it is started, and start it anew'

/** Whether anything lets go what the policies stop. */
export async function checkShadow(auditDir: string, nowMs: number): Promise<readonly Finding[]> {
  try {
    const environment = { ...thisMachine(), cwd: process.cwd() }
    // What it would be wrapped with is looked at by nobody here.
    const launcher = { node: process.execPath, entry: process.execPath }
    const clients = readClients({ environment, launcher })
    const newest = await readNewest(auditDir)
    const shadow = newest.kind === 'known' ? await readShadow(auditDir, newest.rows, nowMs) : newest
    const { isOn, lines } = shadowLines({ clients, shadow })
    const text = lines.join('; ')
    if (isOn) return [{ state: 'bad', about, text, fix: FIX }]
    if (shadow.kind === 'unknown') return [{ state: 'warning', about, text }]
    return [
      { state: 'ok', about, text: text === '' ? 'nothing runs in shadow mode' : `shadow mode is ${text}` },
    ]
  } catch (error) {
    return [
      {
        state: 'warning',
        about,
        text: `whether anything runs in shadow mode is not known: ${messageOf(error)}`,
      },
    ]
  }
}
