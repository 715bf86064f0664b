/* Recognises work entries and quotable sentences in the chunks of a CV. Where the form of a CV is unusual it
 * finds nothing rather than something wrong: questions then go without. */
#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "wording/wording_internal.h"

enum {
    LABEL_MAX = 90, /* code points of "role, employer" as it stands in a CV */
    LABEL_WORDS_MAX = 9,
    QUOTE_MIN_WORDS = 4, /* fewer say too little to ask about */
    QUOTE_MAX = 120,     /* code points: one breath when read out */
    ENTRY_LINES_MAX = 60,
};

static bool has_listed_stem(const char *folded, const char *const *stems, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (folded_has_stem(folded, stems[i]))
            return true;
    return false;
}

/* --- work entries --- */

static const char *const ROLES[] = {
    "engineer",  "developer", "manager",     "analyst",    "designer",   "consultant",  "director",
    "head",      "lead",      "intern",      "assistant",  "specialist", "officer",     "administrator",
    "architect", "scientist", "programmer",  "accountant", "technician", "coordinator", "representative",
    "teacher",   "nurse",     "recruiter",   "founder",    "cto",        "ceo",         "owner",
    "sviluppat", "ingegner",  "responsabil", "analist",    "consulent",  "direttor",    "impiegat",
    "tecnic",    "capo",      "addett",      "programmat", "architett",  "stagist",     "tirocin",
    "sistemist", "venditor",  "contabil",    "insegnant",  "infermier"};
static const char *const STUDIES[] = {"universit", "degree",   "laurea",     "diplom", "bachelor", "master",
                                      "school",    "liceo",    "istitut",    "phd",    "dottorat", "course",
                                      "corso",     "certific", "politecnic", "college"};
static const char DATE_WORDS[] =
    " jan january feb february mar march apr april may jun june jul july aug august sep sept september oct "
    "october"
    " nov november dec december gen gennaio febbraio marzo aprile mag maggio giu giugno lug luglio ago "
    "agosto set"
    " settembre ott ottobre novembre dic dicembre from to since until dal al da a ";
static const char CURRENT_WORDS[] =
    " present today now current currently ongoing oggi presente attuale corso ";

/* The `nth` year of a working life in the bytes, from 0; 0 when there are not so many. */
static int find_year(const char *text, size_t length, int nth) {
    for (size_t i = 0; i + 4 <= length; i++) {
        size_t digits = 0;
        int value = 0;
        while (i + digits < length && isdigit((unsigned char)text[i + digits]) && digits < 9)
            value = value * 10 + (text[i + digits++] - '0');
        if (digits == 4 && value >= 1960 && value <= 2100 && nth-- == 0)
            return value;
        i += digits ? digits - 1 : 0;
    }
    return 0;
}

/* A line such as "Backend Engineer, Example Retail   Mar 2018 – Dec 2020", taken apart. */
struct dated_line {
    const char *rest; /* without the dates; may be "" */
    int first_year, last_year;
    bool is_current;
};

static const char *cut_rest(struct arena *arena, const char *line, const char *from, const char *to) {
    const char *before = text_trim(arena, arena_strndup(arena, line, (size_t)(from - line)));
    const char *rest = text_count_codepoints(before) >= 4 ? before : text_trim(arena, to);
    while (*rest && strchr(",;:|()-./ ", *rest))
        rest++;
    char *copy = arena_strdup(arena, rest);
    for (size_t length = strlen(copy); length; length--) {
        if (!strchr(",;:|()-./ ", copy[length - 1]) && (unsigned char)copy[length - 1] != 0x93 &&
            (unsigned char)copy[length - 1] != 0x94 && (unsigned char)copy[length - 1] != 0x80 &&
            (unsigned char)copy[length - 1] != 0xE2)
            break;
        copy[length - 1] = '\0';
    }
    return copy;
}

/* Two years, or one and "today". */
static bool read_dated_line(struct arena *arena, const char *line, struct dated_line *out) {
    const char *from = NULL, *to = line;
    *out = (struct dated_line){.rest = ""};
    struct word word;
    for (const char *at = line; word_next(line, &at, &word);) {
        const char *folded = word_fold(&word, arena);
        int year = find_year(word.start, word.length, 0), second = find_year(word.start, word.length, 1);
        bool is_now = word_is_in(CURRENT_WORDS, folded) && out->first_year;
        if (!year && !is_now && !word_is_in(DATE_WORDS, folded))
            continue;
        if (year && !out->first_year)
            out->first_year = year;
        else if (year)
            second = year;
        if (second)
            out->last_year = second;
        out->is_current = out->is_current || is_now;
        if (from == NULL && (year || strlen(folded) >= 3))
            from = word.start;
        if (from)
            to = word.start + word.length;
    }
    if (!out->first_year || (!out->last_year && !out->is_current))
        return false;
    out->rest = cut_rest(arena, line, from, to);
    return true;
}

