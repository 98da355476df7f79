import Reconciliation

@testable import StripeAPI

/// The records of a list answer with these objects, each row as `column=value` in the schema's order, nulls left out.
func decoded(_ kind: RecordKind, _ objects: String...) throws -> [String] {
    let body = #"{"object":"list","url":"/v1/x","has_more":false,"data":["# + objects.joined(separator: ",") + "]}"
    return rows(try RecordDecoder(kind).page(Array(body.utf8), as: .page(after: nil), requestID: nil))
}

/// A page's rows as `column=value` in the schema's order, nulls left out.
func rows(_ page: RecordPage) -> [String] {
    let columns = RecordSchema.of(page.kind).columns
    return (0..<page.count).map { row in
        columns.indices.compactMap { column in
            let cell = page.cell(row: row, column: column)
            guard !cell.isNull else { return nil }
            switch columns[column].type {
            case .text, .reference, .json: return "\(columns[column].name)=\(page.text(row: row, column: column) ?? "")"
            case .integer, .instant: return "\(columns[column].name)=\(cell.number)"
            case .boolean: return "\(columns[column].name)=\(cell.number == 1)"
            }
        }
        .joined(separator: " ")
    }
}

/// A small refund with more or other keys: `id`, `object`, `created`, `amount` and `currency` are what must be there.
func refund(_ more: String = "", id: String = #""re_1""#, amount: String = "500", created: String = "1700000000")
    -> String
{
    #"{"id":\#(id),"object":"refund","amount":\#(amount),"created":\#(created),"currency":"usd"\#(more)}"#
}
