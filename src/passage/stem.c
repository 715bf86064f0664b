#include "passage/stem.h"

#include <string.h>

/* Longest first; the words of a text are of either language, so one list serves both. */
static const char *const ENDINGS[] = {
    "amenti", "amento", "imenti", "imento", "azioni", "azione", "ations", "atrice", "izione", "izioni",
    "ities",  "ation",  "ments",  "mente",  "zioni",  "zione",  "atori",  "atore",  "icati",  "ability",
    "arono",  "avano",  "evano",  "ando",   "endo",   "ings",   "ment",   "ione",   "ioni",   "ions",
    "ance",   "ence",   "ness",   "able",   "ible",   "ante",   "anti",   "ente",   "enti",   "ite",
    "are",    "ere",    "ire",    "ato",    "ata",    "ati",    "ate",    "uto",    "uta",    "uti",
    "ute",    "ito",    "ita",    "iti",    "ava",    "eva",    "iva",    "ing",    "ion",    "ers",
    "ors",    "ies",    "ity",    "ive",    "ed",     "er",     "es",     "ly",     "or",     "al",
    "hi",     "he",     "a",      "e",      "i",      "o",      "s",      "y",
};
enum { STEM_MIN = 4, STEM_MIN_PLURAL = 3 };

/* "planning" and "plan" meet: a consonant that an ending has doubled counts once. */
static size_t without_double(const char *folded, size_t length) {
    if (length > STEM_MIN_PLURAL && folded[length - 1] == folded[length - 2] &&
        strchr("aeiou", folded[length - 1]) == NULL)
        return length - 1;
    return length;
}

static size_t without_ending(const char *folded, size_t length) {
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t ending = strlen(ENDINGS[i]);
        size_t least = ending == 1 ? STEM_MIN_PLURAL : STEM_MIN;
        if (length >= ending + least && memcmp(folded + length - ending, ENDINGS[i], ending) == 0)
            return length - ending;
    }
    return length;
}

/* Twice, as endings pile up: manage-ment-s. */
size_t passage_stem_length(const char *folded) {
    size_t length = strlen(folded);
    length = without_double(folded, without_ending(folded, length));
    return without_double(folded, without_ending(folded, length));
}
