// swift-tools-version: 6.1
import PackageDescription

// The house, drawn in docs/ARCHITECTURE.md: shims <- adapters -> Reconciliation <- tieout.
let package = Package(
    name: "tieout",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "tieout", targets: ["tieout"]),
        .executable(name: "tieout-portal", targets: ["tieout-portal"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        // The portal's alone: `swift build --product tieout` compiles none of them.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // C libraries: a module map and a header of shims each.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CAllocator"),

        // simdjson speaks C++: a shim with a C header, which decodes pages of Stripe objects into flat cells.
        .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),

        // The business.
        .target(name: "Reconciliation"),

        // Where tests can stop a run; nothing in builds for release.
        .target(name: "Failpoints"),

        // Adapters.
        .target(name: "HTTPTransport", dependencies: ["CCurl"]),
        .target(name: "StripeAPI", dependencies: ["Reconciliation", "HTTPTransport", "CSimdjson", "COpenSSL"]),
        .target(
            name: "PostgresLedger",
            dependencies: ["Reconciliation", "Failpoints", "CPostgres"],
            resources: [.embedInCode("Rules"), .embedInCode("Statements"), .embedInCode("Migrations")]
        ),
        .target(name: "Alerts", dependencies: ["Reconciliation", "HTTPTransport", "CCurl", "COpenSSL"]),
        .target(name: "ObjectStore", dependencies: ["Reconciliation", "HTTPTransport", "CCurl", "COpenSSL"]),
        .target(name: "Reports", dependencies: ["Reconciliation", "Failpoints", "CXlsxWriter", "COpenSSL", "CZlib"]),

        // A PostgreSQL server that runs on this machine, for the demo and the tests.
        .target(name: "PrivateCluster"),

        // A Stripe and an application that run on this machine, for the demo and the tests.
        .target(name: "StripeSimulator"),
        .target(
            name: "ReferenceApplication",
            dependencies: ["StripeSimulator", "PostgresLedger"],
            resources: [.embedInCode("Statements")]
        ),

        // The program.
        .executableTarget(
            name: "tieout",
            dependencies: [
                "Reconciliation", "Failpoints", "HTTPTransport", "StripeAPI", "PostgresLedger", "Reports", "Alerts",
                "ObjectStore", "StripeSimulator", "ReferenceApplication", "PrivateCluster", "CAllocator",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            // Leads to cron/, which `tieout init --scheduler` prints filled in.
            resources: [.embedInCode("Schedule/Files")]
        ),

        // Where finance signs in and downloads; a program of its own, so that the job builds no server framework.
        .executableTarget(
            name: "tieout-portal",
            dependencies: [
                "Reconciliation", "HTTPTransport", "PostgresLedger", "Reports", "CArchive", "COpenSSL",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),

        // Benchmarks: what they measure against, and the part of a run that they measure. See Benchmarks/README.md.
        .executableTarget(
            name: "BenchmarkServer",
            dependencies: [
                "StripeSimulator", "PrivateCluster",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Server"
        ),
        .executableTarget(
            name: "BenchmarkCollecting",
            dependencies: [
                "Reconciliation", "HTTPTransport", "StripeAPI", "PostgresLedger",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Collecting"
        ),
        .executableTarget(
            name: "BenchmarkMatching",
            dependencies: [
                "Reconciliation", "PostgresLedger", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Matching",
            exclude: ["psql_script", "world.sql"]
        ),
        .target(
            name: "ScaleWorld",
            dependencies: ["PostgresLedger"],
            path: "Benchmarks/scale/World",
            resources: [.embedInCode("world.sql")]
        ),
        .executableTarget(
            name: "BenchmarkScale",
            dependencies: [
                "ScaleWorld", "PostgresLedger", "PrivateCluster", "Reconciliation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/scale/Timing"
        ),

        .executableTarget(
            name: "BenchmarkReport",
            dependencies: [
                "Reconciliation", "Reports", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/report",
            exclude: ["report.sh", "table.py", "write_csv.py", "write_sheet.c"]
        ),
        .executableTarget(
            name: "BenchmarkPosting",
            dependencies: [
                "PostgresLedger", "PrivateCluster", "Reconciliation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/posting",
            exclude: ["table.py"],
            resources: [.embedInCode("world.sql"), .embedInCode("bare_call.sql")]
        ),

        // Tests: one target per module, the stories in ScenarioTests, the real binary in tieoutTests.
        .target(
            name: "TestSupport",
            dependencies: [
                "Reconciliation", "HTTPTransport", "StripeAPI", "PostgresLedger", "PrivateCluster", "StripeSimulator",
                "ReferenceApplication",
            ],
            path: "Tests/TestSupport"
        ),
        // Software of others on this machine that takes what channels send: a web server, a mail server.
        .target(name: "LocalPeers", path: "Tests/LocalPeers", exclude: ["Peers"]),
        // Ledgers as they are met in the wild, and what becomes of a sale in each.
        .target(
            name: "LedgerCorpus",
            dependencies: ["PostgresLedger"],
            path: "Tests/LedgerCorpus",
            resources: [.embedInCode("Ledgers")]
        ),
        .testTarget(name: "ReconciliationTests", dependencies: ["Reconciliation"]),
        .testTarget(name: "HTTPTransportTests", dependencies: ["HTTPTransport", "StripeSimulator"]),
        .testTarget(
            name: "StripeAPITests",
            dependencies: ["StripeAPI", "HTTPTransport", "Reconciliation", "StripeSimulator"]
        ),
        .testTarget(
            name: "PostgresLedgerTests",
            dependencies: [
                "PostgresLedger", "PrivateCluster", "ReferenceApplication", "Reconciliation", "TestSupport",
            ]
        ),
        .testTarget(name: "ReportsTests", dependencies: ["Reports", "Reconciliation"], exclude: ["Judges"]),
        .testTarget(
            name: "AlertsTests",
            dependencies: ["Alerts", "HTTPTransport", "Reconciliation", "LocalPeers"]
        ),
        .testTarget(
            name: "ObjectStoreTests",
            dependencies: ["ObjectStore", "HTTPTransport", "Reconciliation", "LocalPeers"]
        ),
        .testTarget(name: "StripeSimulatorTests", dependencies: ["StripeSimulator"]),
        .testTarget(
            name: "ReferenceApplicationTests",
            dependencies: ["PostgresLedger", "ReferenceApplication", "StripeSimulator", "TestSupport"]
        ),
        .testTarget(
            name: "ScenarioTests",
            dependencies: [
                "tieout", "Reconciliation", "PostgresLedger", "StripeSimulator", "ReferenceApplication", "ScaleWorld",
                "TestSupport", "LedgerCorpus",
            ]
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Reconciliation", "PostgresLedger", "StripeSimulator", "TestSupport"]
        ),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "tieout", "Failpoints", "LocalPeers", "PostgresLedger", "PrivateCluster", "Reconciliation",
                "ReferenceApplication", "StripeSimulator", "TestSupport",
            ]
        ),
        .testTarget(
            name: "tieoutTests",
            dependencies: [
                "tieout", "HTTPTransport", "PostgresLedger", "ReferenceApplication", "Reconciliation", "StripeAPI",
                "ObjectStore", "StripeSimulator", "TestSupport", "LocalPeers", "LedgerCorpus",
                .product(name: "Yams", package: "Yams"),
            ],
            exclude: ["Judges"]
        ),
        .testTarget(
            name: "PortalTests",
            dependencies: [
                "tieout-portal", "HTTPTransport", "LocalPeers", "PostgresLedger", "Reconciliation", "Reports",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
