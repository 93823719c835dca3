import { describe, expect, test } from 'vitest'
import { localServer, sender } from '../support/server.ts'

describe('the local token', () => {
  test('is shared by every server that uses the file', async () => {
    const one = await localServer()
    const two = await localServer({ tokenFile: one.tokenFile })
    for (const { server } of [one, two])
      expect((await sender(server.url, one.token)('GET', '/api/requests')).status).toBe(200)
    await one.server.close()
    await two.server.close()
  })
})
