// The same sheet as BenchmarkReport writes, by libxlsxwriter alone. Usage: write_sheet PATH ROWS
#define _GNU_SOURCE
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <xlsxwriter.h>

enum { DISTINCT = 1000, COLUMNS = 12 };

typedef struct {
    char id[40], intent[40], user[48];
    double created, amount, credits;
    const char *state;
    int is_found;
} Row;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu(struct rusage *usage) {
    getrusage(RUSAGE_SELF, usage);
    return usage->ru_utime.tv_sec + usage->ru_stime.tv_sec + (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e6;
}

static void check(lxw_error error) {
    if (error != LXW_NO_ERROR) {
        fprintf(stderr, "%s\n", lxw_strerror(error));
        exit(1);
    }
}

static lxw_format *filled(lxw_workbook *workbook, lxw_color_t colour, lxw_color_t font) {
    lxw_format *format = workbook_add_format(workbook);
    format_set_bg_color(format, colour);
    format_set_font_color(format, font);
    format_set_indent(format, 1);
    return format;
}

static lxw_format *number(lxw_workbook *workbook, const char *picture) {
    lxw_format *format = workbook_add_format(workbook);
    format_set_num_format(format, picture);
    return format;
}

int main(int count, char **arguments) {
    if (count != 3) return 64;
    int rows = atoi(arguments[2]);
    static Row data[DISTINCT];
    for (int index = 0; index < DISTINCT; index++) {
        Row *row = &data[index];
        snprintf(row->id, sizeof row->id, "ch_3QKq2LIWRKA5x4kV1%d", 1000000 + index);
        snprintf(row->intent, sizeof row->intent, "pi_3QKq2LIWRKA5x4kV1%d", 1000000 + index);
        snprintf(row->user, sizeof row->user, "7f3e0f6e-0000-4000-8000-00000%d", 1000000 + index);
        row->created = 25569 + (1764000000 + index * 61) / 86400.0;
        row->amount = (500 + index * 7) / 100.0;
        row->credits = 50 + index % 7 * 10;
        row->is_found = index % 50 == 0;
        row->state = row->is_found ? "found" : "matched";
    }
    struct rusage usage;
    double started = now(), used = cpu(&usage);
    char *folder = dirname(strdup(arguments[1]));
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = folder};
    lxw_workbook *workbook = workbook_new_opt(arguments[1], &options);
    lxw_worksheet *sheet = workbook_add_worksheet(workbook, "Table");
    lxw_format *text = workbook_add_format(workbook), *instant = number(workbook, "yyyy-mm-dd hh:mm:ss");
    lxw_format *money = number(workbook, "#,##0.00"), *integer = number(workbook, "#,##0");
    lxw_format *good = filled(workbook, 0xE2F0D9, 0x1E4620), *attention = filled(workbook, 0xFFF2CC, 0x5F4600);
    format_set_indent(text, 1);
    static const char *titles[COLUMNS] = {"Stripe id", "Created at", "Status", "Currency", "Amount", "Captured",
                                          "Refunded", "Payment intent", "User id", "Package id", "Credits", "State"};
    for (lxw_col_t column = 0; column < COLUMNS; column++) {
        check(worksheet_write_string(sheet, 0, column, titles[column], text));
        check(worksheet_set_column(sheet, column, column, 18, NULL));
    }
    worksheet_freeze_panes(sheet, 1, 1);
    for (int index = 0; index < rows; index++) {
        const Row *row = &data[index % DISTINCT];
        lxw_row_t place = index + 1;
        check(worksheet_write_string(sheet, place, 0, row->id, text));
        check(worksheet_write_number(sheet, place, 1, row->created, instant));
        check(worksheet_write_string(sheet, place, 2, "succeeded", good));
        check(worksheet_write_string(sheet, place, 3, "USD", text));
        check(worksheet_write_number(sheet, place, 4, row->amount, money));
        check(worksheet_write_number(sheet, place, 5, row->amount, money));
        check(worksheet_write_number(sheet, place, 6, 0, money));
        check(worksheet_write_string(sheet, place, 7, row->intent, text));
        check(worksheet_write_string(sheet, place, 8, row->user, text));
        check(worksheet_write_string(sheet, place, 9, "creative", text));
        check(worksheet_write_number(sheet, place, 10, row->credits, integer));
        check(worksheet_write_string(sheet, place, 11, row->state, row->is_found ? attention : good));
    }
    check(worksheet_autofilter(sheet, 0, 0, rows, COLUMNS - 1));
    check(workbook_close(workbook));
    double seconds = now() - started, cpu_seconds = cpu(&usage) - used;
    printf("{\"peer\":\"c\",\"rows\":%d,\"seconds\":%f,\"cpu_seconds\":%f,\"peak_mib\":%f}\n", rows, seconds, cpu_seconds,
           usage.ru_maxrss / 1024.0);
    return 0;
}
