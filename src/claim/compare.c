/* Whether two claims speak of the same thing, and whether they can both be true.
 *
 * Tolerances are wide: people round, CVs give years alone, and a wrong accusation costs more than a miss. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "claim/claim_internal.h"

static enum verdict differ(bool clearly) {
    return clearly ? DIFFER_CLEARLY : DIFFER;
}

/* --- the same employer, project or skill --- */

/* The name in the sentence that stands in `where` too; empty when there is none. `tightly`: with nothing but
 * small words between it and `words`. */
static struct span find_name(const struct reading *reading, struct span words, const struct reading *other,
                             struct span where, bool tightly) {
    struct span sentence = sentence_of(reading, words.first);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        struct span name = name_at(reading, i);
        if (name.last == name.first)
            continue;
        if (name_is_in(reading, name, other, where) && (!tightly || names_are_linked(reading, name, words)))
            return name;
        i = name.last - 1;
    }
    return (struct span){0};
}

/* Whether what the words say is about the name, or a longer one with it inside: SAP, SAP FI. */
static bool is_about(const struct reading *reading, struct span words, const struct reading *other,
                     struct span name) {
    struct span sentence = sentence_of(reading, words.first);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        struct span own = name_at(reading, i);
        if (own.last == own.first)
            continue;
        if (name_is_in(other, name, reading, own) && names_are_linked(reading, own, words))
            return true;
        i = own.last - 1;
    }
    return false;
}

/* "in total", "in all", "in tutto" */
static bool is_of_all(const struct token *token) {
    return token_is(token, W_WORK) || token_equals(token, "all") || token_equals(token, "tutto");
}

/* Whether the length of time is of something smaller: "with the first loom at Corradi two years", "at
 * Hartwell for two years on payroll". Words that stand in the other text as well do not narrow it. */
static bool is_narrowed(const struct comparison *c, struct span where) {
    static const char *const NARROWING[] = {"on",  "with",  "su", "sul", "sulla",
                                            "con", "doing", "in", "nel", "nella"};
    const struct reading *note = c->note;
    size_t clause = note->tokens[c->ours->words.first].clause;
    struct span sentence = sentence_of(note, c->ours->words.first);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        const struct token *token = &note->tokens[i];
        if (token->clause != clause)
            continue;
        bool narrows = token->classes == 0 && !token->is_mark && !token->is_number && !token->is_capital &&
                       i < c->ours->words.first;
        for (size_t k = 0; k < sizeof NARROWING / sizeof *NARROWING && i >= c->ours->words.last; k++)
            narrows = narrows || (token_equals(token, NARROWING[k]) && !is_of_all(token_at(note, i, 1)));
        if (narrows && !name_is_in(note, (struct span){i, i + 1}, c->other, where))
            return true;
    }
    return false;
}

/* Whether the sentence names a place that does not stand in `where`. */
static bool names_another(const struct reading *reading, struct span words, const struct reading *other,
                          struct span where) {
    struct span sentence = sentence_of(reading, words.first);
    for (size_t i = sentence.first; i < sentence.last; i++) {
        struct span name = name_at(reading, i);
        if (name.last == name.first)
            continue;
        if (token_is(token_at(reading, i, -1), W_AT) && !name_is_in(reading, name, other, where))
            return true;
        i = name.last - 1;
    }
    return false;
}

static bool is_same_place(const struct comparison *c, bool tightly) {
    bool has_heading = c->other->is_cv && c->theirs->kind != KIND_DURATION;
    struct span where = has_heading ? c->theirs->place : sentence_of(c->other, c->theirs->words.first);
    struct span name = find_name(c->note, c->ours->words, c->other, where, tightly);
    bool same = name.last > name.first && !names_another(c->note, c->ours->words, c->other, where);
    if (same && tightly && !has_heading) /* there too, what is said belongs to that name */
        same = is_about(c->other, c->theirs->words, c->note, name);
    return same;
}

/* --- lengths and dates --- */