static bool has_role(struct arena *arena, const char *text) {
    return has_listed_stem(text_fold(arena, text), ROLES, sizeof ROLES / sizeof *ROLES);
}

static bool could_be_label(const char *line) {
    size_t length = strlen(line);
    return length > 3 && text_count_codepoints(line) <= LABEL_MAX && line[length - 1] != '.' &&
           !strchr(line, '@');
}

/* The part of "Role, Employer, Town" that names the employer: beside the part with the role in it. */
static const char *find_employer(struct arena *arena, const char *label) {
    static const char *const SEPARATORS[] = {" at ", " @ ", " presso ", " – ", " — ",
                                             " - ",  " | ", " · ",      ", "};
    for (size_t i = 0; i < sizeof SEPARATORS / sizeof *SEPARATORS; i++) {
        const char *cut = strstr(label, SEPARATORS[i]);
        if (cut == NULL)
            continue;
        const char *first = arena_strndup(arena, label, (size_t)(cut - label));
        const char *second = cut + strlen(SEPARATORS[i]);
        bool first_is_role = has_role(arena, first), second_is_role = has_role(arena, second);
        if (first_is_role == second_is_role)
            continue;
        const char *employer = first_is_role ? second : first;
        char *name = arena_strndup(arena, employer, strcspn(employer, ",|("));
        for (size_t k = i < 3 ? 3 : i; k < sizeof SEPARATORS / sizeof *SEPARATORS; k++) {
            char *end = strstr(name, SEPARATORS[k]);
            if (end)
                *end = '\0';
        }
        name = text_trim(arena, name);
        return isupper((unsigned char)*name) ? name : NULL;
    }
    return NULL;
}

static size_t read_lines(struct arena *arena, const char *text, const char **lines) {
    size_t count = 0;
    while (*text && count < ENTRY_LINES_MAX) {
        size_t length = strcspn(text, "\n");
        const char *line = text_trim(arena, arena_strndup(arena, text, length));
        if (*line)
            lines[count++] = line;
        text += length + (text[length] == '\n');
    }
    return count;
}

/* Role and employer may stand on one line or on two, around the dates or before them. */
static const char *find_label(struct arena *arena, const char *const *lines, size_t count, size_t dated,
                              const char *rest) {
    const char *above = dated > 0 && could_be_label(lines[dated - 1]) ? lines[dated - 1] : NULL;
    const char *below = dated + 1 < count && could_be_label(lines[dated + 1]) ? lines[dated + 1] : NULL;
    const char *label = *rest && could_be_label(rest) ? rest : above;
    if (label == NULL || has_role(arena, label))
        return label;
    if (label != above && above && has_role(arena, above))
        return arena_printf(arena, "%s, %s", above, label);
    if (label == above && dated > 1 && could_be_label(lines[dated - 2]) && has_role(arena, lines[dated - 2]))
        return arena_printf(arena, "%s, %s", lines[dated - 2], label);
    return below && has_role(arena, below) ? arena_printf(arena, "%s, %s", below, label) : NULL;
}

static bool is_work_section(const struct wording_chunk *chunk) {
    return chunk->section == NULL || strcmp(chunk->section, "experience") == 0;
}

bool entry_find(const struct wording_chunk *chunk, struct arena *arena, struct entry *out) {
    if (!is_work_section(chunk))
        return false;
    const char **lines = arena_array(arena, ENTRY_LINES_MAX, sizeof *lines);
    size_t count = read_lines(arena, chunk->text, lines);
    for (size_t i = 0; i < count; i++) {
        struct dated_line dated;
        if (!read_dated_line(arena, lines[i], &dated))
            continue;
        const char *label = find_label(arena, lines, count, i, dated.rest);
        if (label == NULL ||
            has_listed_stem(text_fold(arena, label), STUDIES, sizeof STUDIES / sizeof *STUDIES))
            continue;
        *out = (struct entry){
            .chunk = chunk,
            .label = label,
            .employer = find_employer(arena, label),
            .dates =
                dated.is_current ? NULL : arena_printf(arena, "%d–%d", dated.first_year, dated.last_year),
            .is_current = dated.is_current,
            .last_year = dated.is_current ? 9999 : dated.last_year,
        };
        return true;
    }
    return false;
}

bool entry_find_latest(const struct wording_basis *basis, struct arena *arena, struct entry *out) {
    bool found = false;
    for (size_t i = 0; i < basis->chunk_count; i++) {
        struct entry entry;
        if (entry_find(&basis->chunks[i], arena, &entry) && (!found || entry.last_year > out->last_year)) {
            *out = entry;
            found = true;
        }
    }
    return found;
}

/* --- sentences worth quoting --- */

struct shape {
    size_t words;
    size_t commas;
    bool has_digit;
};

static struct shape measure(const char *sentence) {
    struct shape shape = {0};
    struct word word;
    for (const char *at = sentence; word_next(sentence, &at, &word);)
        shape.words++;
    for (const char *c = sentence; *c; c++) {
        shape.commas += *c == ',';
        shape.has_digit = shape.has_digit || isdigit((unsigned char)*c);
    }
    return shape;
}

