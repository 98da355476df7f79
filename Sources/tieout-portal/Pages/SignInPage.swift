import Hummingbird
import Reports

/// The door: a name and a password, and why the last try did not open it.
struct SignInPage {
    /// Where whoever signs in wanted to go.
    let target: String
    /// What a name looks like here.
    let nameLabel: StaticString
    /// Whether there is any way in by name and password.
    let takesPasswords: Bool
    var problem: String?
    /// The name of that try, so that nobody has to type it again.
    var name: String?
    var status: HTTPResponse.Status = .ok

    func response() -> Response {
        Response(page: "Sign in", status: status, for: nil) { html in
            html.markup("<h1>Credit reconciliations: sign in</h1>\n")
            if let problem { html.element("<p class=\"notice bad\" role=\"alert\">", problem, "</p>\n") }
            guard takesPasswords else {
                html.markup("<p>You are signed in by the proxy before this portal, or by your application. ")
                html.markup("If you see this page, they did not say who you are: tell whoever runs the portal.</p>\n")
                return
            }
            html.markup("<form class=\"sign-in\" method=\"post\" action=\"/sign-in\">")
            html.element("<input type=\"hidden\" name=\"to\" value=\"", target, "\">\n<p><label for=\"name\">")
            html.markup(nameLabel)
            html.markup("</label><input id=\"name\" name=\"name\" autocomplete=\"username\" autocapitalize=\"none\" ")
            html.element("spellcheck=\"false\" required maxlength=\"200\" value=\"", name ?? "", "\"></p>\n")
            html.markup("<p><label for=\"password\">Password</label>")
            html.markup("<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" ")
            html.markup("required maxlength=\"1024\"></p>\n<p><button class=\"first\">Sign in</button></p></form>\n")
        }
    }
}

/// The page behind a one-time link: a button, so that whoever looks at links beforehand does not use it up.
struct OneTimeLinkPage {
    let token: String

    func response() -> Response {
        Response(page: "Sign in", for: nil) { html in
            html.markup("<h1>Credit reconciliations: sign in</h1>\n<p>This link signs in once.</p>\n")
            html.markup("<form method=\"post\" action=\"/sign-in/link\">")
            html.element("<input type=\"hidden\" name=\"token\" value=\"", token, "\">")
            html.markup("<p><button class=\"first\">Sign in</button></p></form>\n")
        }
    }
}
