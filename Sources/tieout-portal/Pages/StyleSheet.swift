import Hummingbird
import Reports

/// The style of every page: the reports' own, and what only the portal has.
enum StyleSheet {
    static let response = Response(
        status: .ok,
        headers: [.contentType: "text/css; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: "\(pageStyle)\n\(additions)\n"))
    )

    private static let additions = """
        body > header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline;
          border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
        body > header p { margin: 0; margin-left: auto; } body > header nav { display: flex; gap: 1rem; }
        form p { margin: .5rem 0; } label { display: block; } form.filter label, td label { display: inline-block; margin-right: 1rem; }
        input, select, textarea, button { font: inherit; color: var(--ink); background: var(--paper);
          border: 1px solid var(--quiet); border-radius: .25rem; padding: .35rem .6rem; max-width: 100%; box-sizing: border-box; }
        form.sign-in input { width: 22rem; } textarea { width: 40rem; min-height: 5rem; display: block; }
        button { cursor: pointer; background: var(--soft); } button.first { background: var(--link); color: var(--paper); border-color: var(--link); }
        input:focus-visible, select:focus-visible, textarea:focus-visible, button:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
        .wide { position: relative; } .unseen { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; white-space: nowrap; }
        td.what { white-space: nowrap; } td.id, th.id { overflow-wrap: anywhere; white-space: normal; min-width: 9rem; }
        td.detail { overflow-wrap: anywhere; } form.filter p { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
        .sum256 { font-family: ui-monospace, monospace; font-size: .75rem; word-break: break-all; }
        ul.facts { margin: 0; padding-left: 1rem; } .notice { padding: .5rem 1rem; border-left: .5rem solid; }
        @media print { body > header, form { display: none; } }
        """
}
