/* Splits a job description into what it asks for by rules, where there is no judge.
 *
 * Headings say what the lines under them are; a list under one that says nothing asks for its items, unless
 * they are what the company gives; in plain prose the words of a sentence decide (cue.c has them all). A line
 * that asks for several things at once is taken apart (compound.c), words that only introduce are left out
 * (opening.c).
 */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

enum {
    HEADING_WORDS_MAX = 7,
    BARE_HEADING_WORDS_MAX = 5,
    LONE_HEADING_WORDS_MAX = 4,
    RUNNING_WORDS_MIN = 8,
    PIECE_WORDS_MAX = 20, /* a longer piece of prose tells a story */
    TELEGRAM_WORDS_MAX = 6,
    LABEL_WORDS_MAX = 4,
    LIST_COMMAS_MIN = 2,
};

/* --- what is kept --- */

struct splitter {
    struct arena *arena;
    enum part part;
    enum part outer;   /* what holds after a line that has a label of its own */
    bool is_labelled;  /* the line is such a line */
    bool was_labelled; /* the line before was */
    bool at_line_start;
    bool was_item;    /* so was the line before */
    bool is_telegram; /* the sentence before, on the same line, was short and asked for something */
    struct finds finds;
};

static void keep(struct splitter *splitter, enum requirement_weight weight, const char *text) {
    enum requirement_kind kind = requirement_kind_of(text, splitter->arena);
    bool says_something = word_count(text) >= 2 || kind != REQUIREMENT_SKILL || isupper((unsigned char)*text);
    if (says_something)
        finds_add(&splitter->finds, weight, kind, text);
}

/* A duty is a piece of work, and one question: it is not taken apart. */
static void keep_all(struct splitter *splitter, enum part part, const char *text) {
    const char *items[COMPOUND_MAX];
    if (part == PART_DUTY) {
        const char *duty = opening_find_duty(text, splitter->arena);
        keep(splitter, REQUIREMENT_DUTY, duty ? duty : text);
        return;
    }
    size_t count = compound_split(opening_strip(text, splitter->arena), splitter->arena, items);
    for (size_t i = 0; i < count; i++) {
        const char *item = opening_strip(items[i], splitter->arena);
        if (word_count(item) == 0 ||
            (part == PART_CONDITION && requirement_kind_of(item, splitter->arena) != REQUIREMENT_CONDITION))
            continue;
        bool wish = part == PART_WISH || cue_wishes(text_fold(splitter->arena, items[i]));
        keep(splitter, wish ? REQUIREMENT_WISH : REQUIREMENT_MUST, item);
    }
}

/* --- headings --- */

static bool next_is_item(const struct splitter *splitter, const char *at) {
    bool is_item = false;
    return sentence_next(splitter->arena, at, &at, &is_item) != NULL && is_item;
}

/* CHI SIAMO */
static bool is_shouted(const char *text) {
    const char *letter = text;
    while (*letter && !islower((unsigned char)*letter))
        letter++;
    return *letter == '\0' && word_count(text) > 0;
}

/* A heading without one of the known words is recognised by the list under it, or by its letters. */
static bool is_bare_heading(const char *text, bool above_list) {
    return (above_list && word_count(text) <= BARE_HEADING_WORDS_MAX && isupper((unsigned char)*text)) ||
           is_shouted(text);
}

/* The list that begins at `at` says what the company gives. */
static bool lists_benefits(const struct splitter *splitter, const char *at) {
    bool is_item = false;
    const char *first = sentence_next(splitter->arena, at, &at, &is_item);
    return first && is_item && cue_benefits(text_fold(splitter->arena, first));
}

/* Behind a label they ask for something, whatever its words. */
static const char LABELS[] = "certif language lingu education istruzione studi experience esperienz tools "
                             "software strument licen patent";

/* "Shift pattern: nights": a few words, a colon, a value. */
static size_t label_length(const char *line, struct arena *arena) {
    size_t length = strcspn(line, ":\n");
    bool has_value = line[length] == ':' && line[length + 1] == ' ';
    return has_value && word_count(arena_strndup(arena, line, length)) <= LABEL_WORDS_MAX ? length : 0;
}

