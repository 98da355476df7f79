// swift-tools-version: 6.1
import PackageDescription

// The parts of Tieout that read what others wrote, built with libFuzzer and AddressSanitizer. `Sources` leads to the product's
// own folders; a package of its own, so that the product's build knows nothing of it. Run by scripts/fuzz.
let swift: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer,address", "-parse-as-library"])]
let cxx: [CXXSetting] = [.unsafeFlags(["-fsanitize=fuzzer-no-link,address"])]

let package = Package(
    name: "tieout-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.0")],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq"),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto"),
        .target(name: "CSimdjson", cxxSettings: cxx, linkerSettings: [.linkedLibrary("simdjson")]),
        .target(name: "Reconciliation", swiftSettings: swift),
        .target(name: "Failpoints", swiftSettings: swift),
        .target(name: "HTTPTransport", dependencies: ["CCurl"], swiftSettings: swift),
        .target(
            name: "StripeAPI",
            dependencies: ["Reconciliation", "HTTPTransport", "CSimdjson", "COpenSSL"],
            swiftSettings: swift
        ),
        .target(
            name: "PostgresLedger",
            dependencies: ["Reconciliation", "Failpoints", "CPostgres"],
            resources: [.embedInCode("Rules"), .embedInCode("Statements"), .embedInCode("Migrations")]
        ),
        .target(
            name: "Reports",
            dependencies: ["Reconciliation", "Failpoints", "CXlsxWriter", "COpenSSL", "CZlib"],
            swiftSettings: swift
        ),
        .target(
            name: "Alerts",
            dependencies: ["Reconciliation", "HTTPTransport", "CCurl", "COpenSSL"],
            swiftSettings: swift
        ),
        .target(
            name: "ObjectStore",
            dependencies: ["Reconciliation", "HTTPTransport", "CCurl", "COpenSSL"],
            swiftSettings: swift
        ),
        // Of the program, what reads the configuration.
        .target(
            name: "Configuration",
            dependencies: [
                "Reconciliation", "HTTPTransport", "StripeAPI", "PostgresLedger", "Reports", "Alerts",
                "ObjectStore",
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["Alerts", "Apply", "Backfill", "Commands", "Demo", "Doctor", "Init", "Outages", "Replay", "Run", "Schedule", "Upload"],
            sources: ["Configuration", "Console/Failure.swift", "Console/ExitStatus.swift"],
            swiftSettings: swift
        ),
        .executableTarget(
            name: "Fuzzing",
            dependencies: ["Configuration", "PostgresLedger", "Reconciliation", "Reports", "StripeAPI"],
            swiftSettings: swift,
            // libFuzzer itself, without its main, is added by scripts/fuzz, which knows where the toolchain is.
            linkerSettings: [.unsafeFlags(["-sanitize=address"])]
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
