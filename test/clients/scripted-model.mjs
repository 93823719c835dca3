import { createServer } from 'node:http'
import { DIALECTS } from './dialects.mjs'

/**
 * A model that follows a script, on loopback, in the dialect of the client that asks it. Everything about the client is
 * real but what it is told to do.
 */
export class ScriptedModel {
  #server
  #script
  #failure
  #ofServers

  /** The address that stands in the client's settings. */
  url

  /**
   * @param dialect a key of `DIALECTS`
   * @param script an async generator: it yields calls, `{server, tool, arguments}`, and is given the text of each result;
   *   where the dialect lets a turn make several calls, it may yield a list
   * @param ofServers whether it waits until the client offers tools of servers
   */
  static async start(dialect, script, { ofServers = true } = {}) {
    const model = new ScriptedModel()
    model.#script = script
    model.#ofServers = ofServers
    model.#server = createServer((request, response) => {
      model.#answer(DIALECTS[dialect], request, response).catch((error) => {
        model.#failure ??= error
        response.destroy()
      })
    })
    await new Promise((resolve) => model.#server.listen(0, '127.0.0.1', resolve))
    model.url = `http://127.0.0.1:${model.#server.address().port}`
    return model
  }

  async #answer(dialect, request, response) {
    const { isTurn, offersTools, resultOf, callEvents, doneEvents, isWhole, wholeOf } = dialect
    const body = await bodyOf(request)
    const answerWith = (text) => void response.setHeader('content-type', 'application/json').end(text)
    if (!isTurn(request.url)) return answerWith(COUNTED)
    // Clients also ask for titles and summaries, which offer the model nothing to call.
    const turn = offersTools(body, this.#ofServers) ? await this.#script.next(resultOf(body)) : { done: true }
    const events = turn.done ? doneEvents() : callEvents(...[turn.value].flat())
    if (isWhole?.(body)) return answerWith(JSON.stringify(wholeOf(events)))
    response.setHeader('content-type', 'text/event-stream')
    for (const event of events) {
      if (event.type !== undefined) response.write(`event: ${event.type}\n`)
      response.write(`data: ${JSON.stringify(event)}\n\n`)
    }
    response.end()
  }

  /** Ends the server, and throws what went wrong in a script or in reading a request. */
  async stop() {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    if (this.#failure !== undefined) throw this.#failure
  }
}

/** What clients that count tokens beforehand read out of any answer. */
const COUNTED = JSON.stringify({ totalTokens: 5, input_tokens: 5 })

async function bodyOf(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text === '' ? {} : JSON.parse(text)
}