static bool next_line_is_labelled(const char *at, struct arena *arena) {
    if (at[-1] != '\n')
        at += strcspn(at, "\n");
    return label_length(at + strspn(at, "\n\r "), arena) > 0;
}

/* One of several lines with labels, as applicant systems write them: it is only about itself. */
static const char *read_label(struct splitter *splitter, const char *text, enum part *part) {
    struct arena *arena = splitter->arena;
    size_t length = label_length(text, arena);
    const char *label = text_fold(arena, arena_strndup(arena, text, length));
    const char *value = text_trim(arena, text + length + 1);
    bool is_special = requirement_kind_of(text, arena) != REQUIREMENT_SKILL;
    bool is_known = cue_heading(label, part);
    if (!is_known)
        *part = is_special || folded_has_any_stem(label, LABELS) ? PART_MUST : PART_OTHER;
    splitter->part = *part;
    splitter->is_labelled = true;
    bool says_less = is_special && requirement_kind_of(value, arena) == REQUIREMENT_SKILL;
    return says_less && (!is_known || *part == PART_CONDITION) ? text : value;
}

/* "Art. 2 - Mansioni" */
static const char *skip_article(const char *text) {
    if (strncasecmp(text, "art. ", 5) != 0)
        return text;
    const char *at = text + 5 + strspn(text + 5, "0123456789");
    at += strspn(at, " .-");
    return text_starts_with(at, "–") ? at + strlen("–") + 1 : at;
}

/* "Requirements: Python, Django" is a heading and its first line at once; "Working hours: ..." is only about
 * its own line. Returns what is left to read, *part is what it is under. */
static const char *read_heading(struct splitter *splitter, const char *text, const char *next,
                                enum part *part) {
    if (label_length(text, splitter->arena) &&
        (splitter->was_labelled || next_line_is_labelled(next, splitter->arena)))
        return read_label(splitter, text, part);
    const char *article = skip_article(text);
    bool is_article = article > text;
    text = article;
    const char *colon = text + strcspn(text, ":");
    while (*colon && colon[1] && colon[1] != ' ') /* 06:00 */
        colon += 1 + strcspn(colon + 1, ":");
    if (*colon == '\0')
        colon = NULL;
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    char *head = arena_strndup(splitter->arena, text, length);
    const char *folded = text_fold(splitter->arena, head);
    bool ends_line = colon == NULL || colon[1] == '\0';
    *part = splitter->part;
    if (!colon && next[-1] == '.')
        return text;
    if (word_count(head) > HEADING_WORDS_MAX && !(colon && ends_line && cue_heading(folded, part)))
        return text;
    enum part named = PART_LIST;
    bool known = cue_heading(folded, &named), above_list = next_is_item(splitter, next);
    if (!colon && known && !above_list && !is_article &&
        (named == splitter->part || word_count(head) > LONE_HEADING_WORDS_MAX))
        return text; /* "Strong communication skills" among others like it */
    known = known || is_article || (colon && ends_line) || (!colon && is_bare_heading(text, above_list));
    if (!known)
        return text;
    if (named == PART_LIST && lists_benefits(splitter, next))
        named = PART_OTHER;
    *part = named;
    if (ends_line || (named != PART_OTHER && named != PART_CONDITION))
        splitter->part = named;
    if (!colon)
        return "";
    const char *value = text_trim(splitter->arena, colon + 1);
    bool needs_head = named == PART_CONDITION && *value &&
                      requirement_kind_of(value, splitter->arena) != REQUIREMENT_CONDITION;
    return needs_head ? text : value;
}

/* --- sentences --- */

/* The pieces of running text that ask for something on their own. */
static const char *next_piece(const char **at, struct arena *arena) {
    static const char *const BREAKS[] = {" and who ", " and you ", " and you'll ", " and must ",   ", as is ",
                                         ", so ",     "; ",        ", che ",       " and a good ", ", con ",
                                         ", with ",   " and is ",  " and has ",    " e ha ",       " e non ",
                                         ", quindi ", ", ma ",     ", but "};
    const char *start = *at, *end = start + strlen(start), *after = end;
    if (*start == '\0')
        return NULL;
    for (size_t i = 0; i < sizeof BREAKS / sizeof *BREAKS; i++) {
        const char *found = strstr(start, BREAKS[i]);
        if (found && found > start && found < end) {
            end = found;
            after = found + strlen(BREAKS[i]);
        }
    }
    *at = after;
    return text_trim(arena, arena_strndup(arena, start, (size_t)(end - start)));
}

