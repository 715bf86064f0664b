#include "net/json_scan.h"

#include <ctype.h>
#include <string.h>

struct scanner {
    const char *text, *at;
    unsigned depth;
    struct json_problem *problem;
};

static bool fail(struct scanner *scanner, const char *message, const char *at) {
    scanner->problem->message = message;
    scanner->problem->at = (size_t)(at - scanner->text);
    return false;
}

static void skip_space(struct scanner *scanner) {
    scanner->at += strspn(scanner->at, " \t\r\n");
}

static bool scan_escape(struct scanner *scanner, const char *backslash) {
    char kind = *scanner->at++;
    if (kind != '\0' && strchr("\"\\/bfnrt", kind) != NULL)
        return true;
    if (kind != 'u')
        return fail(scanner, "Invalid \\escape", backslash);
    for (int i = 0; i < 4; i++, scanner->at++) {
        if (!isxdigit((unsigned char)*scanner->at))
            return fail(scanner, "Invalid \\uXXXX escape", backslash + 1);
    }
    return true;
}

static bool scan_string(struct scanner *scanner) {
    const char *begin = scanner->at++;
    for (;;) {
        const char *c = scanner->at++;
        if (*c == '\0')
            return fail(scanner, "Unterminated string starting at", begin);
        if (*c == '"')
            return true;
        if ((unsigned char)*c < 0x20)
            return fail(scanner, "Invalid control character at", c);
        if (*c == '\\' && scanner->at[0] == '\0')
            return fail(scanner, "Unterminated string starting at", begin);
        if (*c == '\\' && !scan_escape(scanner, c))
            return false;
    }
}

static bool scan_digits(struct scanner *scanner) {
    size_t count = strspn(scanner->at, "0123456789");
    scanner->at += count;
    return count > 0;
}

static bool scan_number(struct scanner *scanner) {
    const char *begin = scanner->at;
    if (*scanner->at == '-')
        scanner->at++;
    bool zero = *scanner->at == '0';
    if (zero)
        scanner->at++;
    if (!zero && !scan_digits(scanner))
        return fail(scanner, "Expecting value", begin);
    if (*scanner->at == '.' && isdigit((unsigned char)scanner->at[1])) {
        scanner->at++;
        scan_digits(scanner);
    }
    const char *exponent = scanner->at;
    if (*exponent == 'e' || *exponent == 'E') {
        scanner->at += strchr("+-", exponent[1]) != NULL && exponent[1] != '\0' ? 2 : 1;
        if (!scan_digits(scanner))
            scanner->at = exponent;
    }
    return true;
}

static bool scan_word(struct scanner *scanner) {
    static const char *const WORDS[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        size_t length = strlen(WORDS[i]);
        if (strncmp(scanner->at, WORDS[i], length) == 0) {
            scanner->at += length;
            return true;
        }
    }
    return fail(scanner, "Expecting value", scanner->at);
}

static bool scan_value(struct scanner *scanner);

static bool scan_member_name(struct scanner *scanner) {
    if (*scanner->at != '"')
        return fail(scanner, "Expecting property name enclosed in double quotes", scanner->at);
    if (!scan_string(scanner))
        return false;
    skip_space(scanner);
    if (*scanner->at != ':')
        return fail(scanner, "Expecting ':' delimiter", scanner->at);
    scanner->at++;
    return true;
}

/* The inside of an object or array, up to its closing bracket. */
static bool scan_items(struct scanner *scanner, char close) {
    scanner->at++;
    skip_space(scanner);
    if (*scanner->at == close) {
        scanner->at++;
        return true;
    }
    for (;;) {
        skip_space(scanner);
        if ((close == '}' && !scan_member_name(scanner)) || !scan_value(scanner))
            return false;
        skip_space(scanner);
        char next = *scanner->at;
        if (next != close && next != ',')
            return fail(scanner, "Expecting ',' delimiter", scanner->at);
        scanner->at++;
        if (next == close)
            return true;
    }
}

static bool scan_value(struct scanner *scanner) {
    skip_space(scanner);
    char first = *scanner->at;
    if (first == '"')
        return scan_string(scanner);
    if (first == '-' || isdigit((unsigned char)first))
        return scan_number(scanner);
    if (first != '{' && first != '[')
        return scan_word(scanner);
    if (scanner->depth == JSON_DEPTH_MAX)
        return fail(scanner, "Nested too deeply", scanner->at);
    scanner->depth++;
    bool good = scan_items(scanner, first == '{' ? '}' : ']');
    scanner->depth--;
    return good;
}

bool json_scan(const char *text, struct json_problem *problem) {
    struct scanner scanner = {.text = text, .at = text, .problem = problem};
    if (!scan_value(&scanner))
        return false;
    skip_space(&scanner);
    return *scanner.at == '\0' || fail(&scanner, "Extra data", scanner.at);
}
