/** The one stylesheet of the page: light and dark, from a telephone up. */
export const REVIEWER_STYLE = String.raw`:root{color-scheme:light dark;--bg:#f5f6f8;--panel:#fff;--line:#dfe3e8;--text:#16202c;--quiet:#5a6675;--accent:#1f5fd6;--ok:#0b7a4b;--ok-text:#fff;--no:#b3261e;--warn:#8a5a00;--warn-bg:#fff3d6;--no-bg:#fde8e6;--ok-bg:#def5ea;--code:#f0f2f5;--shadow:0 1px 2px #0f172a14,0 8px 24px #0f172a0f;font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--panel:#151b23;--line:#2a323d;--text:#e6ebf1;--quiet:#93a0af;--accent:#6ea2ff;--ok:#2ea36d;--ok-text:#04140c;--no:#ff8178;--warn:#f0b64b;--warn-bg:#332710;--no-bg:#3a1a19;--ok-bg:#10301f;--code:#0f141b;--shadow:0 1px 2px #0006,0 8px 24px #0004}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);min-height:100vh}
a{color:inherit}h1,h2,p,dl,dd,ol,ul,pre{margin:0}ol,ul{padding:0;list-style:none}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--panel);padding:8px;z-index:9}
.top{display:flex;align-items:center;gap:24px;padding:10px 24px;background:var(--panel);border-bottom:1px solid var(--line);position:sticky;top:0;z-index:5}
.brand{display:flex;align-items:center;gap:8px;font-weight:700;letter-spacing:-.01em;text-decoration:none}
.brand svg{width:24px;height:24px;fill:var(--accent)}.brand .tick{fill:none;stroke:var(--panel);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.top nav{display:flex;gap:4px}.top nav a{padding:5px 12px;border-radius:7px;text-decoration:none;color:var(--quiet)}.top nav a[aria-current]{background:var(--code);color:var(--text);font-weight:600}
.who{margin-left:auto;color:var(--quiet);font-size:13px;display:flex;gap:14px}.live::before{content:"";display:inline-block;width:8px;height:8px;border-radius:50%;background:var(--warn);margin-right:6px}.live[data-state=on]::before{background:var(--ok)}.live[data-state=off]::before{background:var(--no)}
.queue{display:grid;grid-template-columns:320px minmax(0,1fr);gap:24px;max-width:1280px;margin:0 auto;padding:24px}
#detail{scroll-margin-top:72px}aside{position:sticky;top:72px;align-self:start}.count{font-size:13px;color:var(--quiet);font-weight:500;margin-bottom:8px}.count span{color:var(--text);font-weight:700}
.list{display:grid;gap:6px;max-height:calc(100vh - 160px);overflow:auto;padding:2px}
.row{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:10px;align-items:center;padding:10px 12px;border:1px solid var(--line);border-radius:10px;background:var(--panel);text-decoration:none}
.row:hover{border-color:var(--quiet)}.row[aria-current]{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.what{display:grid;min-width:0}.what b{font-weight:600}.what b,.row .subject{white-space:nowrap;overflow:hidden;text-overflow:ellipsis}.row .subject{color:var(--quiet);font-size:13px}
.dot{width:9px;height:9px;border-radius:50%;background:var(--quiet)}.dot.medium{background:var(--warn)}.dot.high,.dot.critical{background:var(--no)}
.clock{font-variant-numeric:tabular-nums;color:var(--quiet);font-size:13px}.clock.late{color:var(--no);font-weight:600}
.keys{color:var(--quiet);font-size:12px;margin-top:12px}kbd{font:600 11px/1 ui-monospace,Menlo,Consolas,monospace;border:1px solid var(--line);border-bottom-width:2px;border-radius:4px;padding:2px 5px}
.card,.login form,.grant-card,.audit,.table,.empty{background:var(--panel);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow)}
.card{display:grid}.card>header,.card>section{padding:18px 24px;border-bottom:1px solid var(--line)}
.eyebrow{display:flex;gap:12px;align-items:center;color:var(--quiet);font-size:13px}.eyebrow .clock{margin-left:auto}
.risk{border-radius:99px;padding:2px 10px;font-size:12px;font-weight:600;background:var(--code);color:var(--quiet)}.risk.medium{background:var(--warn-bg);color:var(--warn)}.risk.high,.risk.critical{background:var(--no-bg);color:var(--no)}.risk.critical{text-transform:uppercase;letter-spacing:.04em}
h1{font-size:22px;line-height:1.3;letter-spacing:-.015em;margin:8px 0 4px;overflow-wrap:anywhere}h1 .subject{font:500 17px ui-monospace,Menlo,Consolas,monospace;color:var(--accent)}
.why{font-size:15px}.rule{color:var(--quiet);font-size:13px;margin-top:4px;overflow-wrap:anywhere}
code,pre,.digest{font:13px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}code{overflow-wrap:anywhere}
h2{font-size:13px;font-weight:600;color:var(--quiet);margin-bottom:10px}
.rendering+.rendering{margin-top:14px}.chips{display:flex;flex-wrap:wrap;gap:6px}.chip{border:1px solid var(--line);border-radius:8px;padding:3px 10px;font-size:13px;overflow-wrap:anywhere}.chip span{color:var(--quiet)}.chip.warn{background:var(--warn-bg);border-color:transparent;color:var(--warn)}.chip.danger{background:var(--no-bg);border-color:transparent;color:var(--no)}.chip.warn span,.chip.danger span{color:inherit;opacity:.8}
.diff{margin-top:10px;border:1px solid var(--line);border-radius:8px;overflow:hidden;white-space:pre-wrap;overflow-wrap:anywhere}.diff span{display:block;padding:0 12px}.diff i{display:inline-block;width:18px;font-style:normal;color:var(--quiet)}.diff .added{background:var(--ok-bg)}.diff .removed{background:var(--no-bg)}.diff .skipped{color:var(--quiet);background:var(--code)}
.arguments{display:grid;gap:12px}.argument{display:grid;grid-template-columns:minmax(90px,160px) minmax(0,1fr);gap:4px 16px}.nested{border-left:2px solid var(--line);padding-left:12px}.nested .argument{grid-template-columns:minmax(60px,120px) minmax(0,1fr)}
dt{font-weight:600;overflow-wrap:anywhere}.type{font-weight:400;color:var(--quiet);font-size:12px}
pre.value{background:var(--code);border-radius:8px;padding:8px 12px;white-space:pre-wrap;overflow-wrap:anywhere}code.true{color:var(--no);font-weight:700}
mark.invisible{background:var(--no-bg);color:var(--no);border-radius:3px;padding:0 2px;font-weight:600}
.badges{display:flex;gap:6px;flex-wrap:wrap;margin-top:4px}.badges:empty{display:none}.badge{font-size:12px;color:var(--quiet);border:1px solid var(--line);border-radius:6px;padding:1px 8px}.badge.danger{color:var(--no);background:var(--no-bg);border-color:transparent}
.hidden{display:inline-block;background:repeating-linear-gradient(45deg,var(--code) 0 6px,var(--line) 6px 8px);border-radius:6px;padding:2px 10px;font-size:13px}.digest{color:var(--quiet)}.quiet{color:var(--quiet)}
.end{height:1px}.facts dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(240px,1fr));gap:10px 24px}.facts dt{color:var(--quiet);font-weight:500;font-size:12px}.facts dd{overflow-wrap:anywhere}
del{color:var(--no)}ins{color:var(--ok);text-decoration:none}
.actions{display:grid;gap:10px;padding:16px 24px;position:sticky;bottom:0;background:var(--panel);border-radius:0 0 14px 14px;border-top:1px solid var(--line);margin-top:-1px}
.actions label:has(code){display:block}.actions label{display:grid;gap:4px;font-size:13px;color:var(--quiet)}.grant{display:flex;flex-wrap:wrap;gap:6px 20px;align-items:end}.grant label{display:flex;gap:6px;align-items:center}
textarea,input,select{font:inherit;color:inherit;background:var(--bg);border:1px solid var(--line);border-radius:8px;padding:8px 10px;width:100%}input[type=checkbox],select{width:auto}textarea{resize:vertical}
.buttons{display:flex;gap:10px;flex-wrap:wrap}button{font:600 15px/1 inherit;font-family:inherit;cursor:pointer;border:1px solid transparent;border-radius:9px;padding:11px 20px;display:inline-flex;gap:10px;align-items:center}
.approve{background:var(--ok);color:var(--ok-text)}.deny{background:transparent;border-color:var(--no);color:var(--no)}.ghost{background:transparent;border-color:var(--line);color:var(--text);font-weight:500;font-size:13px;padding:8px 14px}button:disabled{opacity:.45;cursor:not-allowed}button kbd{border-color:currentColor;opacity:.75}
.lock{font-size:13px;color:var(--warn)}.answer:not(:empty){color:var(--no);font-weight:600}.edit summary{cursor:pointer;font-size:13px;color:var(--quiet)}.edit{display:grid;gap:8px}
.outcome{padding:18px 24px;font-weight:600}.state{font-size:12px;border-radius:99px;padding:2px 10px;background:var(--code)}.state.executed,.state.approved,.state.executing,.state.intact{background:var(--ok-bg);color:var(--ok)}.state.denied,.state.failed,.state.interrupted,.state.broken{background:var(--no-bg);color:var(--no)}.state.expired,.state.lapsed,.state.superseded{background:var(--warn-bg);color:var(--warn)}
.empty{text-align:center;padding:80px 24px;color:var(--quiet)}.empty svg{width:44px;fill:none;stroke:var(--ok);stroke-width:2}.empty h1{color:var(--text)}
.page{max-width:1040px;margin:0 auto;padding:24px;display:grid;gap:18px}.stats{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px}.stat{background:var(--panel);border:1px solid var(--line);border-radius:12px;padding:14px 18px;display:grid}.stat b{font-size:24px;letter-spacing:-.02em}.stat span{color:var(--quiet);font-size:13px}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;padding:10px 16px;border-bottom:1px solid var(--line)}th{color:var(--quiet);font-size:12px}tr:last-child td{border:0}td .subject{color:var(--quiet);font-size:13px;overflow-wrap:anywhere}time{color:var(--quiet);font-variant-numeric:tabular-nums;white-space:nowrap}
.audit,.grant-card{padding:18px 24px;display:grid;gap:8px;justify-items:start}.audit ol{font-size:13px}.login{display:grid;place-items:center;min-height:calc(100vh - 60px);padding:24px}.login form{padding:32px;display:grid;gap:14px;max-width:440px;width:100%}
.banner{position:fixed;bottom:0;left:0;right:0;background:var(--warn-bg);color:var(--warn);padding:10px 24px}
@media (max-width:820px){.queue{grid-template-columns:minmax(0,1fr);padding:12px;gap:12px}aside{position:static}.list{max-height:26vh}.actions{position:static}.keys{display:none}.top{padding:10px 14px;gap:12px;flex-wrap:wrap}.who{font-size:12px}.card>header,.card>section,.actions{padding:14px 16px}.argument,.nested .argument{grid-template-columns:minmax(0,1fr)}.buttons button[data-act]{flex:1;justify-content:center}.buttons kbd{display:none}}
@media (prefers-reduced-motion:no-preference){.row,button{transition:border-color .12s,opacity .12s,box-shadow .12s}}
@media (max-height:600px){.actions{position:static}}
`

/** The icon of the page. */
export const REVIEWER_ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#1f5fd6" d="M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z"/><path d="m8.5 12 2.5 2.5 4.5-5" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`
