#include "requirement/words.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

static bool is_word_byte(char c) {
    return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Signs that names have inside or at their end: Node.js, CI/CD, on-call, C++, C#, l'azienda stays two words.
 */
static bool is_inner_sign(char c) {
    return c == '.' || c == '/' || c == '-' || c == '+' || c == '#' || c == '&';
}

/* Typographic quotes, dashes and ellipses are punctuation, though their bytes are not ASCII. */
static bool is_wide_punctuation(const char *c) {
    return ((unsigned char)c[0] == 0xE2 && (unsigned char)c[1] == 0x80 && c[2] != '\0') ||
           ((unsigned char)c[0] == 0xC2 && ((unsigned char)c[1] == 0xAB || (unsigned char)c[1] == 0xBB ||
                                            (unsigned char)c[1] == 0xB7 || (unsigned char)c[1] == 0xA0));
}

static size_t wide_punctuation_length(const char *c) {
    return (unsigned char)c[0] == 0xE2 ? 3 : 2;
}

static const char *skip_to_word(const char *at, bool *starts_sentence) {
    while (*at) {
        if (is_wide_punctuation(at))
            at += wide_punctuation_length(at);
        else if (is_word_byte(*at))
            break;
        else {
            *starts_sentence = *starts_sentence || strchr(".!?:\n", *at) != NULL;
            at++;
        }
    }
    return at;
}

bool word_next(const char *text, const char **position, struct word *out) {
    bool starts_sentence = *position == text;
    const char *start = skip_to_word(*position, &starts_sentence);
    const char *end = start;
    while (*end && !is_wide_punctuation(end) &&
           (is_word_byte(*end) ||
            (is_inner_sign(*end) && is_word_byte(end[1]) && !is_wide_punctuation(end + 1))))
        end++;
    while (*end == '+' || *end == '#')
        end++;
    *out = (struct word){start, (size_t)(end - start), starts_sentence};
    *position = end;
    return end > start;
}

char *word_fold(const struct word *word, struct arena *arena) {
    return text_fold(arena, arena_strndup(arena, word->start, word->length));
}

bool word_is_name(const struct word *word) {
    bool has_letter = false;
    for (size_t i = 0; i < word->length; i++) {
        char c = word->start[i];
        has_letter = has_letter || isalpha((unsigned char)c);
        bool marks_name = isupper((unsigned char)c) || isdigit((unsigned char)c) || c == '+' || c == '#';
        if (has_letter && i > 0 && marks_name && word->start[i - 1] != '-')
            return true;
    }
    return false;
}

bool word_is_capitalised_name(const struct word *word) {
    return word_is_name(word) || (!word->starts_sentence && isupper((unsigned char)word->start[0]));
}

static const char *find_folded(const char *text, const char *piece, bool whole) {
    size_t length = strlen(piece);
    for (const char *at = strstr(text, piece); at && length; at = strstr(at + 1, piece)) {
        bool starts = at == text || !is_word_byte(at[-1]);
        bool ends = !is_word_byte(at[length]) && at[length] != '+' && at[length] != '#';
        if (starts && (ends || !whole))
            return at;
    }
    return NULL;
}

bool folded_has_word(const char *folded_text, const char *folded_word) {
    return find_folded(folded_text, folded_word, true) != NULL;
}

bool folded_has_stem(const char *folded_text, const char *stem) {
    return find_folded(folded_text, stem, false) != NULL;
}

bool word_is_in(const char *list, const char *folded) {
    size_t length = strlen(folded);
    if (length == 0)
        return false;
    for (const char *at = strstr(list, folded); at; at = strstr(at + 1, folded))
        if (at > list && at[-1] == ' ' && at[length] == ' ')
            return true;
    return false;
}

bool word_is_function(const char *folded) {
    static const char LIST[] =
        " a an the and or of to in on at for with by from as is are be been was were will would can could "
        "should"
        " you your we our they their it its this that these those have has had do does not no than then into"
        " il lo la i gli le un uno una e o ed di del dello della dei degli delle da dal dalla in nel nello "
        "nella nei"
        " con su sul sulla per tra fra che chi come non si al allo alla ai agli alle sono ha hai ho anche "
        "piu ";
    return word_is_in(LIST, folded);
}

/* --- sentences --- */

static const char *const BULLETS[] = {"-", "*", "•", "–", "—", "·", "▪", "●", "◦",
                                      "‣", "○", ">", "+", "✓", "✔", "➢", "►", "→"};

static const char *skip_bullet(const char *text, bool *found) {
    const char *digits = text;
    while (isdigit((unsigned char)*digits))
        digits++;
    if (digits > text && digits - text < 3 && (*digits == '.' || *digits == ')') && digits[1] == ' ') {
        *found = true;
        return digits + 1;
    }
    if (islower((unsigned char)text[0]) && text[1] == ')' && text[2] == ' ') {
        *found = true;
        return text + 2;
    }
    for (size_t i = 0; i < sizeof BULLETS / sizeof *BULLETS; i++)
        if (text_starts_with(text, BULLETS[i])) {
            *found = true;
            return text + strlen(BULLETS[i]);
        }
    return text;
}

bool full_stop_abbreviates(const char *text, const char *stop) {
    static const char ABBREVIATIONS[] =
        " min max approx ca circ incl excl art nr no tel dept cert certs exp yrs yr mgmt vs poss rif sez cat "
        "cod "
        "pag ed es lett ing dott geom avv sig dr mr mrs ms prof st lun mar mer gio ven sab dom mon tue wed "
        "thu fri sat sun jan feb apr jun jul aug sep sept oct nov dec gen mag giu lug ago set ott dic ";
    enum { LONGEST = 6 };
    char word[LONGEST + 1] = "";
    size_t length = 0;
    while (stop - length > text && isalpha((unsigned char)stop[-1 - (ptrdiff_t)length]))
        length++;
    const char *start = stop - length;
    bool is_inner = start > text && start[-1] == '.';
    if (length == 0 || length > LONGEST || stop[1] != ' ')
        return false;
    for (size_t i = 0; i < length; i++)
        word[i] = (char)tolower((unsigned char)start[i]);
    return length == 1 || is_inner || word_is_in(ABBREVIATIONS, word);
}

/* A full stop, question or exclamation mark before white space ends a sentence. */
static bool ends_sentence(const char *start, const char *at) {
    if (*at == ';')
        return true;
    if (!strchr(".!?", *at) || (at[1] != ' ' && at[1] != '\n' && at[1] != '\0'))
        return false;
    return *at != '.' || (at - start > 2 && !full_stop_abbreviates(start, at));
}

/* Nobody wraps a line that is shorter. */
enum { WRAPPED_LEAST = 40 };

static bool is_short(const char *text, const char *newline) {
    const char *start = newline;
    while (start > text && start[-1] != '\n')
        start--;
    return newline - start < WRAPPED_LEAST;
}

/* A line that was only wrapped goes on in lower case. */
static bool goes_on(const char *text, const char *start, const char *newline) {
    const char *next = newline + 1;
    bool ended = newline == start || strchr(".:;!?", newline[-1]) != NULL;
    bool is_lettered = islower((unsigned char)*next) && next[1] == ')';
    return !ended && !is_lettered && (text == NULL || !is_short(text, newline)) &&
           (islower((unsigned char)*next) || *next == '(' || (unsigned char)*next == 0xC3);
}

static void newlines_to_spaces(char *text) {
    for (; *text; text++)
        if (*text == '\n' || *text == '\r' || *text == '\t')
            *text = ' ';
}

const char *sentence_next(struct arena *arena, const char *text, const char **position, bool *is_item) {
    const char *at = *position;
    while (*at) {
        const char *line_start = at;
        bool item = false;
        while (*at && (*at != '\n' || goes_on(text, line_start, at)) && !ends_sentence(line_start, at))
            at++;
        const char *end = at;
        if (*at)
            at++;
        char *trimmed = text_trim(arena, arena_strndup(arena, line_start, (size_t)(end - line_start)));
        newlines_to_spaces(trimmed);
        const char *sentence = text_trim(arena, skip_bullet(trimmed, &item));
        if (*sentence) {
            *position = at;
            if (is_item)
                *is_item = item;
            return sentence;
        }
    }
    *position = at;
    return NULL;
}

const char *phrase_shorten(struct arena *arena, const char *text, size_t max) {
    char *copy = arena_strdup(arena, text);
    size_t length = strlen(copy);
    while (length && strchr(" .,;:!-", copy[length - 1]))
        copy[--length] = '\0';
    if (text_count_codepoints(copy) <= max)
        return copy;
    size_t position = 0, last_space = 0;
    for (size_t count = 0; count < max; count++) {
        if (copy[position] == ' ')
            last_space = position;
        text_next_codepoint(copy, length, &position);
    }
    copy[last_space ? last_space : position] = '\0';
    length = strlen(copy);
    while (length && strchr(" ,;:-", copy[length - 1]))
        copy[--length] = '\0';
    return arena_printf(arena, "%s…", copy);
}

/* Where one stem of a list, in its spelling there, stands in the folded text; NULL: nowhere. */
static const char *find_spelled_stem(const char *folded, const char *spelled, size_t length) {
    enum { STEM_SIZE = 32 };
    char stem[STEM_SIZE];
    bool is_word = spelled[length - 1] == '.';
    assert(length < STEM_SIZE);
    for (size_t i = 0; i < length; i++)
        stem[i] = spelled[i] == '_' ? ' ' : spelled[i];
    stem[is_word ? length - 1 : length] = '\0';
    return find_folded(folded, stem, is_word);
}

/* The letters that words of the text begin with, one bit each: most stems need no search. */
static uint32_t first_letters(const char *folded) {
    uint32_t letters = 0;
    for (const char *at = folded; *at; at++)
        if ((at == folded || !is_word_byte(at[-1])) && islower((unsigned char)*at))
            letters |= (uint32_t)1 << (*at - 'a');
    return letters;
}

bool folded_has_any_stem(const char *folded, const char *stems) {
    uint32_t letters = first_letters(folded);
    for (const char *at = stems; *at;) {
        size_t length = strcspn(at, " ");
        bool may_stand = !islower((unsigned char)*at) || (letters >> (*at - 'a') & 1);
        if (may_stand && find_spelled_stem(folded, at, length))
            return true;
        at += length + strspn(at + length, " ");
    }
    return false;
}

bool folded_begins_with_any_stem(const char *folded, const char *stems) {
    for (const char *at = stems; *at;) {
        size_t length = strcspn(at, " ");
        if (*at == *folded && find_spelled_stem(folded, at, length) == folded)
            return true;
        at += length + strspn(at + length, " ");
    }
    return false;
}

size_t word_count(const char *text) {
    struct word word;
    size_t count = 0;
    for (const char *at = text; word_next(text, &at, &word);)
        count++;
    return count;
}
