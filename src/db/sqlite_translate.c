/* pgvector's `<=>` spelled as SQLite's function call, so that domain SQL is written once. */
#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "db/sqlite_internal.h"

static const char OPERATOR[] = "<=>";
static const char CALL[] = "cosine_distance(";

static bool is_operand_char(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '"' || c == '$';
}

/* Past the quoted text or comment that starts at `at`; `at` itself when none does. */
static const char *skip_opaque(const char *at) {
    if (*at == '\'') {
        const char *end = strchr(at + 1, '\'');
        return end ? end + 1 : at + strlen(at);
    }
    if (at[0] == '-' && at[1] == '-') {
        const char *end = strchr(at, '\n');
        return end ? end : at + strlen(at);
    }
    return at;
}

/* The output so far ends with the left operand: puts the call before it. Returns the new end. */
static char *wrap_left_operand(char *start, char *end) {
    while (end > start && end[-1] == ' ')
        end--;
    char *operand = end;
    while (operand > start && is_operand_char(operand[-1]))
        operand--;
    assert(operand < end);
    memmove(operand + strlen(CALL), operand, (size_t)(end - operand));
    memcpy(operand, CALL, strlen(CALL));
    return end + strlen(CALL);
}

char *sqlite_translate(const char *sql) {
    /* Each operator grows the text by less than the call and its punctuation. */
    size_t operators = 0;
    for (const char *at = sql; (at = strstr(at, OPERATOR)); at += strlen(OPERATOR))
        operators++;
    char *out = malloc(strlen(sql) + operators * (strlen(CALL) + 4) + 1);
    if (!out)
        abort();

    char *end = out;
    while (*sql) {
        const char *after = skip_opaque(sql);
        if (after > sql) {
            memcpy(end, sql, (size_t)(after - sql));
            end += after - sql;
            sql = after;
        } else if (strncmp(sql, OPERATOR, strlen(OPERATOR)) == 0) {
            end = wrap_left_operand(out, end);
            *end++ = ',';
            *end++ = ' ';
            sql += strlen(OPERATOR);
            while (*sql == ' ')
                sql++;
            while (is_operand_char(*sql))
                *end++ = *sql++;
            *end++ = ')';
        } else {
            *end++ = *sql++;
        }
    }
    *end = '\0';
    return out;
}
