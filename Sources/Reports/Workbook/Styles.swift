import CXlsxWriter

/// A cell format of a workbook; it lives as long as the workbook.
typealias Format = UnsafeMutablePointer<lxw_format>

/// The formats of a workbook: one font, few colours, one meaning each.
struct Styles {
    let title, subtitle, heading, label, note, header, numberHeader: Format
    let text, wrapped, integer, figure, instant, link: Format
    let good, attention, bad, neutral: Format
    let verdictGood, verdictAttention, verdictBad: Format
    let zero, notZero: Format
    let sumLabel, sumInteger: Format
    /// Room for an entry by hand: a line below it.
    let entry: Format
    private let money, sumMoney: [Format]

    /// A text with more than 15 digits stands where Excel would round the number.
    var amountAsText: Format { attention }

    init(in workbook: UnsafeMutablePointer<lxw_workbook>) {
        let palette = Palette(workbook: workbook)
        title = palette.plain(size: 20, bold: true)
        subtitle = palette.plain(size: 12, colour: 0x595959)
        heading = palette.plain(size: 13, bold: true)
        label = palette.plain(bold: true)
        note = palette.plain(colour: 0x595959)
        header = palette.filled(0x1F3864, colour: 0xFFFFFF, bold: true)
        format_set_text_wrap(header)
        format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        numberHeader = palette.filled(0x1F3864, colour: 0xFFFFFF, bold: true)
        format_set_text_wrap(numberHeader)
        format_set_align(numberHeader, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        format_set_align(numberHeader, UInt8(LXW_ALIGN_RIGHT.rawValue))
        text = palette.plain()
        wrapped = palette.plain()
        format_set_text_wrap(wrapped)
        figure = palette.number("#,##0")
        format_set_align(figure, UInt8(LXW_ALIGN_LEFT.rawValue))
        integer = palette.number("#,##0")
        instant = palette.number("yyyy-mm-dd hh:mm:ss")
        link = palette.plain(colour: 0x0563C1)
        format_set_underline(link, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
        (good, attention, bad, neutral) = (
            palette.filled(0xE2F0D9, colour: 0x1E4620), palette.filled(0xFFF2CC, colour: 0x5F4600),
            palette.filled(0xF8CBAD, colour: 0x7B1F00), palette.plain()
        )
        (verdictGood, verdictAttention, verdictBad) = (
            palette.filled(0x2E7D32, colour: 0xFFFFFF, bold: true, size: 18),
            palette.filled(0xFFC000, colour: 0x000000, bold: true, size: 18),
            palette.filled(0xC00000, colour: 0xFFFFFF, bold: true, size: 18)
        )
        // Numbers stand at the right of their cells, so texts beside them keep a distance.
        let indented = [text, wrapped, figure, link, header, good, attention, bad, neutral]
        for format in indented { format_set_indent(format, 1) }
        for format in [verdictGood, verdictAttention, verdictBad] {
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
        }
        zero = palette.filled(0x2E7D32, colour: 0xFFFFFF, bold: true)
        notZero = palette.filled(0xC00000, colour: 0xFFFFFF, bold: true)
        entry = palette.plain()
        format_set_bottom(entry, UInt8(LXW_BORDER_THIN.rawValue))
        sumLabel = palette.sum(nil)
        sumInteger = palette.sum("#,##0")
        money = Self.moneyPatterns.map { palette.number($0) }
        sumMoney = Self.moneyPatterns.map { palette.sum($0) }
    }

    /// The format of amounts in a currency of that many decimals.
    func money(decimals: Int) -> Format { money[min(max(decimals, 0), 3)] }

    /// The format of sums in a currency of that many decimals.
    func sumMoney(decimals: Int) -> Format { sumMoney[min(max(decimals, 0), 3)] }

    /// The format of a text: a sentence wraps, a name stays on its line, and so does what is far too long.
    func textFormat(for text: String) -> Format { Self.wraps(text) ? wrapped : self.text }

    static func wraps(_ text: String) -> Bool { (25...200).contains(text.utf8.count) }

    /// The format of a column's heading.
    func header(of type: ColumnType) -> Format {
        switch type {
        case .integer, .money, .instant: numberHeader
        case .text, .id, .status: header
        }
    }

    /// The format of a state.
    func status(_ tone: Tone) -> Format {
        switch tone {
        case .good: good
        case .attention: attention
        case .bad: bad
        case .neutral: neutral
        }
    }

    /// By number of decimals, from none to three.
    private static let moneyPatterns = ["#,##0", "#,##0.0", "#,##0.00", "#,##0.000"]
}

/// Makes formats that look of one piece.
private struct Palette {
    let workbook: UnsafeMutablePointer<lxw_workbook>

    func plain(size: Double = 10, bold: Bool = false, colour: UInt32? = nil) -> Format {
        guard let format = workbook_add_format(workbook) else { preconditionFailure("no memory for a cell format") }
        format_set_font_name(format, "Calibri")
        format_set_font_size(format, size)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        if bold { format_set_bold(format) }
        if let colour { format_set_font_color(format, colour) }
        return format
    }

    func filled(_ background: UInt32, colour: UInt32, bold: Bool = false, size: Double = 10) -> Format {
        let format = plain(size: size, bold: bold, colour: colour)
        format_set_pattern(format, UInt8(LXW_PATTERN_SOLID.rawValue))
        format_set_bg_color(format, background)
        return format
    }

    func number(_ pattern: String) -> Format {
        let format = plain()
        format_set_num_format(format, pattern)
        return format
    }

    func sum(_ pattern: String?) -> Format {
        let format = plain(bold: true)
        format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
        if let pattern { format_set_num_format(format, pattern) }
        return format
    }
}
