import CXlsxWriter
import Reconciliation

/// The charts of a run on one sheet, each over the cells of its table, with what it shows in a sentence.
enum ChartsSheet {
    static let title = "Charts"

    static func write(_ charts: [Chart], runID: RunID, in workbook: inout Workbook) throws(ReportError) {
        var sheet = try workbook.addSheet(named: title)
        let styles = workbook.styles
        try sheet.setUpPrint(runID: runID)
        worksheet_set_portrait(sheet.pointer)
        // A handful fits a page; more of them would be too small to read.
        worksheet_fit_to_pages(sheet.pointer, 1, charts.count > 5 ? 0 : 1)
        try sheet.setWidth(14, from: 0, to: 9)
        worksheet_gridlines(sheet.pointer, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
        try sheet.setHeight(28, of: 0)
        try sheet.put("Charts", 0, 0, styles.title)
        var row: UInt32 = 2
        for chart in charts {
            try sheet.setHeight(20, of: row)
            try sheet.put(chart.title, row, 0, styles.heading)
            try sheet.put(chart.sentence, row + 1, 0, styles.note)
            row += 2
            guard !chart.rows.isEmpty else {
                row += 1
                continue
            }
            try workbook.draw(chart, on: sheet, at: row)
            row += ChartFrame.rows + 1
        }
        workbook.end(sheet)
    }
}

/// How large a chart is: libxlsxwriter's own is 480 by 288 pixels, over rows of 20.
private enum ChartFrame {
    static let rows: UInt32 = 14
    static let width = 2.0
    static let height = 0.95
}

extension Workbook {
    /// Draws a chart over the cells of its table, which may be written later.
    fileprivate mutating func draw(_ chart: Chart, on sheet: Sheet, at row: UInt32) throws(ReportError) {
        let drawing = try addChart(UInt8(LXW_CHART_COLUMN.rawValue))
        let series = chart_add_series(drawing, chart.cells(of: chart.labels), chart.cells(of: chart.values))
        chart_series_set_name(series, chart.table.columns[chart.values].title)
        var fill = lxw_chart_fill()
        fill.color = chart.tone.colour
        chart_series_set_fill(series, &fill)
        chart_set_series_gap(drawing, chart.shape == .columns ? 20 : 80)
        chart_legend_set_position(drawing, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        // The title stands above it, with the sentence.
        chart_title_off(drawing)
        guard let labels = drawing.pointee.x_axis, let values = drawing.pointee.y_axis else { return }
        chart_axis_set_name(values, chart.table.columns[chart.values].title)
        chart_axis_set_min(values, 0)
        chart_axis_set_num_format(
            values,
            chart.decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: chart.decimals)
        )
        let interval = UInt16(clamping: max(1, chart.rows.count / 10))
        chart_axis_set_interval_unit(labels, interval)
        chart_axis_set_interval_tick(labels, interval)
        if chart.decimals == 0, let most = chart.points.map(\.number).max(), most < 6 {
            chart_axis_set_major_unit(values, 1)
        }
        let result = tieout_insert_chart(
            sheet.pointer,
            row,
            0,
            drawing,
            ChartFrame.width,
            ChartFrame.height,
            "\(chart.title). \(chart.sentence)"
        )
        try Self.check(result, path: path)
    }
}

extension Chart {
    /// The cells of a column that are drawn, as a formula; the table begins in the second row of its sheet.
    fileprivate func cells(of column: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(65 + column)))
        return "='\(table.title)'!$\(letter)$\(rows.lowerBound + 2):$\(letter)$\(rows.upperBound + 1)"
    }
}

extension Tone {
    /// Its colour in a chart.
    fileprivate var colour: UInt32 {
        switch self {
        case .good: 0x2E7D32
        case .attention: 0xBF8F00
        case .bad: 0xC00000
        case .neutral: 0x1F4E9E
        }
    }
}
