import { fileRevocations } from '@kvlar/runtime/standing'

const [path = '', name = '', count = '0'] = process.argv.slice(2)
const store = fileRevocations(path)
for (let at = 0; at < Number(count); at += 1)
  await store.revoke({ target: { kind: 'session', id: `${name}-${at}` }, reason: 'test', by: name, atMs: at })
