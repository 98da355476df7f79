/// Blots keys out of texts that others wrote: Stripe repeats part of a wrong key in its sentence.
public enum KeyRedaction {
    /// The text with each `sk_…`, `rk_…`, `pk_…` and `whsec_…` cut to its prefix and `***`.
    public static func redacted(_ text: String) -> String {
        text.replacing(/\b((?:sk|rk|pk)_(?:org_)?(?:live_|test_)?|whsec_)[A-Za-z0-9*_]+/) { "\($0.output.1)***" }
    }
}
