#pragma once

#include <libpq-fe.h>

/* The fields of an error or a notice. libpq defines them as character macros, which Swift does not import. */
enum tieout_diagnostic {
    TIEOUT_DIAGNOSTIC_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    TIEOUT_DIAGNOSTIC_SQLSTATE = PG_DIAG_SQLSTATE,
    TIEOUT_DIAGNOSTIC_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    TIEOUT_DIAGNOSTIC_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    TIEOUT_DIAGNOSTIC_HINT = PG_DIAG_MESSAGE_HINT,
    TIEOUT_DIAGNOSTIC_CONTEXT = PG_DIAG_CONTEXT,
    TIEOUT_DIAGNOSTIC_SCHEMA = PG_DIAG_SCHEMA_NAME,
    TIEOUT_DIAGNOSTIC_TABLE = PG_DIAG_TABLE_NAME,
    TIEOUT_DIAGNOSTIC_COLUMN = PG_DIAG_COLUMN_NAME,
    TIEOUT_DIAGNOSTIC_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME
};

/* One field of a result, or NULL: the enumeration keeps the call typed on Swift's side. */
static inline const char *tieout_diagnostic_text(const PGresult *result, enum tieout_diagnostic field) {
    return PQresultErrorField(result, (int)field);
}
