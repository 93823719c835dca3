import Anthropic from '@anthropic-ai/sdk'

/** A tool that a scripted model asks for. */
export interface Use {
  readonly name: string
  readonly input: object
}

/** A client whose server is a script: it asks for these tools, and then says that it is done. */
export function scripted(...uses: readonly Use[]) {
  const requests: { messages: readonly { content: unknown }[]; stream?: boolean }[] = []
  const fetch = async (_url: unknown, init?: { body?: unknown }): Promise<Response> => {
    const request = JSON.parse(String(init?.body)) as (typeof requests)[number]
    requests.push(request)
    const isFirst = requests.length === 1
    const content = isFirst
      ? uses.map(({ name, input }) => ({ type: 'tool_use', id: `toolu_${name}`, name, input }))
      : [{ type: 'text', text: 'done' }]
    const head = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-test',
      stop_sequence: null,
    }
    const usage = { input_tokens: 1, output_tokens: 1 }
    const stop_reason = isFirst ? 'tool_use' : 'end_turn'
    if (request.stream !== true) return Response.json({ ...head, content, stop_reason, usage })
    const events = [
      { type: 'message_start', message: { ...head, content: [], stop_reason: null, usage } },
      ...content.flatMap((block, index) => streamed(block, index)),
      { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 1 } },
      { type: 'message_stop' },
    ]
    const body = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
  }
  return { client: new Anthropic({ apiKey: 'none', fetch }), requests }
}

function streamed(block: object, index: number): readonly { readonly type: string }[] {
  const start = (content_block: object) => ({ type: 'content_block_start', index, content_block })
  const delta = (what: object) => ({ type: 'content_block_delta', index, delta: what })
  const stop = { type: 'content_block_stop', index }
  if ('input' in block) {
    const partial_json = JSON.stringify(block.input)
    return [start({ ...block, input: {} }), delta({ type: 'input_json_delta', partial_json }), stop]
  }
  return [start({ type: 'text', text: '' }), delta({ type: 'text_delta', text: 'done' }), stop]
}
