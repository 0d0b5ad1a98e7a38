/** The page's own look; colours were chosen to be told apart by the colour-blind, in the light and in the dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1c2024; --paper: #fff; --faint: #f2f4f6; --soft: #5a6470; --quiet: #dde2e7;
  --a: #0b6bcb; --b: #c2570c; --good: #1a7f37; --bad: #c62828; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ec; --paper: #14171a; --faint: #1f2428; --soft: #9aa5b1; --quiet: #343b42;
    --a: #5aa9f2; --b: #f0954f; --good: #57c777; --bad: #ff7b72; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
small, li { overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: .5rem 0 1rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; border-bottom: 1px solid var(--quiet); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
.verdict { background: var(--faint); border-left: 4px solid var(--good); padding: .75rem 1rem; }
.verdict.bad { border-color: var(--bad); }
.verdict p { margin: .35rem 0; }
.verdict p:first-child { font-weight: 600; }
ul { padding-left: 1.2rem; }
.small, .small li, small { color: var(--soft); font-size: .85rem; }
small { display: block; font-weight: 400; line-height: 1.3; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; vertical-align: top; padding: .4rem .5rem; border-bottom: 1px solid var(--quiet); }
th:first-child { text-align: left; padding-left: 0; }
tbody th { font-weight: 500; }
.figures { table-layout: fixed; }
.figures th:first-child { width: 40%; }
.figures th:last-child { width: 18%; }
thead th { border-bottom-width: 2px; font-size: .85rem; }
.texts th, .texts td { text-align: left; }
figure { margin: 1rem 0; }
figcaption { font-weight: 600; }
.key { margin: 0 0 .25rem; font-size: .85rem; display: flex; flex-wrap: wrap; gap: 0 1rem; }
.key span::before { content: ""; display: inline-block; width: .75rem; height: .75rem; margin-right: .35rem; border-radius: 2px; }
.key .a::before { background: var(--a); }
.key .b::before { background: var(--b); }
figure svg { font-size: 12px; }
.narrow { display: none; }
@media (max-width: 56rem) {
  .wide { display: none; }
  .narrow { display: block; }
}
@media (max-width: 32rem) {
  body { font-size: 15px; }
  th, td { padding: .35rem .25rem; font-size: .85rem; }
  small { font-size: .75rem; }
  .figures th:first-child { width: 34%; }
  .figures th:last-child { width: 20%; }
  .figures th { letter-spacing: -.02em; }
}
details summary { cursor: pointer; color: var(--soft); font-size: .85rem; }
`;
