/** Narrow and low windows: one column, and nothing of ours stands over what is to be read. */
export const SMALL_STYLE = String.raw`
@media (max-width: 1000px) {
  .queue { grid-template-columns: 280px minmax(0, 1fr); gap: 16px; padding: 16px; }
}
@media (max-width: 820px) {
  .queue { grid-template-columns: minmax(0, 1fr); padding: 12px; gap: 14px; }
  aside { position: static; max-height: none; grid-template-rows: none; }
  .list { max-height: 30vh; }
  .actions { position: static; }
  .top { flex-wrap: wrap; padding: 8px 14px; gap: 4px 12px; position: static; }
  .top nav { order: 3; flex: 1 1 100%; margin: 0 -6px; overflow-x: auto; }
  .who .name { max-width: 90px; }
  .who [data-act=help] { display: none; }
  .page { padding: 14px; }
  .card > header, .card > section, .actions, .outcome { padding: 14px 16px; }
  .argument { grid-template-columns: minmax(0, 1fr); }
  .calls li { grid-template-columns: 88px minmax(0, 1fr) auto; }
  .calls .subject { display: none; }
  .buttons .approve, .buttons .deny { flex: 1; justify-content: center; padding: 14px; }
  .buttons > .plain { margin: 0 auto; }
  .buttons .lock { flex-basis: 100%; order: -1; }
  .noting { grid-template-columns: minmax(0, 1fr); }
  .presets { justify-content: start; }
  .stats { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  kbd { display: none; }
  .keys kbd { display: inline; }
  .eyebrow .clock { min-width: 0; }
}
@media (max-width: 620px) {
  .page table, .page tbody, .page tr, .page td { display: block; }
  .page thead { display: none; }
  .page tr { padding: 12px 16px; border-bottom: 1px solid var(--line); }
  .page tr:last-child { border: 0; }
  .page td { display: inline-block; border: 0; padding: 0 10px 0 0; }
  .page td:first-child { display: block; padding-bottom: 6px; }
}
@media (max-height: 640px) {
  .actions, .top { position: static; }
  aside { position: static; max-height: none; }
}
`
