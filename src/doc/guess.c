#include "doc/guess.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

enum { NAME_CODEPOINTS_MAX = 60, NAME_WORDS_MAX = 5, NAME_SEARCH_PARAGRAPHS = 12, EMAIL_MAX = 254 };

static bool is_email_char(char c) {
    return isalnum((unsigned char)c) || (c != '\0' && strchr("._%+-", c) != NULL);
}

static const char *find_email(const char *text, struct arena *arena) {
    for (const char *at = strchr(text, '@'); at != NULL; at = strchr(at + 1, '@')) {
        const char *start = at, *end = at + 1;
        while (start > text && is_email_char(start[-1]))
            start--;
        while (isalnum((unsigned char)*end) || *end == '.' || *end == '-')
            end++;
        while (end > at && strchr(".-", end[-1]) != NULL)
            end--;
        while (start < at && *start == '.')
            start++;
        if (start < at && memchr(at, '.', (size_t)(end - at)) != NULL && end - start <= EMAIL_MAX)
            return arena_strndup(arena, start, (size_t)(end - start));
    }
    return NULL;
}

static const char *find_linkedin(const char *text, struct arena *arena) {
    static const char prefix[] = "linkedin.com/in/";
    const char *found = strcasestr(text, prefix);
    if (found == NULL)
        return NULL;
    const char *slug = found + sizeof prefix - 1, *end = slug;
    while (isalnum((unsigned char)*end) || *end == '-' || *end == '_' || *end == '%' ||
           (unsigned char)*end >= 0x80)
        end++;
    return end > slug ? arena_printf(arena, "https://www.linkedin.com/in/%.*s", (int)(end - slug), slug)
                      : NULL;
}

/* The end of a stretch of digits and the marks that part them in a phone number. */
static const char *phone_end(const char *start, size_t *digits) {
    const char *at = start, *end = start;
    for (*digits = 0; *at != '\0' && strchr("0123456789 +()./-", *at) != NULL; at++)
        if (isdigit((unsigned char)*at)) {
            ++*digits;
            end = at + 1;
        }
    return end;
}

/* Years and dates also are digits with marks between: "2019 - 2022", "01/02/2020". */
static bool looks_like_dates(const char *start, const char *end) {
    size_t slashes = 0;
    for (const char *at = start; at < end; at++) {
        slashes += *at == '/';
        bool alone = (at == start || !isdigit((unsigned char)at[-1])) && end - at >= 4;
        if (alone && (strncmp(at, "19", 2) == 0 || strncmp(at, "20", 2) == 0) &&
            isdigit((unsigned char)at[2]) && isdigit((unsigned char)at[3]) &&
            (at + 4 == end || !isdigit((unsigned char)at[4])) && *start != '+')
            return true;
    }
    return slashes > 1;
}

static const char *find_phone(const char *text, struct arena *arena) {
    enum { DIGITS_MIN = 8, DIGITS_MAX = 15 }; /* 15: ITU-T E.164 */
    for (const char *at = text; *at != '\0'; at++) {
        size_t digits;
        bool opens = isdigit((unsigned char)*at) || *at == '+' || *at == '(';
        if (!opens || (at > text && (isalnum((unsigned char)at[-1]) || strchr("/-._@", at[-1]) != NULL)))
            continue;
        const char *end = phone_end(at, &digits);
        if (digits >= DIGITS_MIN && digits <= DIGITS_MAX && !looks_like_dates(at, end))
            return arena_strndup(arena, at, (size_t)(end - at));
        if (end > at)
            at = end - 1;
    }
    return NULL;
}

static bool is_listed(const char *word, size_t length, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) == length && strncmp(list[i], word, length) == 0)
            return true;
    return false;
}

/* Words that stand before a name or large at the top of a CV and are no part of it. */
static bool is_label(const char *word, size_t length) {
    static const char *const labels[] = {
        "curriculum", "vitae",   "cv", "resume", "europass", "nome", "cognome", "name", "first",    "last",
        "full",       "surname", "/",  "e",      "and",      "di",   "of",      "-",    "candidate"};
    while (length > 0 && strchr(":.", word[length - 1]) != NULL)
        length--;
    return is_listed(word, length, labels, sizeof labels / sizeof *labels);
}

/* "Curriculum Vitae di Anna Verdi" and "Nome / Cognome Anna Verdi" → the name in them. Folding keeps the
 * number of words, not of bytes. */
static const char *strip_labels(const char *text, struct arena *arena) {
    const char *folded = text_fold(arena, text);
    while (*folded != '\0' && is_label(folded, strcspn(folded, " "))) {
        folded += strcspn(folded, " ");
        text += strcspn(text, " ");
        folded += strspn(folded, " ");
        text += strspn(text, " ");
    }
    return text;
}

static bool is_name_char(uint32_t c) {
    return c >= 0xC0 || (c < 0x80 && (isalpha((int)c) || strchr(" .'-", (int)c) != NULL)) || c == 0x2019;
}

