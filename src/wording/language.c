#include <string.h>

#include "base/text.h"
#include "wording/wording.h"

const char *language_code(enum language language) {
    return language == LANGUAGE_IT ? "it" : "en";
}

enum language language_from_code(const char *code) {
    return code && strcmp(code, "it") == 0 ? LANGUAGE_IT : LANGUAGE_EN;
}

/* Function words that one language has and the other has not; "in", "a", "come", "no" are in both. */
static const char *const ENGLISH[] = {"the",  "and", "of",    "to",   "with", "for", "you", "we",   "our",
                                      "your", "is",  "are",   "will", "have", "on",  "as",  "that", "this",
                                      "from", "who", "their", "they", "or",   "be",  "an",  "at",   "by"};
static const char *const ITALIAN[] = {
    "il",  "lo",  "la",    "gli",   "le",    "di",     "del",  "della", "dei", "delle", "e",    "che",
    "con", "per", "un",    "una",   "nel",   "nella",  "sono", "ha",    "si",  "al",    "alla", "su",
    "ed",  "dal", "degli", "anche", "siamo", "nostro", "tuo",  "da",    "o",   "ai",    "ma"};

enum {
    WORD_MAX = 12,
    READ_MAX = 20000 /* bytes: far more than a job description needs to show its language */
};

static bool is_listed(const char *word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

enum language language_detect(const char *text) {
    long balance = 0; /* above 0: Italian */
    char word[WORD_MAX];
    size_t length = 0;
    for (const char *c = text; c < text + READ_MAX; c++) {
        if (is_letter(*c)) {
            if (length < WORD_MAX - 1)
                word[length] = lower(*c);
            length++;
            continue;
        }
        word[length < WORD_MAX ? length : 0] = '\0';
        balance += is_listed(word, ITALIAN, sizeof ITALIAN / sizeof *ITALIAN);
        balance -= is_listed(word, ENGLISH, sizeof ENGLISH / sizeof *ENGLISH);
        length = 0;
        if (*c == '\0')
            break;
    }
    return balance > 0 ? LANGUAGE_IT : LANGUAGE_EN;
}
