/* Dates, periods and durations in words and figures. */
#include "claim/words.h"

struct date {
    int year, month; /* month 0: not said */
    size_t last;
};

static bool is_text(const struct reading *reading, size_t at, const char *text) {
    return token_equals(token_at(reading, at, 0), text);
}

/* March 2019, 03/2020, 3.2020 as 3 . 2020, autumn 2016, 2018. */
static bool read_date(const struct reading *reading, size_t at, struct date *out) {
    const struct token *token = token_at(reading, at, 0);
    *out = (struct date){0};
    size_t year_at = at;
    if (token_is(token, W_MONTH) || token_is(token, W_SEASON)) {
        out->month = token_is(token, W_MONTH) ? token->value : 0;
        year_at = at + 1 + (token_is(token_at(reading, at, 1), W_FUNCTION) || is_text(reading, at + 1, "."));
    } else if (token->is_number && token->number >= 1 && token->number <= 12 &&
               is_text(reading, at + 1, "/")) {
        out->month = (int)token->number;
        year_at = at + 2;
    }
    if (!token_at(reading, year_at, 0)->is_year)
        return false;
    out->year = (int)token_at(reading, year_at, 0)->number;
    out->last = year_at + 1;
    return true;
}

static int months_of(const struct date *date, int month_if_unknown) {
    return date->year * 12 + (date->month ? date->month : month_if_unknown) - 1;
}

static void set_from(struct period *period, const struct date *date) {
    period->from = months_of(date, 1);
    period->from_has_month = date->month != 0;
    period->last = date->last;
}

static void set_to(struct period *period, const struct date *date) {
    period->to = months_of(date, 12);
    period->to_has_month = date->month != 0;
    period->last = date->last;
}

/* The end behind "to", "ad", "fino al" or a dash; 2018-21 too. */
static void read_end(const struct reading *reading, struct period *period) {
    size_t at = period->last;
    bool has_dash = is_text(reading, at, "-");
    while (is_text(reading, at, "-") || (token_is(token_at(reading, at, 0), W_TO) && at < period->last + 3))
        at++;
    if (has_dash && is_text(reading, at, "in")) /* in corso */
        at++;
    const struct token *token = token_at(reading, at, 0);
    struct date date;
    if (at == period->last && !token_is(token, W_NOW))
        return;
    if (read_date(reading, at, &date))
        set_to(period, &date);
    else if (token_is(token, W_NOW)) {
        period->is_current = true;
        period->last = at + 1;
    } else if (has_dash && token->is_number && token->end - token->byte == 2 && token->number < 60) {
        date = (struct date){.year = period->from / 1200 * 100 + (int)token->number, .last = at + 1};
        set_to(period, &date);
    }
}

bool period_begin(const struct reading *reading, size_t at, struct period *out) {
    struct date date;
    *out = (struct period){.first = at};
    if (!read_date(reading, at, &date))
        return false;
    set_from(out, &date);
    return true;
}

bool period_read(const struct reading *reading, size_t at, struct period *out) {
    size_t start = at;
    struct date date;
    *out = (struct period){.first = at};
    while (token_is(token_at(reading, start, 0), W_FROM) && start < at + 2)
        start++;
    if (read_date(reading, start, &date)) {
        set_from(out, &date);
        read_end(reading, out);
        bool is_open = start > at && out->to == 0; /* "since 2019" */
        return out->to >= out->from || out->is_current || is_open;
    }
    return false;
}

/* How old a CV is, and its "present", is not known; most are of this year or the last. */
enum { CV_AGE_MAX = 24 };

void period_measure(const struct period *period, double *least, double *most) {
    int months = period->to - period->from + 1;
    *most = months;
    *least = months - (period->from_has_month ? 1 : 11) - (period->to_has_month ? 1 : 11) -
             (period->is_current ? CV_AGE_MAX : 0);
    *least = *least > 0 ? *least : 0;
}

/* --- durations --- */

/* "half a year", "mezzo anno"; "and a half", "e mezzo" after a number or a unit. */
static bool read_half(const struct reading *reading, size_t *at) {
    size_t half = *at;
    if (!is_text(reading, half, "and") && !is_text(reading, half, "e"))
        return false;
    half += 1 + token_is(token_at(reading, half, 1), W_ONE);
    if (!token_is(token_at(reading, half, 0), W_HALF))
        return false;
    *at = half + 1;
    return true;
}

/* A number with its unit: five years, 18 mesi, a year, 3y. */
static bool read_amount(const struct reading *reading, size_t *at, double *months) {
    const struct token *number = token_at(reading, *at, 0);
    size_t next = *at + 1;
    bool is_one = token_is(number, W_ONE), is_half = token_is(number, W_HALF);
    if ((!number->is_number && !is_one && !is_half) || number->is_year)
        return false;
    double value = is_half ? 0.5 : number->is_number ? number->number : 1;
    if (is_half && token_is(token_at(reading, next, 0), W_ONE))
        next++;
    value += read_half(reading, &next) ? 0.5 : 0;
    const struct token *unit = token_at(reading, next, 0);
    if (!token_is(unit, W_UNIT) || value > 1000)
        return false;
    next++;
    if (read_half(reading, &next))
        value += 0.5;
    *months = value * unit->value;
    *at = next;
    return true;
}

/* "more than", "meno di", "almeno" */
static int read_bound(const struct reading *reading, size_t at) {
    const struct token *before = token_at(reading, at, -1);
    if (token_equals(before, "than") || token_equals(before, "di"))
        before = token_at(reading, at, -2);
    return token_is(before, W_ABOUT) ? before->value : 0;
}

/* "a year" counts only where it is a length of time: "for a year", "only one year". */
static bool is_counted(const struct reading *reading, size_t at) {
    const struct token *token = token_at(reading, at, 0), *before = token_at(reading, at, -1);
    if (!token_is(token, W_ONE) || token_equals(token, "one"))
        return true;
    return token_equals(before, "for") || token_equals(before, "only") || token_equals(before, "just") ||
           token_equals(before, "per") || token_equals(before, "solo") || token_equals(before, "soltanto") ||
           token_is(before, W_ABOUT) || token_equals(before, "da") || token_is(before, W_SAY) ||
           token_equals(before, ":") || token_equals(token_at(reading, at, 2), "and") ||
           token_equals(token_at(reading, at, 2), "e");
}

bool duration_read(const struct reading *reading, size_t at, struct duration *out) {
    double months, more;
    size_t last = at;
    if (!read_amount(reading, &last, &months) || !is_counted(reading, at))
        return false;
    size_t next = last;
    if (is_text(reading, next, "and") || is_text(reading, next, "e"))
        next++;
    if (read_amount(reading, &next, &more) && more < 12) {
        months += more;
        last = next;
    }
    *out = (struct duration){months, read_bound(reading, at), at, last};
    return true;
}
