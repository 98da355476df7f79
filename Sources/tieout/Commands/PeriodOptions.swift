import ArgumentParser
import Reconciliation

/// A period that is chosen by its instants.
struct PeriodOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The first instant of the period, RFC 3339 with a zone.", valueName: "instant"),
        transform: Instant.argument
    )
    var since: Instant?

    @Option(
        help: ArgumentHelp(
            "The first instant after the period; default: now less the settling time.",
            valueName: "instant"
        ),
        transform: Instant.argument
    )
    var until: Instant?
}
