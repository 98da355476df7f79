#pragma once
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

// The options and properties are structs of `char *` that the library only reads and copies; a wrapper each spares
// Swift a nest of mutable C strings.

/// A workbook whose rows go to temporary files in `temporary_folder`, so that memory stays flat.
static inline lxw_workbook *tieout_workbook_new(const char *path, const char *temporary_folder) {
    lxw_workbook_options options;
    memset(&options, 0, sizeof options);
    options.constant_memory = LXW_TRUE;
    options.tmpdir = (char *)temporary_folder;
    return workbook_new_opt(path, &options);
}

/// Frees a workbook that is given up. The library (1.1.4) would leave its sheets' temporary files open, and with them
/// the disk space that somebody is short of.
static inline void tieout_workbook_abandon(lxw_workbook *workbook) {
    lxw_worksheet *sheet;
    STAILQ_FOREACH(sheet, workbook->worksheets, list_pointers) {
        if (sheet->optimize_tmpfile) fclose(sheet->optimize_tmpfile);
        sheet->optimize_tmpfile = NULL;
    }
    lxw_workbook_free(workbook);
}

static inline lxw_error tieout_workbook_set_properties(lxw_workbook *workbook, const char *title, const char *subject,
                                                       const char *author, const char *keywords, int64_t created) {
    lxw_doc_properties properties;
    memset(&properties, 0, sizeof properties);
    properties.title = (char *)title;
    properties.subject = (char *)subject;
    properties.author = (char *)author;
    properties.keywords = (char *)keywords;
    properties.created = (time_t)created;
    return workbook_set_properties(workbook, &properties);
}

/// Gives a range a format where the cell is zero, or where it is not.
static inline lxw_error tieout_format_where_zero(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t first, lxw_col_t last,
                                                 bool zero, lxw_format *format) {
    lxw_conditional_format condition;
    memset(&condition, 0, sizeof condition);
    condition.type = LXW_CONDITIONAL_TYPE_CELL;
    condition.criteria = zero ? LXW_CONDITIONAL_CRITERIA_EQUAL_TO : LXW_CONDITIONAL_CRITERIA_NOT_EQUAL_TO;
    condition.value = 0;
    condition.format = format;
    return worksheet_conditional_format_range(sheet, row, first, row, last, &condition);
}

/// Puts a chart at a cell, so many times as large as the library's 480 by 288 pixels, with a text for who does not see it.
static inline lxw_error tieout_insert_chart(lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column, lxw_chart *chart,
                                            double width, double height, const char *description) {
    lxw_chart_options options;
    memset(&options, 0, sizeof options);
    options.x_scale = width;
    options.y_scale = height;
    options.description = (char *)description;
    return worksheet_insert_chart_opt(sheet, row, column, chart, &options);
}

/// Offers a list of choices in a range, `"open,closed"` with the quotes. Other entries are allowed.
static inline lxw_error tieout_offer_choices(lxw_worksheet *sheet, lxw_row_t first, lxw_row_t last, lxw_col_t column,
                                             const char *choices) {
    lxw_data_validation validation;
    memset(&validation, 0, sizeof validation);
    validation.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
    validation.value_formula = (char *)choices;
    validation.error_type = LXW_VALIDATION_ERROR_TYPE_INFORMATION;
    return worksheet_data_validation_range(sheet, first, column, last, column, &validation);
}
