/* Leaves out what only says of a requirement that it is one: "You should have", "È richiesta la", "would be a
 * plus". */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

/* Words that say who should have something, or how much it is wanted. Folded. */
static const char FRAME[] =
    " we you it applicants applicant candidates candidate ideal successful should must will would need "
    "needs have has be is are also ideally highly essential required desirable preferred great nice lovely "
    "cool bonus points plus someone somebody who looking seeking want expect ask require hold holds feel "
    "bring "
    "know knows speak si richiede richiedono richiesta richiesto richiesti richieste sono sara saranno "
    "sarebbe sarebbero gradita gradito gradite graditi apprezzata apprezzato apprezzate apprezzati "
    "necessaria "
    "necessario indispensabile fondamentale importante preferibile costituisce costituira costituiscono "
    "rappresenta titolo requisito preferenziale valutabile valore aggiunto per noi inoltre chiediamo "
    "cerchiamo "
    "richiediamo ricerchiamo apprezziamo serve servono bisogna occorre completano completa profilo persona "
    "figura possesso con che chi sia abbia sappia conosca hai sei devi dovrai guasta guastano stiamo "
    "cercando "
    "il la lo le gli l un una uno ";
/* Words that belong to it between or after those. */
static const char LINKS[] = " a an the to for of in if and re ve ll d s had e di non anche o ";

/* How a remark about a requirement goes on after "is", "would be": folded. */
static const char VERDICTS[] =
    " essential required needed necessary desirable preferred key must mandatory important crucial vital "
    "plus "
    "bonus advantage asset advantageous beneficial welcome appreciated useful lovely helpful help great nice "
    "richiesta richiesto richiesti richieste gradita gradito gradite graditi apprezzata apprezzato "
    "apprezzate "
    "apprezzati necessaria necessario indispensabile fondamentale preferibile vantaggio titolo importante "
    "obbligatoria obbligatorio ";
static const char *const COPULAS[] = {" is ",   " are ",     " would ",       " will be ",      " è ",
                                      " sono ", " sarebbe ", " costituisce ", " costituiscono "};
/* The same without a verb, at the end. */
static const char *const CLOSINGS[] = {" a plus",      " an advantage", " a bonus",    " essential",
                                       " desirable",   " preferred",    " required",   " tanto meglio",
                                       " alle spalle", " (preferred)",  " (required)", " (must)"};
/* From here on it is a reason or a remark. */
static const char *const REMARKS[] = {", because ", " because ",    ", since ",  ", so that ",
                                      " matters ",  ", as we ",     ", perché ", " perché ",
                                      ", poiché ",  ", in quanto ", "; we ",     ", also when "};

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
    static const char SEEKING[] = "we_need we_are_looking we're_looking we_are_seeking we_seek cerchiamo "
                                  "selezioniamo ricerchiamo we_would_like_to_meet stiamo_cercando";
    static const char *const WHOM[] = {" who ", " with ", " con ", " che "};
    if (!folded_begins_with_any_stem(text_fold(arena, text), SEEKING))
        return text;
    for (size_t k = 0; k < sizeof WHOM / sizeof *WHOM; k++) {
        const char *whom = strstr(text, WHOM[k]);
        if (whom && whom < text + strcspn(text, ",;:"))
            return whom + strlen(WHOM[k]);
    }
    return text;
}

bool opening_says_whom(const char *text, struct arena *arena) {
    return skip_whom(text, arena) != text;
}

static bool is_frame(const struct word *word, bool in_frame, struct arena *arena) {
    const char *folded = word_fold(word, arena);
    bool is_copula = strcmp(folded, "e") == 0 && text_starts_with(word->start, "È");
    return !word_is_name(word) &&
           (is_copula || word_is_in(FRAME, folded) || (in_frame && word_is_in(LINKS, folded)));
}

/* Where the text begins after the words of its frame; all of it when nothing would be left. */
static const char *skip_frame(const char *text, struct arena *arena) {
    struct word word;
    const char *at = text;
    for (bool in_frame = false; word_next(text, &at, &word); in_frame = true)
        if (!is_frame(&word, in_frame, arena))
            return word.start;
    return text;
}

static bool says_more_than_frame(const char *text, const char *end, struct arena *arena) {
    struct word word;
    for (const char *at = text; word_next(text, &at, &word) && word.start < end;)
        if (!is_frame(&word, true, arena))
            return true;
    return false;
}

/* "... is highly desirable", "... would be a plus" */
static void cut_verdict(char *text, struct arena *arena) {
    enum { WORDS_BETWEEN = 3 };
    for (size_t i = 0; i < sizeof COPULAS / sizeof *COPULAS; i++) {
        char *copula = strstr(text, COPULAS[i]);
        if (copula == NULL || copula - text <= 3)
            continue;
        const char *rest = copula + strlen(COPULAS[i]);
        struct word word;
        for (size_t k = 0; k < WORDS_BETWEEN && word_next(copula, &rest, &word); k++)
            if (word_is_in(VERDICTS, word_fold(&word, arena)) && says_more_than_frame(text, copula, arena)) {
                *copula = '\0';
                return;
            }
    }
}

const char *opening_strip(const char *text, struct arena *arena) {
    char *bare = arena_strdup(arena, skip_whom(text, arena));
    for (size_t i = 0; i < sizeof REMARKS / sizeof *REMARKS; i++)
        cut_at(bare, REMARKS[i]);
    cut_verdict(bare, arena);
    cut_closing(bare);
    return text_trim(arena, skip_frame(bare, arena));
}

const char *opening_find_duty(const char *text, struct arena *arena) {
    static const char *const DUTIES[] = {"candidate will ", "holder will ",     "you will ",
                                         "you'll ",         "responsible for ", "ti occuperai ",
                                         "si occuperà ",    "si occuperanno ",  "sarai responsabile "};
    static const char NO_WORK[] = " need have be bring know speak hold get receive enjoy join work also ";
    static const char OF[] = " di del dello della dell dei degli delle ";
    struct word word;
    for (size_t i = 0; i < sizeof DUTIES / sizeof *DUTIES; i++) {
        const char *found = strcasestr(text, DUTIES[i]);
        if (found == NULL)
            continue;
        const char *at = found + strlen(DUTIES[i]);
        while (word_next(found, &at, &word) && word_is_in(OF, word_fold(&word, arena)))
            ;
        if (word.length && !word_is_in(NO_WORK, word_fold(&word, arena)))
            return word.start;
    }
    return NULL;
}
