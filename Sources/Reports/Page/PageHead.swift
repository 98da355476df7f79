extension HTML {
    /// Begins a page that needs nothing from elsewhere and runs nothing: up to and with the opening of its main part.
    ///
    /// - Parameter target: a page that a browser opens in its place.
    mutating func beginPage(
        title: String,
        skip: StaticString,
        to anchor: StaticString,
        leadingTo target: String? = nil
    ) {
        markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
        markup("style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n")
        markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        markup("<meta name=\"referrer\" content=\"no-referrer\">\n")
        if let target { element("<meta http-equiv=\"refresh\" content=\"0; url=", target, "\">\n") }
        element("<title>", title, "</title>\n<style>\n")
        markup(pageStyle)
        markup("\n</style></head><body><a class=\"skip\" href=\"#")
        markup(anchor)
        markup("\">")
        markup(skip)
        markup("</a><main>\n")
    }

    /// Ends what ``beginPage(title:skip:to:leadingTo:)`` began.
    mutating func endPage() { markup("</main></body></html>\n") }
}
