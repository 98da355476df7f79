import Foundation
import Synchronization

/// A program that was started and has to be waited for.
package final class RunningProgram: Sendable {
    /// Its process id, which is also its group's.
    package let process: pid_t
    private let output: String
    private let notes: String
    private let isReadable: Bool
    private let hasEnded = Mutex(false)

    package init(process: pid_t, output: String, notes: String, isReadable: Bool) {
        (self.process, self.output, self.notes, self.isReadable) = (process, output, notes, isReadable)
    }

    /// Sends it a signal, unless it has ended.
    package func send(_ signal: Int32) {
        hasEnded.withLock { hasEnded in
            if !hasEnded { kill(process, signal) }
        }
    }

    /// Sends a signal to it and to what it started, as a terminal does.
    package func sendToGroup(_ signal: Int32) {
        hasEnded.withLock { hasEnded in
            if !hasEnded { kill(-process, signal) }
        }
    }

    /// The rest of the first line of its output that begins so, as soon as it is written; nil when it ends without one.
    package func line(beginning start: String) -> String? {
        while true {
            // Looked at first: what it wrote before it ended is there then.
            let isAlive = isRunning
            let written = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
            for line in written.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                if line.hasPrefix(start) { return String(line.dropFirst(start.count)) }
            }
            guard isAlive else { return nil }
            usleep(10_000)
        }
    }

    /// What it has said so far on standard error.
    package var notesSoFar: String { (try? String(contentsOfFile: notes, encoding: .utf8)) ?? "" }

    /// Whether it has not ended yet.
    package var isRunning: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_signo == 0
    }

    /// Waits for its end. One that takes longer than the cap is killed, which shows as status 128 + 9.
    package func ending(within cap: DispatchTimeInterval = .seconds(120)) throws -> Ending {
        let guillotine = DispatchWorkItem { self.send(SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + cap, execute: guillotine)
        defer { guillotine.cancel() }
        // Known to have ended before its id is given back, so that no signal ever meets another process of that id.
        var info = siginfo_t()
        while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) != 0 {
            guard errno == EINTR else { throw POSIXError(.ECHILD) }
        }
        hasEnded.withLock { $0 = true }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw POSIXError(.ECHILD) }
        }
        let signal = status & 0x7F
        return Ending(
            status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
            output: isReadable ? try String(contentsOfFile: output, encoding: .utf8) : "",
            notes: isReadable ? try String(contentsOfFile: notes, encoding: .utf8) : ""
        )
    }
}

/// How a program ended and what it said.
package struct Ending: Sendable {
    /// The exit status; 128 and the signal's number for one that a signal ended.
    package let status: Int32
    /// What went to standard output.
    package let output: String
    /// What went to standard error.
    package let notes: String
}
