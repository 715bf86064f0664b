/* The entries of a CV: a line with a period, and the lines beside it that name role and employer. */
#include "claim/claim_internal.h"

enum { LABEL_TOKENS_MAX = 16 /* a longer line is a sentence */ };

static bool has_role(const struct reading *reading, struct span line) {
    for (size_t i = line.first; i < line.last; i++)
        if (token_is(&reading->tokens[i], W_ROLE))
            return true;
    return false;
}

static struct span line_at(const struct reading *reading, size_t first) {
    struct span line = {first, first};
    while (line.last < reading->count && reading->tokens[line.last].line == reading->tokens[first].line &&
           !token_equals(&reading->tokens[line.last], "\n"))
        line.last++;
    return line;
}

/* The line before or after; empty where there is none. */
static struct span line_above(const struct reading *reading, struct span line) {
    if (line.first < 2)
        return (struct span){0};
    size_t first = line.first - 1;
    while (first > 0 && reading->tokens[first - 1].line == reading->tokens[line.first - 1].line)
        first--;
    return line_at(reading, first);
}

static struct span line_below(const struct reading *reading, struct span line) {
    return line.last + 1 < reading->count ? line_at(reading, line.last + 1) : (struct span){0};
}

static bool find_period(const struct reading *reading, struct span line, struct period *out) {
    for (size_t i = line.first; i < line.last; i++)
        if (period_read(reading, i, out) && out->last <= line.last)
            return true;
    return false;
}

/* "Work experience", "Istruzione e formazione" */
static bool is_title(const struct reading *reading, struct span line) {
    static const char *const WORDS[] = {"experience", "employment", "career",     "history",    "education",
                                        "esperienza", "esperienze", "lavorative", "formazione", "istruzione"};
    for (size_t i = line.first; i < line.last && line.last - line.first <= 4; i++)
        for (size_t k = 0; k < sizeof WORDS / sizeof *WORDS; k++)
            if (token_equals(&reading->tokens[i], WORDS[k]))
                return true;
    return false;
}

/* Short, capitalised, no bullet, no sentence, no title, no dates of its own. */
static bool is_label(const struct reading *reading, struct span line) {
    struct period period;
    return !is_title(reading, line) && line.last > line.first && line.last - line.first <= LABEL_TOKENS_MAX &&
           reading->tokens[line.first].is_capital && !token_equals(&reading->tokens[line.last - 1], ".") &&
           !find_period(reading, line, &period);
}

static bool stands_alone(const struct reading *reading, struct span line, const struct period *period) {
    size_t words = 0;
    for (size_t i = line.first; i < line.last; i++)
        words += !reading->tokens[i].is_mark && (i < period->first || i >= period->last);
    return words < 2;
}

static struct span with_above(const struct reading *reading, struct span line, struct span above) {
    struct span top = line_above(reading, above);
    bool needs_role = !has_role(reading, above) && is_label(reading, top) && has_role(reading, top);
    return (struct span){needs_role ? top.first : above.first, line.last};
}

/* The labels below, up to what was done there: at most the role and the employer. */
static struct span with_below(const struct reading *reading, struct span heading, size_t most) {
    for (size_t taken = 0; taken < most; taken++) {
        struct span below = line_below(reading, heading);
        if (!is_label(reading, below))
            break;
        heading.last = below.last;
    }
    return heading;
}

/* Role and employer stand on the dated line, above it, below it, or on both sides. */
static struct span heading_of(const struct reading *reading, struct span line, const struct period *period) {
    bool alone = stands_alone(reading, line, period);
    struct span above = line_above(reading, line);
    if (has_role(reading, line) && !alone)
        return with_below(reading, line, 1);
    if (is_label(reading, above) && (alone || has_role(reading, above)))
        return with_above(reading, line, above);
    return with_below(reading, line, alone ? 2 : 1);
}

static void add_entry(struct reading *reading, struct span line, const struct period *period) {
    struct span heading = heading_of(reading, line, period);
    struct claim *claim = reading_add(reading, KIND_WORK, heading);
    if (claim == NULL)
        return;
    claim->place = heading;
    claim->role = heading;
    claim->period = *period;
    if (period->is_current) {
        claim->period.to = reading->this_month;
        claim->period.to_has_month = true;
    }
    seniority_read(reading, heading, &claim->low, &claim->high);
}

void claim_read_entries(struct reading *reading) {
    for (size_t first = 0; first < reading->count;) {
        struct span line = line_at(reading, first);
        struct period period;
        if (find_period(reading, line, &period))
            add_entry(reading, line, &period);
        first = line.last + 1;
    }
}

/* Interns of any kind are interns; an assistant manager may be anything between. */
void seniority_read(const struct reading *reading, struct span words, double *low, double *high) {
    bool is_trainee = false, is_assistant = false;
    int rank = 0, role = 0;
    for (size_t i = words.first; i < words.last; i++) {
        const struct token *token = &reading->tokens[i];
        if (token_is(token, W_RANK) && token->value)
            rank = token->value;
        if (!token_is(token, W_ROLE))
            continue;
        is_trainee = is_trainee || token->value == SENIORITY_TRAINEE;
        is_assistant = is_assistant || token->value == SENIORITY_ASSISTANT;
        role = token->value > role ? token->value : role;
    }
    if (role == SENIORITY_NORMAL && rank)
        role = rank;
    *low = is_trainee ? SENIORITY_TRAINEE : is_assistant ? SENIORITY_ASSISTANT : role;
    *high = is_trainee ? SENIORITY_TRAINEE : role;
}