/* A piece of prose asks for something by its words, or names what no job description names for nothing. */
static bool asks_for_something(const char *piece, struct arena *arena) {
    const char *folded = text_fold(arena, piece);
    if (cue_asks(folded) || cue_wishes(folded) || opening_says_whom(piece, arena))
        return true;
    enum requirement_kind kind = requirement_kind_of(piece, arena);
    size_t most = kind == REQUIREMENT_EXPERIENCE ? TELEGRAM_WORDS_MAX : PIECE_WORDS_MAX;
    return !cue_is_ours(folded) && kind != REQUIREMENT_SKILL && word_count(piece) <= most;
}

static size_t count_commas(const char *text) {
    size_t commas = 0;
    for (const char *at = text; (at = strstr(at, ", ")) != NULL; at++)
        commas++;
    return commas;
}

/* Short things between commas, as they stand behind a heading on its line: "forni trivalenti, corso
 * antincendio". */
static bool is_list_of_items(const char *text, struct arena *arena) {
    for (const char *at = text, *end; *at; at = *end ? end + 1 : end) {
        end = at + strcspn(at, ",");
        if (word_count(arena_strndup(arena, at, (size_t)(end - at))) > TELEGRAM_WORDS_MAX)
            return false;
    }
    return count_commas(text) > 0 && !strstr(text, " or ") && !strstr(text, " o ");
}

/* "In short: this, that, something else" asks for each. */
static const char *list_in_prose(const char *text, struct arena *arena) {
    size_t length = label_length(text, arena);
    return length && count_commas(text + length) >= LIST_COMMAS_MIN ? text + length + 2 : NULL;
}

static void keep_list(struct splitter *splitter, enum part part, const char *list) {
    int depth = 0;
    for (const char *start = list, *at = list; *start; at++) {
        depth += (*at == '(') - (*at == ')');
        if (*at && (depth > 0 || *at != ','))
            continue;
        keep_all(splitter, part,
                 text_trim(splitter->arena, arena_strndup(splitter->arena, start, (size_t)(at - start))));
        start = *at ? at + 1 : at;
    }
}

static void read_prose(struct splitter *splitter, const char *text, bool wish) {
    const char *piece, *list = list_in_prose(text, splitter->arena);
    enum part part = wish ? PART_WISH : PART_MUST;
    bool is_short = word_count(text) <= TELEGRAM_WORDS_MAX, was_telegram = splitter->is_telegram;
    splitter->is_telegram = false;
    if (list) {
        keep_list(splitter, part, list);
        return;
    }
    const char *duty = wish ? NULL : opening_find_duty(text, splitter->arena);
    if (duty && requirement_kind_of(duty, splitter->arena) == REQUIREMENT_SKILL) {
        keep(splitter, REQUIREMENT_DUTY, duty);
        return;
    }
    bool asked = false;
    for (const char *at = text; (piece = next_piece(&at, splitter->arena)) != NULL;) {
        bool goes_on =
            (is_short && was_telegram) || (asked && !cue_is_ours(text_fold(splitter->arena, piece)));
        if (!asks_for_something(piece, splitter->arena) && !goes_on)
            continue;
        asked = true;
        splitter->is_telegram = is_short;
        keep_all(splitter, part, piece);
    }
}

/* Running text asks for something only here and there; what stands in a list or behind a colon asks for all
 * of itself. */
static bool is_running(const char *text, const char *end) {
    return *end == '.' && word_count(text) >= RUNNING_WORDS_MIN;
}

static void read_row(struct splitter *splitter, const struct table_row *row) {
    enum part part = splitter->part, named;
    if (row->is_weighed)
        keep_all(splitter, row->is_wish ? PART_WISH : PART_MUST, row->text);
    else if (!cue_heading(text_fold(splitter->arena, row->text), &named) && part != PART_OTHER)
        read_prose(splitter, row->text, part == PART_WISH);
}

