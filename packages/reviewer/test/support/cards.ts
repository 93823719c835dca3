import type { JsonObject } from '@kvlar/core/json'
import { call } from '../../../approvals/test/calls.ts'
import { localServer, signIn } from './server.ts'

/** A local reviewer server, asked for the cards of calls. */
export interface Cards {
  /** The page of one request. */
  page(args: JsonObject, tool?: string): Promise<string>
  /** What our readers say of a call: `label: value`, with `!` for a danger and `?` for a warning. */
  facts(args: JsonObject, tool?: string): Promise<readonly string[]>
  close(): Promise<void>
}

const MARKS: Readonly<Record<string, string>> = { danger: '!', warn: '?', plain: '' }

export async function openCards(fileRoots: readonly string[] = []): Promise<Cards> {
  const one = await localServer({ fileRoots })
  const session = await signIn(one.server.url, one.token)

  const page = async (args: JsonObject, tool = 'tool'): Promise<string> => {
    const { request } = await one.approvals.request(call(args, { action: { resource: tool } }))
    const { text } = await session.browser('GET', `/?id=${request.id}`, {
      headers: { cookie: session.cookie },
    })
    await one.approvals.cancel(request.id)
    return text
  }

  const facts = async (args: JsonObject, tool?: string): Promise<readonly string[]> => {
    const chips = (await page(args, tool)).matchAll(
      /<li class="chip (\w+)">\s*<span>([^<]*)<\/span>\s*<b>([\s\S]*?)<\/b>\s*<\/li>/g,
    )
    return [...chips].map(([, tone = '', label, value = '']) => {
      const text = value
        .replace(/<[^>]*>/g, '')
        .replace(
          /&(lt|gt|amp|quot|#39);/g,
          (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"' })[name] ?? "'",
        )
      return `${MARKS[tone]}${label}: ${text}`
    })
  }

  return { page, facts, close: async () => one.server.close() }
}
