/** Colours, type and the frame of every page. Every pair of text and ground has a contrast of 4.5 to 1 or more. */
export const FRAME_STYLE = String.raw`
:root {
  color-scheme: light dark;
  --bg: #f4f5f7; --panel: #fff; --sunk: #f0f2f5; --line: #dde1e7; --edge: #8a94a3;
  --text: #141b26; --quiet: #576273; --accent: #1d56c4; --accent-bg: #e8effc; --accent-ink: #fff;
  --ok: #0a7145; --ok-bg: #def4e8; --ok-ink: #fff;
  --warn: #7d5200; --warn-bg: #fff1d0;
  --no: #b0241c; --no-bg: #fde8e5; --no-ink: #fff;
  --shadow: 0 1px 2px #0f172a12, 0 6px 20px #0f172a0d;
  --sans: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font: 15px/1.5 var(--sans);
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #0c1016; --panel: #141a22; --sunk: #0e131a; --line: #29313d; --edge: #6a7686;
    --text: #e7ecf2; --quiet: #98a4b4; --accent: #7aaaff; --accent-bg: #16253f; --accent-ink: #08162e;
    --ok: #43c288; --ok-bg: #0f2e20; --ok-ink: #04140c;
    --warn: #f0b94f; --warn-bg: #322710;
    --no: #ff8a80; --no-bg: #3a1918; --no-ink: #2a0604;
    --shadow: 0 1px 2px #0006, 0 8px 24px #0004;
  }
}
* { box-sizing: border-box; }
html { scrollbar-gutter: stable; }
body { margin: 0; min-height: 100vh; background: var(--bg); color: var(--text); }
[hidden] { display: none !important; }
a { color: inherit; text-underline-offset: 2px; }
h1, h2, h3, p, dl, dd, ol, ul, pre, blockquote { margin: 0; }
ol, ul { padding: 0; list-style: none; }
h1 { font-size: 22px; line-height: 1.3; letter-spacing: -.015em; }
h2 { font-size: 13px; font-weight: 600; color: var(--quiet); }
h3 { font-size: 13px; font-weight: 600; }
/* What a caller wrote is shown in the order of its characters, and cannot reorder what stands beside it. */
bdi, pre, code, textarea { unicode-bidi: bidi-override; direction: ltr; }
code, pre, .digest { font: 13px/1.55 var(--mono); }
code { overflow-wrap: anywhere; }
.quiet { color: var(--quiet); font-weight: 400; }
.type { color: var(--quiet); font-size: 12px; font-weight: 400; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--panel); padding: 8px 12px; border-radius: 8px; z-index: 9; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
#card-title:focus { outline: none; }
.top {
  position: sticky; top: 0; z-index: 5; display: flex; align-items: center; gap: 24px;
  min-height: 54px; padding: 8px 24px; background: var(--panel); border-bottom: 1px solid var(--line);
}
.brand { display: flex; align-items: center; gap: 8px; font-weight: 700; letter-spacing: -.01em; text-decoration: none; }
.brand svg { width: 24px; height: 24px; fill: var(--accent); }
.brand .tick { fill: none; stroke: var(--panel); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.top nav { display: flex; gap: 2px; }
.top nav a { padding: 6px 12px; border-radius: 8px; text-decoration: none; color: var(--quiet); }
.top nav a:hover { background: var(--sunk); }
.top nav a[aria-current] { background: var(--accent-bg); color: var(--accent); font-weight: 600; }
.count {
  display: inline-block; min-width: 20px; margin-left: 6px; padding: 0 6px; border-radius: 99px; text-align: center;
  background: var(--sunk); color: var(--text); font-size: 12px; font-weight: 600; font-variant-numeric: tabular-nums;
}
.who { margin-left: auto; display: flex; align-items: center; gap: 4px 10px; color: var(--quiet); font-size: 13px; }
.who .name { color: var(--text); font-weight: 600; max-width: 180px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.live { white-space: nowrap; }
.live::before { content: ""; display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: var(--warn); margin-right: 6px; }
.live[data-state=on]::before { background: var(--ok); }
.live[data-state=off]::before { background: var(--no); }
.banner { position: fixed; inset: auto 0 0; padding: 10px 24px; background: var(--warn-bg); color: var(--warn); z-index: 8; }
mark.line { background: none; color: var(--edge); font: .86em var(--mono); user-select: none; }
mark.invisible { background: var(--no-bg); color: var(--no); border-radius: 3px; padding: 0 2px; font: 600 .86em var(--mono); }
@media (prefers-reduced-motion: no-preference) {
  button, .row, .top nav a { transition: background-color .12s, border-color .12s, box-shadow .12s; }
}
`
