import Hummingbird
import Reports

extension Response {
    /// A page of the portal: its head, what `body` adds, and who is signed in.
    init(
        page title: String,
        status: HTTPResponse.Status = .ok,
        for visitor: Visitor?,
        _ body: (inout HTML) -> Void
    ) {
        var html = HTML()
        html.markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        html.element("<title>", title, " · Tieout</title>\n<link rel=\"stylesheet\" href=\"/style.css\"></head>\n")
        html.markup("<body><a class=\"skip\" href=\"#main\">Skip to the content</a>\n")
        if let visitor { html.header(for: visitor) }
        html.markup("<main id=\"main\">\n")
        body(&html)
        html.markup("</main></body></html>\n")
        self.init(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(bytes: html.bytes))
        )
    }
}

extension HTML {
    /// Adds where one can go, who is signed in, and the way out.
    fileprivate mutating func header(for visitor: Visitor) {
        markup("<header><nav aria-label=\"Portal\"><a href=\"/\">All runs</a>")
        if visitor.account.role == .approver { markup("<a href=\"/audit\">Audit</a>") }
        element("</nav><p>Signed in as <strong>", visitor.account.name, "</strong>, ")
        text(visitor.account.role.rawValue)
        markup("</p>")
        if visitor.session != nil {
            markup("<form method=\"post\" action=\"/sign-out\">")
            formToken(of: visitor)
            markup("<button>Sign out</button></form>")
        }
        markup("</header>\n")
    }

    /// Adds what shows that a form was filled in on a page of the portal.
    mutating func formToken(of visitor: Visitor) {
        element("<input type=\"hidden\" name=\"form_token\" value=\"", visitor.formToken, "\">")
    }

    /// Adds a status in its words and colour.
    mutating func status(_ words: String, _ tone: Tone) {
        markup("<span class=\"")
        markup(tone.className)
        element("\">", words, "</span>")
    }

    /// Adds a definition of a list.
    mutating func definition(_ term: String, _ meaning: String) {
        element("<dt>", term, "</dt>")
        element("<dd>", meaning, "</dd>\n")
    }
}
