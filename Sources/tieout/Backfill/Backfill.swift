import Foundation
import PostgresLedger
import Reconciliation
import Reports
import StripeAPI

/// Makes up for the past: a run over a period, window by window where it is long, or over single objects; and at the end
/// one line that says how the period stands.
struct Backfill {
    let configuration: Configuration
    let console: Output

    /// Runs over the period.
    ///
    /// - Throws: ``Failure``, and the adapters' errors; then the line says that it is incomplete, what was posted stands, and
    ///   the same command goes on.
    func run(over asked: BackfillPeriod) async throws -> ExitStatus {
        let began = Instant.now
        let windows = try asked.windows(configuration, now: began)
        let earlier = windows.count > 1 ? try await earlierWindows(of: windows, now: began) : .none
        let whole = try PeriodChoice(since: asked.since, until: asked.until)
            .period(watermark: nil, configuration: configuration, now: began)
        await tellEstimate(over: whole, from: windows[earlier.summaries.count])
        var story = BackfillStory(
            period: whole,
            windows: windows.count,
            earlier: earlier,
            applies: configuration.applies
        )
        if !earlier.summaries.isEmpty {
            console.note("goes on: \(earlier.summaries.count) of \(windows.count) windows were examined before")
        }
        for (number, window) in windows.enumerated().dropFirst(earlier.summaries.count) {
            var window = window
            // What an earlier window has looked at is not asked for again.
            if number > 0 { window.books = .itemsLookedAt(before: began) }
            if windows.count > 1 { console.note("window \(number + 1) of \(windows.count)") }
            do {
                story.add(try await perform(window, after: story))
            } catch {
                if console.format == .text { console.line(story.incompleteSentence) }
                throw error
            }
            if story.status == .broken { break }
        }
        return end(story, "of the period")
    }

    /// Runs over what was asked for by id; `typed` is the command.
    ///
    /// - Throws: as ``run(over:)``.
    func run(over records: AskedRecords, named name: String, typed: String) async throws -> ExitStatus {
        let choice = PeriodChoice(
            since: nil,
            until: nil,
            purpose: .backfillingObjects(records),
            books: .nothing,
            typed: typed
        )
        let period = try records.period(otherwise: .now)
        var story = BackfillStory(period: period, windows: 1, earlier: .none, applies: configuration.applies)
        story.add(try await perform(choice, after: story))
        return end(story, "of \(name)")
    }

    /// Runs over a window, within what the windows before it have left of the limits.
    private func perform(_ choice: PeriodChoice, after story: BackfillStory) async throws -> RunSession.Ended {
        var configuration = configuration
        let granted = story.granted
        configuration.limits.grantsPerRun = max(0, configuration.limits.grantsPerRun - granted.count)
        configuration.limits.creditsPerRun = max(0, configuration.limits.creditsPerRun - granted.credits)
        let ended = try await RunSession(configuration: configuration, console: console).perform(choice)
        if console.format == .text {
            RunPrinter(console: console, choice: choice)
                .print(ended)
            PlanListing(ended.result, folder: ended.folder).print(to: console)
        }
        return ended
    }

    private func end(_ story: BackfillStory, _ of: String) -> ExitStatus {
        console.line(story.sentence(of))
        console.json(story.json(of))
        return story.status
    }

    private func earlierWindows(of windows: [PeriodChoice], now: Instant) async throws -> EarlierWindows {
        let ledger = try await configuration.connectedLedger()
        let runs = try await ledger.runs(limit: 1_000)
        await ledger.disconnect()
        return EarlierWindows(of: windows, in: runs, applies: configuration.applies, now: now)
    }

    /// Says what will be read, on standard error; where Stripe does not answer, the run itself says why.
    private func tellEstimate(over period: Period, from window: PeriodChoice) async {
        guard !console.isQuiet, let stripe = try? configuration.stripeClient(),
            let rest = try? Period(since: window.since ?? period.since, cutOff: period.cutOff),
            let estimate = try? await ReadEstimate(of: rest, by: stripe)
        else { return }
        console.note("estimate: \(estimate.sentence(over: rest, at: stripe.configuration.rates))")
        if estimate.allowance(over: rest).isLarge {
            console.note("others who read this account may go short of reads: Stripe budgets them over 30 days")
        }
    }
}
