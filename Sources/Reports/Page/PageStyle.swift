/// The page's style sheet: system fonts, light and dark, narrow screens and paper; contrast at least 4.5 to 1.
package let pageStyle: StaticString = """
    :root { color-scheme: light dark; --ink: #1b1b1f; --paper: #ffffff; --line: #c8c8d0; --soft: #f3f4f8;
      --good: #1e5c26; --good-paper: #e2f0d9; --attention: #5f4600; --attention-paper: #fff2cc;
      --bad: #7b1f00; --bad-paper: #f8cbad; --link: #0b57b5; --quiet: #55555f; --bad-bar: #c0300a; --attention-bar: #a87400; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #ececf1; --paper: #17181c; --line: #45464f; --soft: #22242b;
        --good: #bfe8c2; --good-paper: #17381b; --attention: #ffe08a; --attention-paper: #3d3000;
        --bad: #ffc2a8; --bad-paper: #541a04; --link: #8ab8ff; --quiet: #b4b4c0; --bad-bar: #ff8a5c; --attention-bar: #e8b63a; } }
    body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
      max-width: 80rem; padding: 1rem; overflow-wrap: anywhere; }
    h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
    a { color: var(--link); } a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); }
    .skip { position: absolute; left: -100rem; } .skip:focus { position: static; }
    .verdict { padding: .75rem 1rem; border-radius: .25rem; border-left: .5rem solid; font-size: 1.1rem; }
    .verdict strong { font-size: 1.6rem; display: block; }
    .good { color: var(--good); background: var(--good-paper); }
    .attention { color: var(--attention); background: var(--attention-paper); }
    .bad { color: var(--bad); background: var(--bad-paper); }
    span.good, span.attention, span.bad { padding: 0 .4em; border-radius: .2em; white-space: nowrap; }
    dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .25rem 1rem; }
    dt { color: var(--quiet); } dd { margin: 0; }
    @media (max-width: 40rem) { dl { display: block; } dd { margin-bottom: .5rem; } }
    .wide { overflow-x: auto; margin: 1rem 0; } tbody th { font-weight: normal; } table { border-collapse: collapse; font-size: .875rem; overflow-wrap: normal; }
    caption { text-align: left; color: var(--quiet); padding: .25rem 0; }
    th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem; text-align: left; vertical-align: top; }
    thead th { background: var(--soft); } tbody tr:nth-child(even) { background: var(--soft); }
    .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    td.instant, td.id { white-space: nowrap; } td.sentence { min-width: 14rem; } .id { font-family: ui-monospace, monospace; font-size: .8rem; }
    tr.sum th, tr.sum td { border-top: 2px solid var(--ink); font-weight: bold; }
    figure { margin: 1rem 0; } figcaption strong { display: block; }
    svg { display: block; margin-top: .5rem; } svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }
    svg.bars { width: 100%; max-width: 30rem; } svg.columns { width: 100%; min-width: 40rem; }
    .outage { fill: var(--bad-paper); } .grid { stroke: var(--line); } .bar { fill: var(--link); } .bar.bad { fill: var(--bad-bar); } .bar.attention { fill: var(--attention-bar); }
    details { margin: .5rem 0; } summary { color: var(--link); cursor: pointer; }
    @media print { svg.columns { min-width: 0; } body { max-width: none; font-size: 9pt; } thead { display: table-header-group; }
      .wide { overflow: visible; } tr { break-inside: avoid; } .skip { display: none; } }
    """
