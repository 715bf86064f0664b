/* Times are written and read by hand: strftime knows no microseconds, and list answers hold hundreds of
 * times. */
#include "base/clock.h"

#include <ctype.h>
#include <stddef.h>
#include <time.h>

enum { MICROS = 1000000, DAY_SECONDS = 86400 };

static int64_t read_clock(clockid_t id) {
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * MICROS + now.tv_nsec / 1000;
}

int64_t clock_now(void) {
    return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic(void) {
    return read_clock(CLOCK_MONOTONIC);
}

/* Days since 1970-01-01 of a proleptic Gregorian date, and back: Howard Hinnant, "chrono-Compatible Low-Level
 * Date Algorithms". Years start in March, so that the leap day comes last. */
static int64_t days_from_date(int64_t year, int month, int day) {
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_from_days(int64_t days, int *year, int *month, int *day) {
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
    *month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

static void put_number(char *out, int64_t value, int digits) {
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
}

void clock_format(int64_t time_us, char out[CLOCK_TEXT_SIZE]) {
    int64_t seconds = time_us / MICROS - (time_us % MICROS < 0);
    int64_t micros = time_us - seconds * MICROS;
    int64_t days = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
    int64_t rest = seconds - days * DAY_SECONDS;
    int year, month, day;
    date_from_days(days, &year, &month, &day);
    put_number(out, year, 4);
    out[4] = '-';
    put_number(out + 5, month, 2);
    out[7] = '-';
    put_number(out + 8, day, 2);
    out[10] = 'T';
    put_number(out + 11, rest / 3600, 2);
    out[13] = ':';
    put_number(out + 14, rest / 60 % 60, 2);
    out[16] = ':';
    put_number(out + 17, rest % 60, 2);
    out[19] = '.';
    put_number(out + 20, micros, 6);
    out[26] = 'Z';
    out[27] = '\0';
}

/* Reads exactly `digits` digits and moves past them. */
static bool take_number(const char **text, int digits, int *value) {
    *value = 0;
    for (int i = 0; i < digits; i++, (*text)++) {
        if (!isdigit((unsigned char)**text))
            return false;
        *value = *value * 10 + (**text - '0');
    }
    return true;
}

static bool take_char(const char **text, char c) {
    if (**text != c)
        return false;
    (*text)++;
    return true;
}

static bool take_date(const char **text, int64_t *days) {
    int year, month, day;
    bool read = take_number(text, 4, &year) && take_char(text, '-') && take_number(text, 2, &month) &&
                take_char(text, '-') && take_number(text, 2, &day);
    if (!read || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    *days = days_from_date(year, month, day);
    int same_year, same_month, same_day;
    date_from_days(*days, &same_year, &same_month, &same_day);
    return same_month == month; /* refuses 30 February */
}

static bool take_fraction(const char **text, int64_t *micros) {
    *micros = 0;
    if (!take_char(text, '.'))
        return true;
    int64_t unit = MICROS / 10;
    int digits = 0;
    for (; isdigit((unsigned char)**text) && digits < 9; digits++, (*text)++, unit /= 10)
        *micros += unit * (**text - '0');
    return digits > 0;
}

/* Seconds east of UTC. */
static bool take_zone(const char **text, int *offset) {
    *offset = 0;
    if (take_char(text, 'Z'))
        return true;
    int sign = **text == '-' ? -1 : 1;
    if (!take_char(text, '+') && !take_char(text, '-'))
        return false;
    int hours, minutes;
    if (!take_number(text, 2, &hours))
        return false;
    take_char(text, ':');
    if (!take_number(text, 2, &minutes) || hours > 15 || minutes > 59)
        return false;
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

bool clock_parse(const char *text, int64_t *time_us) {
    int64_t days, micros;
    int hour, minute, second, offset;
    if (!take_date(&text, &days) || !(take_char(&text, 'T') || take_char(&text, ' ')))
        return false;
    bool read = take_number(&text, 2, &hour) && take_char(&text, ':') && take_number(&text, 2, &minute) &&
                take_char(&text, ':') && take_number(&text, 2, &second) && take_fraction(&text, &micros) &&
                take_zone(&text, &offset);
    if (!read || *text != '\0' || hour > 23 || minute > 59 || second > 59)
        return false;
    *time_us = (days * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset) * MICROS + micros;
    return true;
}
