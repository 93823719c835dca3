import { judge } from './judge.ts'
import { builtinPolicy } from '../src/index.ts'
const urls = ['https://müller.de/',' https://example.com','https://example.com ','https://example.com/a b','https://1.1.1.1/','example.com','https://日本語.jp/','https://Müller.de','https://straße.de','https://nоdejs.org/','https://Example.COM/A b','https://example.com:8443/x','https://www.ｅxample.com/']
for (const [p,t] of [['fetch','fetch'],['playwright','browser_navigate'],['browser-use','navigate_page'],['default','get_page'],['strict','get_page']] as const) { const d = judge(builtinPolicy(p)!)
 console.log(p, urls.map((url)=> { const x=d(t,{url}); return `${url}=${x.outcome}` }).join(' | ')) }