enum verdict claim_compare_length(const struct claim *ours, double least, double most) {
    double gap = ours->low > most ? ours->low - most : least > ours->high ? least - ours->high : 0;
    double shorter = ours->low > most ? most : ours->high, longer = ours->low > most ? ours->low : least;
    bool in_years = ours->high >= 12;
    if (gap < (in_years ? 10 : 6) || longer < 1.5 * shorter)
        return AGREE;
    return differ(gap >= 18 && longer >= 2 * shorter);
}

/* But for the ending: infermiera, infermiere; customer, customers. */
static bool is_same_noun(const char *a, const char *b) {
    size_t length = strlen(a), other = strlen(b);
    if (length < 3 || other < 3)
        return strcmp(a, b) == 0;
    size_t least = (length < other ? length : other) - 1;
    return (length > other ? length - other : other - length) <= 1 && strncmp(a, b, least) == 0;
}

static bool has_role_in(const struct comparison *c) {
    for (size_t i = c->ours->role.first; i < c->ours->role.last; i++) {
        const struct token *token = &c->note->tokens[i];
        bool found = false;
        for (size_t k = c->theirs->role.first; k < c->theirs->role.last; k++)
            found = found || is_same_noun(c->other->tokens[k].text, token->text);
        if (!found && !token_is(token, W_FUNCTION))
            return false;
    }
    return true;
}

static enum verdict compare_duration(const struct comparison *c) {
    const struct claim *ours = c->ours, *theirs = c->theirs;
    if (theirs->kind == KIND_WORK) {
        double least, most;
        if (ours->is_total || theirs->period.to == 0 || !is_same_place(c, true) || !has_role_in(c) ||
            is_narrowed(c, theirs->place))
            return UNRELATED;
        period_measure(&theirs->period, &least, &most);
        return claim_compare_length(ours, least, most);
    }
    if (theirs->kind != KIND_DURATION || ours->is_total != theirs->is_total)
        return UNRELATED;
    if (is_narrowed(c, sentence_of(c->other, theirs->words.first)))
        return UNRELATED;
    if (!ours->is_total && !is_same_place(c, true))
        return UNRELATED;
    return claim_compare_length(ours, theirs->low, theirs->high);
}

static int gap_of_dates(int a, bool a_has_month, int b, bool b_has_month) {
    if (a == 0 || b == 0)
        return 0;
    int months = abs(a - b), years = abs(a / 12 - b / 12);
    if (a_has_month && b_has_month)
        return months;
    return years <= 1 ? 0 : months > 12 * years ? 12 * years : months;
}

enum { DATES_NEAR = 6 /* months: a slip of memory */, DATES_FAR = 24 };

static enum verdict compare_dates(const struct comparison *c) {
    const struct period *a = &c->ours->period, *b = &c->theirs->period;
    if ((c->theirs->kind != KIND_WORK && c->theirs->kind != KIND_PERIOD) || !is_same_place(c, false) ||
        !has_role_in(c))
        return UNRELATED;
    int from = gap_of_dates(a->from, a->from_has_month, b->from, b->from_has_month);
    int to = b->is_current ? 0 : gap_of_dates(a->to, a->to_has_month, b->to, b->to_has_month);
    int gap = from > to ? from : to;
    return gap < DATES_NEAR ? AGREE : differ(gap >= DATES_FAR);
}

/* --- roles, people, employment, figures --- */

static enum verdict compare_roles(const struct comparison *c) {
    const struct claim *ours = c->ours, *theirs = c->theirs;
    if (theirs->kind != KIND_WORK && theirs->kind != KIND_ROLE)
        return UNRELATED;
    if (!is_same_place(c, false) || ours->low == 0 || theirs->low == 0)
        return UNRELATED;
    if (ours->is_denied != theirs->is_denied)
        return has_role_in(c) ? differ(true) : UNRELATED;
    double down = theirs->low - ours->high, up = ours->low - theirs->high;
    bool apart = ((ours->is_only || ours->high <= SENIORITY_ASSISTANT) && down >= 2) ||
                 (theirs->high <= SENIORITY_ASSISTANT && up >= 2) || up >= SENIORITY_HEAD - SENIORITY_NORMAL;
    return apart ? differ(down >= 3 || up >= 3) : AGREE;
}

