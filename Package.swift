// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is held to the same rules; dependencies keep theirs.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

extension Target.Dependency {
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let hummingbirdCore = product(name: "HummingbirdCore", package: "hummingbird")
    static let hummingbirdTLS = product(name: "HummingbirdTLS", package: "hummingbird")
    static let hummingbirdTesting = product(name: "HummingbirdTesting", package: "hummingbird")
    static let httpTypes = product(name: "HTTPTypes", package: "swift-http-types")
    static let logging = product(name: "Logging", package: "swift-log")
    static let coreMetrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let unixSignals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let asyncAlgorithms = product(name: "AsyncAlgorithms", package: "swift-async-algorithms")
    static let asyncHTTPClient = product(name: "AsyncHTTPClient", package: "async-http-client")
    static let nioCore = product(name: "NIOCore", package: "swift-nio")
    static let nioPosix = product(name: "NIOPosix", package: "swift-nio")
    static let nioHTTP1 = product(name: "NIOHTTP1", package: "swift-nio")
    static let nioHTTPTypes = product(name: "NIOHTTPTypes", package: "swift-nio-extras")
    static let nioHTTPTypesHTTP1 = product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
    static let nioEmbedded = product(name: "NIOEmbedded", package: "swift-nio")
    static let nioWebSocket = product(name: "NIOWebSocket", package: "swift-nio")
    static let nioSSL = product(name: "NIOSSL", package: "swift-nio-ssl")
    static let grdb = product(name: "GRDB", package: "GRDB.swift")
}

let package = Package(
    name: "deskbell",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "deskbell", targets: ["Deskbell"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "Deskbell",
            dependencies: [
                "Desk", "GenesysDouble", "Secrets", "Store", "LineDoubles", "Telephony", "TwilioDouble", "Web",
                .coreMetrics, .hummingbird, .logging,
                .lifecycle,
                .nioCore, .nioSSL, .unixSignals,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Web",
            dependencies: [
                "Desk", "Mustache", "Secrets", "Store", "Telephony", "WebSocketUpgrade",
                .hummingbird, .hummingbirdTLS, .asyncAlgorithms, .asyncHTTPClient, .httpTypes, .hummingbirdCore,
                .logging, .lifecycle,
                .coreMetrics, .nioCore, .nioHTTP1,
                .nioSSL,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Store", dependencies: ["CLibPQ", "Desk", "Secrets", "Workers", .grdb, .logging],
            swiftSettings: settings),
        .target(
            name: "Telephony",
            dependencies: [
                "Desk", "Secrets", .asyncHTTPClient, .nioCore, .nioHTTP1, .nioPosix, .nioSSL, .nioWebSocket,
            ],
            swiftSettings: settings),
        .target(
            name: "TwilioDouble",
            dependencies: [
                "Desk", "Secrets", "Telephony", "WebSocketUpgrade",
                .asyncHTTPClient, .hummingbird, .hummingbirdCore, .httpTypes, .logging, .lifecycle, .nioCore, .nioHTTP1,
            ],
            resources: [.embedInCode("Resources")],
            swiftSettings: settings
        ),
        .target(
            name: "LineDoubles",
            dependencies: [
                "WebSocketUpgrade", .hummingbird, .hummingbirdCore, .httpTypes, .logging, .lifecycle, .nioCore,
            ],
            resources: [.embedInCode("Resources")],
            swiftSettings: settings
        ),
        .target(
            name: "GenesysDouble",
            dependencies: [
                "Desk", "Secrets", "WebSocketUpgrade", .hummingbird, .hummingbirdCore, .httpTypes, .logging,
                .lifecycle, .nioCore,
            ],
            resources: [.embedInCode("Resources")],
            swiftSettings: settings
        ),
        .target(name: "Desk", dependencies: ["CPhoneNumber"], swiftSettings: settings),
        .target(name: "Secrets", dependencies: ["CLibcrypto", "Workers"], swiftSettings: settings),
        .target(name: "Workers", swiftSettings: settings),
        .target(name: "Mustache", swiftSettings: settings),
        .target(
            name: "WebSocketUpgrade",
            dependencies: [
                .hummingbirdCore, .httpTypes, .logging, .lifecycle, .nioCore, .nioHTTP1, .nioHTTPTypes,
                .nioHTTPTypesHTTP1,
                .nioWebSocket,
            ],
            swiftSettings: settings
        ),
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),
        .target(
            name: "TestSupport",
            dependencies: [
                "Desk", "Secrets", "Store", "Web", .hummingbird, .hummingbirdTesting, .httpTypes, .logging, .nioCore,
                .nioHTTP1,
            ],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .testTarget(name: "MustacheTests", dependencies: ["Mustache"], swiftSettings: settings),
        .testTarget(name: "WorkersTests", dependencies: ["Workers"], swiftSettings: settings),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets"], swiftSettings: settings),
        .testTarget(name: "DeskTests", dependencies: ["Desk"], swiftSettings: settings),
        .testTarget(
            name: "TelephonyTests",
            dependencies: [
                "Desk", "Secrets", "Telephony", .asyncHTTPClient, .nioCore, .nioHTTP1, .nioPosix, .nioSSL,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TwilioDoubleTests",
            dependencies: [
                "Desk", "Secrets", "Telephony", "TwilioDouble", .asyncHTTPClient, .hummingbird, .httpTypes, .logging,
                .nioCore,
                .nioHTTP1,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GenesysDoubleTests",
            dependencies: [
                "Desk", "GenesysDouble", "Secrets", "Telephony", "TestSupport", .asyncHTTPClient, .logging, .nioCore,
                .nioHTTP1,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LineDoublesTests", dependencies: ["LineDoubles", .asyncHTTPClient, .logging, .nioCore, .nioHTTP1],
            swiftSettings: settings),
        .testTarget(
            name: "StoreTests", dependencies: ["Desk", "Secrets", "Store", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "WebSocketUpgradeTests",
            dependencies: [
                "WebSocketUpgrade", .hummingbird, .hummingbirdCore, .hummingbirdTLS, .httpTypes, .lifecycle, .logging,
                .nioCore, .nioEmbedded, .nioHTTP1, .nioPosix, .nioSSL, .nioWebSocket,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Desk", "Mustache", "Secrets", "Store", "Telephony", "TestSupport", "TwilioDouble", "Web",
                "WebSocketUpgrade", .hummingbird,
                .coreMetrics, .hummingbirdTesting, .httpTypes, .logging, .nioCore, .nioEmbedded,
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "ArchitectureTests", dependencies: ["Mustache"], swiftSettings: settings),
    ],
    cxxLanguageStandard: .cxx17
)

// What `make fuzz` builds: our targets with coverage for libFuzzer, and the program that feeds their parsers.
if let sanitizers = Context.environment["DESKBELL_FUZZ"] {
    let swift: [SwiftSetting] = [.unsafeFlags(["-sanitize=\(sanitizers)", "-enable-testing"])]
    for target in package.targets where target.type == .regular {
        target.swiftSettings = (target.swiftSettings ?? []) + swift
        target.cxxSettings = [.unsafeFlags(["-fsanitize=\(sanitizers)"])]
    }
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Fuzz/CLibFuzzer"),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["CLibFuzzer", "Desk", "Mustache", "Secrets", "Store", "Telephony", "Web", .httpTypes],
            path: "Fuzz/Harness",
            swiftSettings: settings + swift,
            // The linker named "gold" stumbles over the runtime's debug information.
            linkerSettings: [.unsafeFlags(["-sanitize=\(sanitizers)", "-use-ld=lld"])]
        ),
    ]
}
