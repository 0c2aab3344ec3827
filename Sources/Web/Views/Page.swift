import Mustache

/// A page or fragment: finished values for one template.
protocol Page {
    static var template: String { get }
    /// One value for each branch the template has; every page is rendered with these before the desk serves.
    static var samples: [Self] { get }
    var value: MustacheValue { get }
}
