import Desk
import Foundation
import Mustache
import Store
import TestSupport
import Testing

@testable import Web

@Suite struct PageTests {
    private static func views(_ templates: String = Project.path("Templates")) throws -> Views {
        try Views(
            templates: templates, assets: try Assets(folder: Project.path("Public")), deskName: "Desk")
    }

    private static func samples() -> [any Page] { Views.pages.flatMap { all(of: $0) } }

    private static func all<P: Page>(of page: P.Type) -> [any Page] { page.samples }

    @Test func `every page and fragment has samples, and they are rendered whole`() throws {
        let views = try Self.views()
        for page in Views.pages { #expect(!Self.all(of: page).isEmpty, "\(page)") }
        for sample in Self.samples() {
            let text = try views.text(sample)
            #expect(!text.isEmpty && !text.contains("{{") && !text.contains("}}"))
        }
    }

    @Test func `a page has one language, one title, one main part, one heading and one status`() throws {
        let views = try Self.views()
        for sample in Self.samples() {
            let text = try views.text(sample)
            guard text.hasPrefix("<!DOCTYPE html>") else { continue }
            for part in ["<html lang=\"en\">", "<title>", "<main ", "</main>", "<h1", "</html>", "name=\"viewport\""] {
                #expect(text.components(separatedBy: part).count == 2, "\(type(of: sample)): \(part)")
            }
            #expect(text.components(separatedBy: "role=\"status\"").count <= 2, "\(type(of: sample))")
        }
    }

    @Test func `a fragment is one element with the id by which it is replaced`() throws {
        let views = try Self.views()
        for sample in Self.samples() {
            let text = try views.text(sample)
            guard !text.hasPrefix("<!DOCTYPE html>") else { continue }
            #expect(text.firstMatch(of: #/^\s*<[a-z]+[^>]* id="[a-z0-9-]+"/#) != nil, "\(type(of: sample))")
        }
    }

    @Test func `an id stands in a page once`() throws {
        let views = try Self.views()
        for sample in Self.samples() where !(sample is DashboardPage) && !(sample is PeoplePage) {
            let ids = try views.text(sample).matches(of: #/\sid="([^"]*)"/#).map { String($0.output.1) }
            #expect(ids.count == Set(ids).count, "\(type(of: sample))")
        }
    }

    @Test func `every field has its label, and what describes it is there`() throws {
        let views = try Self.views()
        for sample in Self.samples() {
            let text = try views.text(sample)
            let labelled = Set(text.matches(of: #/<label for="([^"]*)"/#).map { String($0.output.1) })
            let ids = Set(text.matches(of: #/\sid="([^"]*)"/#).map { String($0.output.1) })
            for match in text.matches(of: #/<(?:input|textarea) id="([^"]*)"/#) {
                #expect(labelled.contains(String(match.output.1)), "\(type(of: sample)): \(match.output.1)")
            }
            for match in text.matches(of: #/aria-(?:describedby|labelledby)="([^"]*)"/#) {
                for id in match.output.1.split(separator: " ") {
                    #expect(ids.contains(String(id)), "\(type(of: sample)): \(id)")
                }
            }
        }
    }

    // MARK: What does not start

    private static func changed(_ change: (String) throws -> Void) throws -> (
        folder: TemporaryFolder, templates: String
    ) {
        let folder = try TemporaryFolder()
        let templates = folder.path + "/Templates"
        try FileManager.default.copyItem(atPath: Project.path("Templates"), toPath: templates)
        try change(templates)
        return (folder, templates)
    }

    private static func append(_ text: String, to path: String) throws {
        let before = try String(contentsOfFile: path, encoding: .utf8)
        try (before + text).write(toFile: path, atomically: true, encoding: .utf8)
    }

    @Test(arguments: [
        ("tickets/home", "{{nothing}}"), ("dashboard/row", "{{layout.title}}"), ("errors/page", "{{>nowhere}}"),
        ("people/person", "{{#id}}"), ("shared/time", "{{{iso}}}"), ("sessions/sign-in", "{{=<% %>=}}"),
        ("tickets/customer", "{{/ticket}}"), ("shared/desk-state", "{{"), ("dashboard/counts", "{{customer}}"),
        ("layouts/head", "{{layout.title}}"),
    ])
    func `a desk with a broken template does not open`(template: String, mistake: String) throws {
        let (folder, templates) = try Self.changed { try Self.append(mistake, to: "\($0)/\(template).mustache") }
        #expect(throws: (any Error).self) { try Self.views(templates) }
        withExtendedLifetime(folder) {}
    }

    @Test(arguments: ["tickets/home", "errors/page", "shared/time", "layouts/head"])
    func `a desk with a missing template does not open`(template: String) throws {
        let (folder, templates) = try Self.changed {
            try FileManager.default.removeItem(atPath: "\($0)/\(template).mustache")
        }
        #expect(throws: (any Error).self) { try Self.views(templates) }
        withExtendedLifetime(folder) {}
    }

    @Test func `a desk with a template nobody uses does not open, and says which`() throws {
        let (folder, templates) = try Self.changed {
            try "x".write(toFile: "\($0)/shared/leftover.mustache", atomically: true, encoding: .utf8)
        }
        let error = #expect(throws: Views.Problem.self) { try Self.views(templates) }
        #expect(error?.description == "No page uses the templates shared/leftover.")
        withExtendedLifetime(folder) {}
    }

    @Test func `a desk without its folders does not open`() {
        #expect(throws: (any Error).self) { try Self.views("/nowhere") }
        #expect(throws: (any Error).self) { try Assets(folder: "/nowhere") }
        #expect(throws: Assets.Missing.self) { try Assets(folder: Project.path("Templates")) }
    }

    @Test func `one changed byte gives all files other addresses`() throws {
        let folder = try TemporaryFolder()
        let copy = folder.path + "/Public"
        try FileManager.default.copyItem(atPath: Project.path("Public"), toPath: copy)
        let before = try Assets(folder: copy).base
        #expect(try Assets(folder: Project.path("Public")).base == before)
        try Self.append(" ", to: copy + "/css/deskbell.css")
        #expect(try Assets(folder: copy).base != before)
    }
}