/* What follows a list after an empty line is no longer under its heading. */
static void begin_line(struct splitter *splitter, bool is_item, bool after_gap) {
    if (splitter->was_item && !is_item && after_gap)
        splitter->part = PART_PROSE;
    splitter->was_item = is_item;
    if (splitter->is_labelled)
        splitter->part = splitter->outer;
    splitter->was_labelled = splitter->is_labelled;
    splitter->outer = splitter->part;
    splitter->is_labelled = splitter->is_telegram = false;
}

static void read_parted(struct splitter *splitter, const char *text, const char *separator, const char *next);

/* An item of a list whose heading says nothing. */
static enum part part_of_item(const char *folded) {
    if (cue_benefits(folded))
        return PART_OTHER;
    return cue_is_work(folded) ? PART_DUTY : PART_MUST;
}

/* What parts the items of "diploma - esperienza min. 3 anni - patente B"; NULL: they are not so parted. */
static const char *separator_of(const char *text) {
    static const char *const SEPARATORS[] = {" - ", " – ", " • ", " · ", " * "};
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof *SEPARATORS; i++) {
        const char *first = strstr(text, SEPARATORS[i]);
        if (first && strstr(first + 1, SEPARATORS[i]))
            return SEPARATORS[i];
    }
    return NULL;
}

static void read_sentence(struct splitter *splitter, const char *sentence, const char *next, bool is_item) {
    enum part part = splitter->part;
    struct table_row row;
    if (table_row_read(sentence, splitter->arena, &row)) {
        read_row(splitter, &row);
        return;
    }
    const char *separator = is_item ? NULL : separator_of(sentence);
    if (separator) {
        read_parted(splitter, sentence, separator, next);
        return;
    }
    bool may_head = !is_item && splitter->at_line_start;
    const char *text = !may_head ? sentence : read_heading(splitter, sentence, next, &part);
    const char *folded = text_fold(splitter->arena, text);
    if (is_item && (part == PART_PROSE || part == PART_LIST))
        part = part_of_item(folded);
    bool is_list = part == PART_DUTY || part == PART_CONDITION || is_item || text != sentence;
    if (*text == '\0' || part == PART_OTHER || cue_offers(folded))
        return;
    if (part == PART_PROSE || part == PART_LIST || (!is_list && is_running(text, next - 1)))
        read_prose(splitter, text, part == PART_WISH || cue_wishes(folded));
    else if (text != sentence && part != PART_CONDITION && is_list_of_items(text, splitter->arena))
        keep_list(splitter, part, text);
    else
        keep_all(splitter, cue_wishes(folded) ? PART_WISH : part, text);
}

static void read_parted(struct splitter *splitter, const char *text, const char *separator,
                        const char *next) {
    struct arena *arena = splitter->arena;
    for (const char *at = text, *end; *at; at = *end ? end + strlen(separator) : end) {
        end = strstr(at, separator);
        end = end ? end : at + strlen(at);
        read_sentence(splitter, text_trim(arena, arena_strndup(arena, at, (size_t)(end - at))), next, false);
    }
}

/* Line breaks between what was read up to `at` and what follows. */
static size_t breaks_before(const char *text, const char *at) {
    const char *from = at > text ? at - 1 : at;
    size_t length = strspn(from, ".;!? \t\r\n"), breaks = at == text;
    for (size_t i = 0; i < length; i++)
        breaks += from[i] == '\n';
    return breaks;
}

void split_by_rules(const char *plain, struct arena *arena, struct finds *finds) {
    struct splitter splitter = {.arena = arena, .part = PART_PROSE, .finds = *finds};
    bool is_item;
    const char *at = plain, *text;
    for (const char *before = at; (text = sentence_next(arena, plain, &at, &is_item)) != NULL; before = at) {
        size_t breaks = breaks_before(plain, before);
        splitter.at_line_start = breaks > 0;
        if (breaks)
            begin_line(&splitter, is_item, breaks > 1);
        read_sentence(&splitter, text, at, is_item);
    }
    *finds = splitter.finds;
}