/* A capitalised word, or one of the particles that are written small in names. */
static bool is_name_word(const char *word, size_t length, bool *capitalised) {
    static const char *const particles[] = {"de",  "di", "da", "del", "della", "dos", "van", "von", "der",
                                            "den", "la", "le", "el",  "al",    "bin", "ibn", "y",   "zu"};
    *capitalised = isupper((unsigned char)*word) || (unsigned char)*word >= 0xC3;
    return *capitalised || is_listed(word, length, particles, sizeof particles / sizeof *particles);
}

/* Two to five words of letters, all capitalised but for particles. */
static bool could_be_name(const char *text) {
    size_t length = strlen(text), words = 0, capitals = 0;
    if (text_count_codepoints(text) > NAME_CODEPOINTS_MAX)
        return false;
    for (size_t at = 0; at < length;)
        if (!is_name_char(text_next_codepoint(text, length, &at)))
            return false;
    for (const char *word = text; *word != '\0';) {
        bool capitalised;
        size_t word_length = strcspn(word, " ");
        if (!is_name_word(word, word_length, &capitalised))
            return false;
        words++;
        capitals += capitalised;
        word += word_length + strspn(word + word_length, " ");
    }
    return words <= NAME_WORDS_MAX && capitals >= 2;
}

/* Whether the e-mail address holds a word of the name, as most do. */
static bool is_in_email(const char *name, const char *email, struct arena *arena) {
    enum { WORD_LENGTH_MIN = 4 };
    if (email == NULL)
        return false;
    const char *user = text_fold(arena, arena_strndup(arena, email, strcspn(email, "@")));
    for (const char *word = text_fold(arena, name); *word != '\0';) {
        size_t length = strcspn(word, " '-");
        if (length >= WORD_LENGTH_MIN && memmem(user, strlen(user), word, length) != NULL)
            return true;
        word += length + (word[length] != '\0');
    }
    return false;
}

/* "ANNA VERDI" → "Anna Verdi", "ALMÁSY" → "Almásy": capitals of ASCII and Latin-1 within a word. */
static const char *capitalise(const char *name, struct arena *arena) {
    char *copy = arena_strdup(arena, name);
    bool within = false;
    for (unsigned char *at = (unsigned char *)copy; *at != '\0'; at++) {
        bool latin = at > (unsigned char *)copy && at[-1] == 0xC3;
        if (within && *at < 0x80 && isupper(*at))
            *at = (unsigned char)tolower(*at);
        else if (within && latin && *at >= 0x80 && *at <= 0x9E && *at != 0x97)
            *at = (unsigned char)(*at + 0x20);
        within = isalpha(*at) || (*at >= 0x80 && (within || *at < 0xC3));
    }
    return copy;
}

/* The largest plausible line of the first page, the first of equals; one that fits the e-mail address before
 * all. */
static const char *find_name(const struct paragraphs *paragraphs, const char *const *kinds, const char *email,
                             struct arena *arena) {
    const struct paragraph *best = NULL;
    const char *best_name = NULL;
    bool best_in_email = false;
    for (size_t i = 0; i < paragraphs->count && paragraphs->items[i].page == 1; i++) {
        const struct paragraph *paragraph = &paragraphs->items[i];
        const char *name = strip_labels(paragraph->text, arena);
        if (kinds[i] != NULL || !could_be_name(name))
            continue;
        bool in_email = is_in_email(name, email, arena);
        bool prominent = i < NAME_SEARCH_PARAGRAPHS || paragraph->size > 1.25f * paragraphs->body_size;
        if ((in_email && !best_in_email) || (in_email == best_in_email && prominent &&
                                             (best == NULL || paragraph->size > best->size + 0.3f))) {
            best = paragraph;
            best_name = name;
            best_in_email = in_email;
        }
    }
    return best != NULL && best->capitals ? capitalise(best_name, arena) : best_name;
}

void guess_person(const struct paragraphs *paragraphs, const char *const *kinds, struct arena *arena,
                  struct document *out) {
    out->guessed_email = find_email(out->text, arena);
    out->guessed_name = find_name(paragraphs, kinds, out->guessed_email, arena);
    out->guessed_phone = find_phone(out->text, arena);
    out->guessed_linkedin = find_linkedin(out->text, arena);
}

/* How often the words of a list stand in a text whose words are parted by single spaces. */
static size_t count_listed(const char *text, const char *const *words, size_t count) {
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        for (const char *at = strstr(text, words[i]); at != NULL; at = strstr(at + 1, words[i]))
            found++;
    return found;
}

const char *guess_language(const char *text, struct arena *arena) {
    static const char *const english[] = {" the ",  " and ", " of ",   " in ", " for ",
                                          " with ", " to ",  " from ", " on "};
    static const char *const italian[] = {" di ",  " e ",     " il ",  " la ",  " per ", " con ",  " in ",
                                          " del ", " della ", " nel ", " che ", " dei ", " alla ", " delle "};
    char *folded = text_fold(arena, text);
    for (char *at = folded; *at != '\0'; at++)
        if (*at == '\n' || *at == '\'' || *at == ',')
            *at = ' ';
    size_t in_english = count_listed(folded, english, sizeof english / sizeof *english);
    size_t in_italian = count_listed(folded, italian, sizeof italian / sizeof *italian);
    return in_italian > in_english ? "it" : "en";
}
