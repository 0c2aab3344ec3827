/// The text exposition format of Prometheus, version 0.0.4.
enum PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(of snapshots: [MetricSnapshot]) -> String {
        snapshots.map { snapshot in
            let written = snapshot.series.flatMap { lines(of: $0, snapshot.name) }.map { $0 + "\n" }.joined()
            return "# TYPE \(snapshot.name) \(snapshot.kind.rawValue)\n" + written
        }.joined()
    }

    /// A name of letters, digits and underscores; whatever else stands in one becomes an underscore.
    static func name(_ label: String) -> String {
        var name = String.UnicodeScalarView()
        for scalar in label.unicodeScalars {
            if name.isEmpty, ("0"..."9").contains(scalar) { name.append("_") }
            name.append(isNameScalar(scalar) ? scalar : "_")
        }
        return String(name)
    }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_": true
        default: false
        }
    }

    // MARK: Lines

    private static func lines(of series: MetricSnapshot.Series, _ name: String) -> [String] {
        switch series.reading {
        case .count(let count): return [line(name, series.labels, String(count))]
        case .level(let level): return [line(name, series.labels, number(level))]
        case .spread(let within, let count, let sum):
            var buckets = zip(HistogramSeries.bounds, within).map { (number($0), $1) }
            buckets.append(("+Inf", count))
            let rising = buckets.map { bound, within in
                line(name + "_bucket", series.labels + [MetricLabel(name: "le", value: bound)], String(within))
            }
            return rising + [
                line(name + "_sum", series.labels, number(sum)), line(name + "_count", series.labels, String(count)),
            ]
        }
    }

    private static func line(_ name: String, _ labels: [MetricLabel], _ value: String) -> String {
        guard !labels.isEmpty else { return "\(name) \(value)" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value))\"" }
        return "\(name){\(pairs.joined(separator: ","))} \(value)"
    }

    /// Whole numbers without a fraction, others in the shortest form that reads back as the same number.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        guard value.isFinite else { return value > 0 ? "+Inf" : "-Inf" }
        guard let whole = Int64(exactly: value), whole.magnitude < 1 << 53 else { return "\(value)" }
        return String(whole)
    }

    /// A label's value between its quotes.
    private static func escaped(_ value: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\", "\"":
                out.append("\\")
                out.append(scalar)
            case "\n":
                out.append("\\")
                out.append("n")
            default: out.append(scalar)
            }
        }
        return String(out)
    }
}
