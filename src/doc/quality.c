#include "doc/quality.h"

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum {
    WORD_LENGTH_MAX = 40,
    PROSE_WORDS_MIN = 80,   /* fewer words may well lack all the common ones */
    COMMON_PERCENT_MIN = 3, /* CVs full of lists have 6 or more */
    LITTLE_TEXT_CODEPOINTS = 400,
};

static const float DOUBTFUL = 0.8f;

/* The commonest small words of the languages that CVs come in: letters that a font shows as others do not
 * make them. */
static bool is_common_word(const char *word, size_t length) {
    static const char *const common[] = {
        "the", "and", "of", "in",  "for", "with", "to",  "from", "on",  "at",    "by",   "an",
        "as",  "or",  "di", "e",   "il",  "la",   "per", "con",  "del", "della", "nel",  "che",
        "dei", "da",  "al", "le",  "un",  "una",  "der", "und",  "die", "mit",   "für",  "von",
        "im",  "de",  "et", "les", "des", "du",   "en",  "y",    "el",  "los",   "para", "os"};
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strlen(common[i]) == length && strncasecmp(common[i], word, length) == 0)
            return true;
    return false;
}

/* Whether a word could be read aloud: letters with a vowel, a number, or an abbreviation. */
static bool is_wordlike(const char *word, size_t length) {
    size_t letters = 0, vowels = 0, others = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)word[i];
        letters += isalpha(c) || c >= 0x80;
        vowels += (c < 0x80 && strchr("aeiouyAEIOUY", c) != NULL) || c >= 0x80;
        others += !isalnum(c) && c < 0x80;
    }
    bool address = memchr(word, '@', length) != NULL || memchr(word, '/', length) != NULL;
    return (length <= WORD_LENGTH_MAX || address) && others * 2 <= length && (letters < 5 || vowels > 0);
}

/* Words that could be read, of all; bars and dashes do not count. */
static float share_of_words(const char *text) {
    size_t words = 0, good = 0, common = 0;
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, " \n");
        bool counts = length > 2 || (length > 0 && isalnum((unsigned char)*at));
        words += counts;
        good += counts && is_wordlike(at, length);
        common += is_common_word(at, length);
        at += length + (at[length] != '\0');
    }
    float share = words > 0 ? (float)good / (float)words : 0;
    bool strange = words >= PROSE_WORDS_MIN && common * 100 < words * COMMON_PERCENT_MIN;
    return strange ? share / 2 : share;
}

/* Sentences are the keys of their translations on the screens (web/src/lib/server-sentences.it.json). */
static const char *find_note(const struct source *source, const struct document *document) {
    if (source->recognised_count > 0 && document->quality < DOUBTFUL)
        return "The scan is hard to read and much of the recognised text may be wrong: check it against the "
               "pages, or "
               "ask for the original file.";
    if (document->quality < DOUBTFUL)
        return "Much of the text did not come out as words: check it against the original file.";
    if (source->scanned_count > 0)
        return "Some pages are pictures whose text was not read: look at them in the original file.";
    if (source->recognised_count > 0)
        return source->recognised_count == source->pages
                   ? "The pages are pictures that were read by text recognition (OCR): check names, numbers "
                     "and dates "
                     "against them."
                   : "Some pages are pictures that were read by text recognition (OCR): check names, numbers "
                     "and dates "
                     "against them.";
    if (source->images > 0 && source->images == source->pages)
        return "The pages are pictures with recognised text: check names, numbers and dates against them.";
    if (text_count_codepoints(document->text) < LITTLE_TEXT_CODEPOINTS)
        return "This CV holds very little text.";
    return NULL;
}

void quality_judge(const struct source *source, struct document *out) {
    float letters = (float)text_count_codepoints(out->text);
    float readable = letters / fmaxf(letters + (float)source->unreadable, 1);
    float recognised = source->recognised_count > 0 ? source->confidence : 1;
    out->quality = share_of_words(out->text) * readable * recognised;
    out->quality_note = find_note(source, out);
    out->recognised_pages = (unsigned)source->recognised_count;
}
