import { visibleText } from '@kvlar/core/text'
import type { Announced, Notifier } from '../approvals/notifier.ts'
import { desktopSession, type Desktop } from './session.ts'
import { startProgram, type ProgramCall } from './start-program.ts'

export interface NotifierOptions {
  /** That of this process when absent. */
  readonly desktop?: Desktop | 'none'
  readonly start?: (program: ProgramCall, waitMs: number) => Promise<string | undefined>
  /** Timers that keep no process running. */
  readonly later?: (callback: () => void, ms: number) => () => void
}

/** After one notification the next waits so long; calls that come meanwhile are told together. */
const QUIET_MS = 30_000
const START_MS_MAX = 5000
const NAME_CHARS_MAX = 48
/** A desktop that refuses so often in a row has no notifications. */
const FAILURES_MAX = 3

/** Tells the person at the desktop of this process by its own notifications; nobody where there is none. */
export function desktopNotifier({
  desktop = desktopSession() ?? 'none',
  start = startProgram,
  later = unrefLater,
}: NotifierOptions = {}): Notifier {
  let batch: Batch | undefined
  let stop: (() => void) | undefined
  let failures = 0
  let isClosed = false

  const tell = async (on: Desktop, { first, count, told }: Batch): Promise<void> => {
    try {
      const why = await start(programFor(on, textOf(first, count)), START_MS_MAX)
      failures = why === undefined ? 0 : failures + 1
      if (why === undefined) told.resolve()
      else told.reject(new Error(why))
    } catch (error) {
      failures += 1
      told.reject(error)
    }
  }
  const flush = (on: Desktop): void => {
    stop = undefined
    const due = batch
    batch = undefined
    if (due === undefined) return
    stop = later(() => flush(on), QUIET_MS)
    void tell(on, due)
  }
  return {
    announce: (call) => {
      if (desktop === 'none' || isClosed || failures >= FAILURES_MAX)
        return Promise.reject(new Error('nobody is told on this desktop'))
      batch ??= { first: call, count: 0, told: Promise.withResolvers() }
      batch.count += 1
      const { promise } = batch.told
      if (stop === undefined) flush(desktop)
      return promise
    },
    close: () => {
      isClosed = true
      stop?.()
      batch?.told.reject(new Error('it is closed'))
      batch = undefined
    },
  }
}

/** Calls that one notification tells of. */
interface Batch {
  readonly first: Announced
  count: number
  readonly told: PromiseWithResolvers<void>
}

const TITLE = 'Kvlar: a call waits for you'

/** INVARIANT: names alone, clipped, and nothing in them that a desktop would take for markup, a line or a flag. */
function textOf(call: Announced, count: number): string {
  if (count !== 1) return `${count} calls wait for you`
  const of = call.server === undefined ? '' : ` of ${shown(call.server)}`
  return `${shown(call.resource)}${of}`
}

function shown(name: string): string {
  const clipped = name.length > NAME_CHARS_MAX ? `${name.slice(0, NAME_CHARS_MAX)}…` : name
  return visibleText(clipped.toWellFormed()).replaceAll(/[<>&"'`$\\]/g, '·')
}

/** The text is a word of its own for each program, never a part of a script. */
function programFor(desktop: Desktop, text: string): ProgramCall {
  switch (desktop) {
    case 'linux':
      return {
        command: 'notify-send',
        args: ['--app-name=Kvlar', '--category=im.received', '--', TITLE, text],
      }
    case 'mac':
      return { command: 'osascript', args: ['-e', MAC_SCRIPT, '--', text, TITLE] }
    case 'windows': {
      const script = Buffer.from(windowsScript(text), 'utf16le').toString('base64')
      return {
        command: 'powershell',
        args: ['-NoProfile', '-NonInteractive', '-WindowStyle', 'Hidden', '-EncodedCommand', script],
      }
    }
  }
}

const MAC_SCRIPT = 'on run argv\n display notification (item 1 of argv) with title (item 2 of argv)\nend run'

/** PowerShell takes no words beside an encoded script; the texts stand in it as base64, which ends no string. */
function windowsScript(text: string): string {
  const word = (value: string): string =>
    `[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(value).toString('base64')}'))`
  return `
[void][Windows.UI.Notifications.ToastNotificationManager, Windows.UI.Notifications, ContentType = WindowsRuntime]
$xml = [Windows.UI.Notifications.ToastNotificationManager]::GetTemplateContent([Windows.UI.Notifications.ToastTemplateType]::ToastText02)
$lines = $xml.GetElementsByTagName('text')
[void]$lines.Item(0).AppendChild($xml.CreateTextNode(${word(TITLE)}))
[void]$lines.Item(1).AppendChild($xml.CreateTextNode(${word(text)}))
$app = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'
[Windows.UI.Notifications.ToastNotificationManager]::CreateToastNotifier($app).Show([Windows.UI.Notifications.ToastNotification]::new($xml))
`
}

function unrefLater(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
