/* Leaves out what only introduces a requirement in running text: "You should have", "È richiesta la". */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

/* Folded word by word; "_" stands for any word. */
static const char *const OPENINGS[] = {
    "we are looking for",
    "we're looking for",
    "we would like to meet",
    "somebody",
    "someone",
    "stiamo cercando",
    "una persona",
    "persona",
    "we need someone",
    "we need",
    "we expect",
    "we ask for",
    "we require",
    "you should have",
    "you should know",
    "you should be",
    "you should",
    "you must have",
    "you must speak",
    "you must be",
    "you must know",
    "you must hold",
    "you must",
    "you need to have",
    "you need to be",
    "you need to",
    "you need",
    "you'll need",
    "you will need",
    "you'll have",
    "you have",
    "you hold",
    "you feel",
    "you would",
    "would",
    "holds",
    "serve",
    "servono",
    "bisogna",
    "non guasta",
    "non guastano",
    "con",
    "you are",
    "you're",
    "you can",
    "you bring",
    "you know",
    "you speak",
    "you work",
    "you will be",
    "you will",
    "you'll",
    "it would be great if you had",
    "it would be great if you have",
    "it would be great if you",
    "it would be nice if you",
    "ideally you have",
    "ideally you",
    "ideally",
    "bonus points for",
    "someone who has",
    "someone who is",
    "someone who",
    "someone with",
    "a plus if you have",
    "must",
    "should",
    "who has",
    "who is",
    "who have",
    "who can",
    "who",
    "know",
    "knows",
    "speak",
    "have",
    "has",
    "hold",
    "be",
    "and you",
    "also",
    "required",
    "essential",
    "desirable",
    "preferred",
    "e richiesta",
    "e richiesto",
    "sono richiesti",
    "sono richieste",
    "si richiede",
    "si richiedono",
    "e indispensabile",
    "e necessaria",
    "e necessario",
    "e gradita",
    "e gradito",
    "sarebbe gradita",
    "sarebbe gradito",
    "sarebbero gradite",
    "saranno apprezzati",
    "saranno apprezzate",
    "sara apprezzata",
    "sara apprezzato",
    "costituisce titolo preferenziale",
    "costituiscono titolo preferenziale",
    "titolo preferenziale",
    "gradita",
    "gradito",
    "graditi",
    "richiesta",
    "richiesto",
    "richiesti",
    "richieste",
    "necessaria",
    "necessario",
    "indispensabile",
    "preferibile",
    "completano il profilo",
    "una persona con",
    "una persona che",
    "una o un",
    "una figura con",
    "un profilo con",
    "che conosca bene",
    "che conosca",
    "che abbia",
    "che sappia",
    "che sia",
    "ti occuperai di",
    "dovrai",
    "devi avere",
    "devi",
    "hai",
    "sei in possesso di",
    "cerchiamo una persona con",
    "cerchiamo",
    "chiediamo",
    "la",
    "il",
    "lo",
    "le",
    "gli",
    "una",
    "un",
    "l",
};
/* After a requirement: "is an advantage". */
static const char *const CLOSINGS[] = {
    " is required",
    " are required",
    " is an advantage",
    " is a plus",
    " would be a plus",
    " would be an advantage",
    " is needed",
    " is desirable",
    " is preferred",
    " is essential",
    " is a must",
    " are a plus",
    " a plus",
    " an advantage",
    " è richiesta",
    " è richiesto",
    " è un plus",
    " è gradita",
    " è gradito",
    " è un vantaggio",
    " sono un plus",
    " è necessaria",
    " è necessario",
    " è indispensabile",
    " costituisce titolo preferenziale",
    " would help",
    " would be lovely",
    " would be great",
    " would be nice",
    " would be helpful",
    " a bonus",
    " essential",
    " desirable",
    " tanto meglio",
    " alle spalle",
    " preferred",
    " required",
    " (preferred)",
    " (required)",
    " (must)",
};
/* From here on it is a reason or a remark. */
static const char *const REMARKS[] = {", because ", " because ",    ", since ",  ", so that ",
                                      " matters ",  ", as we ",     ", perché ", " perché ",
                                      ", poiché ",  ", in quanto ", "; we ",     ", also when "};

/* Where the text goes on after the words of `opening`; NULL when it does not begin with them. */
static const char *skip_words(const char *text, const char *opening, struct arena *arena) {
    struct word word;
    const char *at = text;
    while (*opening) {
        size_t length = strcspn(opening, " ");
        if (!word_next(text, &at, &word))
            return NULL;
        const char *folded = word_fold(&word, arena);
        if (strlen(folded) != length || memcmp(folded, opening, length) != 0) {
            /* "you'll" is two words of the text */
            const char *quote = memchr(opening, '\'', length);
            if (!quote || strlen(folded) != (size_t)(quote - opening) ||
                memcmp(folded, opening, strlen(folded)) != 0)
                return NULL;
            at += strcspn(at, " ");
        }
        opening += length + (opening[length] == ' ');
    }
    return at + strspn(at, " '’");
}

static const char *skip_opening(const char *text, struct arena *arena) {
    struct word first;
    const char *farthest = text, *at = text;
    const char *folded = word_next(text, &at, &first) ? word_fold(&first, arena) : "";
    for (size_t i = 0; i < sizeof OPENINGS / sizeof *OPENINGS; i++) {
        if (!text_starts_with(OPENINGS[i], folded)) /* nearly all: spares reading the text again */
            continue;
        const char *after = skip_words(text, OPENINGS[i], arena);
        if (after && after > farthest && *after)
            farthest = after;
    }
    return farthest;
}

static void cut_at(char *text, const char *mark) {
    char *found = strstr(text, mark);
    if (found && found - text > 3)
        *found = '\0';
}

static void cut_closing(char *text) {
    for (size_t i = 0; i < sizeof CLOSINGS / sizeof *CLOSINGS; i++) {
        size_t length = strlen(text), closing = strlen(CLOSINGS[i]);
        if (length > closing + 2 && strcmp(text + length - closing, CLOSINGS[i]) == 0)
            text[length - closing] = '\0';
    }
}

/* "We need care assistants who have" says whom; what they should have comes after. */
static const char *skip_whom(const char *text, struct arena *arena) {
    static const char *const SEEKING[] = {
        "we need",   "we are looking for", "we're looking for", "we are seeking",        "we seek",
        "cerchiamo", "selezioniamo",       "ricerchiamo",       "we would like to meet", "stiamo cercando"};
    static const char *const WHOM[] = {" who ", " with ", " con ", " che "};
    for (size_t i = 0; i < sizeof SEEKING / sizeof *SEEKING; i++) {
        if (!skip_words(text, SEEKING[i], arena))
            continue;
        for (size_t k = 0; k < sizeof WHOM / sizeof *WHOM; k++) {
            const char *whom = strstr(text, WHOM[k]);
            if (whom && whom < text + strcspn(text, ",;:"))
                return whom + strlen(WHOM[k]);
        }
    }
    return text;
}

const char *opening_strip(const char *text, struct arena *arena) {
    char *bare = arena_strdup(arena, skip_whom(text, arena));
    for (size_t i = 0; i < sizeof REMARKS / sizeof *REMARKS; i++)
        cut_at(bare, REMARKS[i]);
    cut_closing(bare);
    const char *start = bare;
    for (const char *next; (next = skip_opening(start, arena)) != start;)
        start = next;
    return text_trim(arena, start);
}