/* "Accountant at Example Retail" heads what was done there. */
static bool is_label(struct arena *arena, const char *sentence) {
    return measure(sentence).words <= LABEL_WORDS_MAX && has_role(arena, sentence) &&
           find_employer(arena, sentence);
}

/* "Accountant with eight years of experience": a claim about everything, not a thing done. */
static bool is_summary(struct arena *arena, const char *sentence) {
    const char *folded = text_fold(arena, sentence);
    return folded_has_stem(folded, "years of") || folded_has_stem(folded, "anni di esperienza");
}

/* A sentence about something done: not a heading, an address, a list of skills or a line of dates. */
static bool is_quotable(struct arena *arena, const char *sentence) {
    struct shape shape = measure(sentence);
    struct dated_line dated;
    return shape.words >= QUOTE_MIN_WORDS && shape.words > shape.commas * 4 && !strchr(sentence, '@') &&
           !strstr(sentence, "http") && !strchr(sentence, '|') && !is_summary(arena, sentence) &&
           !is_label(arena, sentence) && !read_dated_line(arena, sentence, &dated);
}

static void take_quotation(struct arena *arena, const struct wording_chunk *chunk, const char *sentence,
                           struct quotation *out) {
    *out = (struct quotation){chunk, phrase_shorten(arena, sentence, QUOTE_MAX)};
}

/* What was done somewhere: the summary at the top of a CV only claims it. */
static bool tells_of_work(const struct wording_chunk *chunk) {
    static const char *const KINDS[] = {"experience", "projects", "publications", "certifications"};
    if (chunk->section == NULL)
        return true;
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strcmp(chunk->section, KINDS[i]) == 0)
            return true;
    return false;
}

bool quotation_for_requirement(const struct wording_basis *basis, const struct requirement *requirement,
                               struct arena *arena, struct quotation *out) {
    for (size_t i = 0; i < basis->chunk_count; i++) {
        const char *at = basis->chunks[i].text, *sentence;
        while (tells_of_work(&basis->chunks[i]) && (sentence = sentence_next(arena, NULL, &at, NULL)) != NULL)
            if (requirement_is_named_in(requirement, sentence, arena) && is_quotable(arena, sentence)) {
                take_quotation(arena, &basis->chunks[i], sentence, out);
                return true;
            }
    }
    return false;
}

bool quotation_with_name(const struct wording_chunk *chunk, const char *name, struct arena *arena,
                         struct quotation *out) {
    const char *at = chunk->text, *sentence, *folded = text_fold(arena, name);
    while ((sentence = sentence_next(arena, NULL, &at, NULL)) != NULL)
        if (folded_has_word(text_fold(arena, sentence), folded) && is_quotable(arena, sentence)) {
            take_quotation(arena, chunk, sentence, out);
            return true;
        }
    return false;
}

const char *name_in_cv(const struct wording_basis *basis, const struct requirement *requirement,
                       struct arena *arena, const struct wording_chunk **chunk) {
    struct word word;
    for (const char *at = requirement->text; word_next(requirement->text, &at, &word);) {
        if (!word_is_capitalised_name(&word))
            continue;
        const char *folded = word_fold(&word, arena);
        for (size_t i = 0; i < basis->chunk_count; i++)
            if (folded_has_word(text_fold(arena, basis->chunks[i].text), folded)) {
                *chunk = &basis->chunks[i];
                return arena_strndup(arena, word.start, word.length);
            }
    }
    return NULL;
}

/* A share, an amount of money, or a number of something: not a year, a version or a telephone number. */
static bool has_figure(struct arena *arena, const char *sentence) {
    static const char *const UNITS[] = {
        "million",   "milion",  "billion", "users", "utenti",       "customers",   "clienti",
        "people",    "persone", "hours",   "ore",   "minut",        "second",      "requests",
        "richieste", "orders",  "ordini",  "euro",  "transactions", "transazioni", "times"};
    if (!measure(sentence).has_digit || strchr(sentence, '+') == sentence)
        return false;
    if (strchr(sentence, '%') || strchr(sentence, '$') || strstr(sentence, "€") ||
        strstr(sentence, "per cento"))
        return true;
    return has_listed_stem(text_fold(arena, sentence), UNITS, sizeof UNITS / sizeof *UNITS);
}

bool quotation_with_figure(const struct wording_basis *basis, struct arena *arena, struct quotation *out) {
    for (size_t i = 0; i < basis->chunk_count; i++) {
        const char *at = basis->chunks[i].text, *sentence;
        while (is_work_section(&basis->chunks[i]) &&
               (sentence = sentence_next(arena, NULL, &at, NULL)) != NULL)
            if (has_figure(arena, sentence) && is_quotable(arena, sentence)) {
                take_quotation(arena, &basis->chunks[i], sentence, out);
                return true;
            }
    }
    return false;
}