static enum verdict compare_counts(double a, double b, double clearly) {
    double most = fmax(a, b), least = fmin(a, b);
    if (most < 1.5 * least || most - least < 3)
        return AGREE;
    return differ(most >= clearly * least);
}

static enum verdict compare_leadership(const struct comparison *c) {
    const struct claim *ours = c->ours, *theirs = c->theirs;
    if (theirs->kind != KIND_LEADERSHIP)
        return UNRELATED;
    bool same_place = is_same_place(c, false);
    struct span where = c->other->is_cv ? theirs->place : sentence_of(c->other, theirs->words.first);
    if (ours->is_denied != theirs->is_denied) {
        const struct claim *leader = ours->is_denied ? theirs : ours;
        bool leads = leader->subject && (same_place || !names_another(c->note, ours->words, c->other, where));
        return leads ? DIFFER_CLEARLY : UNRELATED;
    }
    if (ours->is_denied)
        return AGREE;
    return same_place && ours->low > 0 && theirs->low > 0 ? compare_counts(ours->low, theirs->low, 2)
                                                          : UNRELATED;
}

static enum verdict compare_employment(const struct comparison *c) {
    const struct claim *ours = c->ours, *theirs = c->theirs;
    bool theirs_gone = theirs->kind == KIND_EMPLOYMENT ? theirs->is_denied : !theirs->period.is_current;
    if ((theirs->kind != KIND_WORK && theirs->kind != KIND_EMPLOYMENT) || !is_same_place(c, true))
        return UNRELATED;
    return ours->is_denied == theirs_gone ? AGREE : DIFFER;
}

static enum verdict compare_figures(const struct comparison *c) {
    const struct claim *ours = c->ours, *theirs = c->theirs;
    if (theirs->kind != KIND_NUMBER || !is_same_noun(ours->topic, theirs->topic) || !is_same_place(c, false))
        return UNRELATED;
    double most = fmax(ours->low, theirs->low), least = fmin(ours->low, theirs->low);
    if (most < 2 * least)
        return AGREE;
    return compare_counts(most, least, 4);
}

/* --- languages, degrees, licences --- */

static enum verdict compare_languages(const struct comparison *c) {
    const struct claim *ours = c->ours, *theirs = c->theirs;
    if (theirs->kind != KIND_LANGUAGE || ours->subject != theirs->subject)
        return UNRELATED;
    double gap = fmax(theirs->low - ours->high, ours->low - theirs->high);
    return gap < 2 ? AGREE : differ(gap >= 3);
}

static enum verdict compare_degrees(const struct comparison *c) {
    enum { ANY = 3 };
    const struct claim *ours = c->ours, *theirs = c->theirs;
    if (theirs->kind != KIND_DEGREE)
        return UNRELATED;
    bool same = ours->subject == theirs->subject ||
                (ours->subject == ANY && (theirs->subject == 2 || theirs->subject == 4)) ||
                (theirs->subject == ANY && ours->subject == 2);
    if (!same)
        return UNRELATED;
    return ours->is_denied == theirs->is_denied ? AGREE : DIFFER_CLEARLY;
}

static enum verdict compare_licences(const struct comparison *c) {
    const struct claim *ours = c->ours, *theirs = c->theirs;
    if (theirs->kind != KIND_LICENCE || ours->subject != theirs->subject)
        return UNRELATED;
    return ours->is_denied == theirs->is_denied ? AGREE : DIFFER_CLEARLY;
}

enum verdict claim_compare(const struct comparison *comparison) {
    switch (comparison->ours->kind) {
    case KIND_DURATION:
        return compare_duration(comparison);
    case KIND_PERIOD:
        return compare_dates(comparison);
    case KIND_ROLE:
        return compare_roles(comparison);
    case KIND_LEADERSHIP:
        return compare_leadership(comparison);
    case KIND_EMPLOYMENT:
        return compare_employment(comparison);
    case KIND_NUMBER:
        return compare_figures(comparison);
    case KIND_LANGUAGE:
        return compare_languages(comparison);
    case KIND_DEGREE:
        return compare_degrees(comparison);
    case KIND_LICENCE:
        return compare_licences(comparison);
    case KIND_WORK:
        break;
    }
    return UNRELATED;
}
