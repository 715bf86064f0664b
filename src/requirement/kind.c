/* Tells a licence from a language from a condition, and one of them from another, by the words that only it
 * has.
 *
 * One table of both languages: it decides the kind of a requirement, and lets "disponibile alle notti" meet
 * "night shifts". Skills are no closed list; they have no rows.
 */
#include "base/arena.h"
#include "base/text.h"
#include "requirement/requirement_internal.h"

#include <assert.h>
#include <string.h>

struct concept {
    enum requirement_kind kind;
    const char *stems; /* folded, separated by spaces; "_" stands for a space within, "." ends a whole word */
};

/* The row's number is the bit of its concept. */
static const struct concept CONCEPTS[] = {
    {REQUIREMENT_EDUCATION,
     "degree. degrees. bachelor bsc. ba. laurea laureat university graduated magistrale triennale"},
    {REQUIREMENT_EDUCATION,
     "master_s master's masters master_in master_di msc. mba. postgraduate specializzazione_in"},
    {REQUIREMENT_EDUCATION, "phd. doctorate dottorato"},
    {REQUIREMENT_EDUCATION, "diploma maturita perito_ ragionier ragioneria high_school scuola_superiore gcse "
                            "a-levels titolo_di_studio "
                            "diplomat"},
    {REQUIREMENT_EDUCATION,
     "qualification_in recognised_qualification qualifica_ qualifica. apprentice vocational nvq. "
     "btec. master_universitario"},
    {REQUIREMENT_LICENCE,
     "driving_licen driver's_licen patente. patenti. licence_b. licence_c. driving_permit"},
    {REQUIREMENT_LICENCE, "forklift muletto carrell patentin"},
    {REQUIREMENT_LICENCE, "cqc."},
    {REQUIREMENT_LICENCE, "adr."},
    {REQUIREMENT_LICENCE,
     "albo. iscritt iscrizion registered. registration. registered_nurse registered_with registration_with "
     "ordine_dei ordine_degli nmc."},
    {REQUIREMENT_LICENCE, "abilitaz abilitat qualified_teacher qts. esame_di_stato"},
    {REQUIREMENT_LICENCE, "hygiene igien haccp"},
    {REQUIREMENT_LICENCE, "blsd. bls. first_aid primo_soccorso antincendi"},
    {REQUIREMENT_LICENCE, "work_permit right_to_work visa. visas. permesso_di_soggiorno"},
    {REQUIREMENT_LICENCE,
     "security_clearance dbs. cscs. safety_card fedina condann casellario criminal_record"},
    {REQUIREMENT_LICENCE, "sworn. giurat certificat certified certificazion attestat chartered accredit "
                          "licence. licences. license. "
                          "licenses. licensed"},
    {REQUIREMENT_CONDITION, "night. nights. notte. notti. notturn"},
    {REQUIREMENT_CONDITION, "shift. shifts. turno. turni. turnist turnazion rota. early_late"},
    {REQUIREMENT_CONDITION, "weekend week-end saturday sunday sabat domenic festiv bank_holiday"},
    {REQUIREMENT_CONDITION,
     "on-call on_call oncall standby. stand-by. reperibil call-out called_out callout"},
    {REQUIREMENT_CONDITION, "travel trasfert on_the_road viaggi"},
    {REQUIREMENT_CONDITION,
     "remote da_remoto hybrid sede_di_lavoro luogo_di_lavoro place_of_work location. office_based site_based "
     "ibrid on_site on-site onsite in_sede in_presenza "
     "presenza_in in_the_office in_ufficio to_the_office "
     "smart_working da_casa from_home days_a_week_in"},
    {REQUIREMENT_CONDITION, "relocat trasferirs trasferim domicilio residenza residence. residente commut"},
    {REQUIREMENT_CONDITION,
     "start_in start_date start_on start_from can_start only_start could_start immediate_start immediately "
     "notice. "
     "preavviso iniziare disponibilita_immediata subito_disponibil inserimento_immediato"},
    {REQUIREMENT_CONDITION, "permanent_contract fixed-term fixed_term indeterminato determinato contract_of "
                            "contract. contratto_a contratto. partita_iva"},
    {REQUIREMENT_CONDITION,
     "full-time full_time part-time part_time tempo_pieno orari_ orario. ore_settiman working_hours "
     "flexible_hours flessibilita_oraria flexible_working overtime straordinari del_mattino"},
    {REQUIREMENT_CONDITION, "salary stipendi ral. retribuzion pay_"},
    {REQUIREMENT_CONDITION,
     "own_car own_vehicle own_tools own_hand_tools automunit auto_propria mezzo_proprio macchina_propria"},
    {REQUIREMENT_CONDITION, "heavy_lifting lifting_ lift_up scaricare movimentazione unload"},
    {REQUIREMENT_LANGUAGE, "english. inglese."},
    {REQUIREMENT_LANGUAGE, "italian. italiano. italiana."},
    {REQUIREMENT_LANGUAGE, "german. tedesco. tedesca."},
    {REQUIREMENT_LANGUAGE, "french. francese."},
    {REQUIREMENT_LANGUAGE, "spanish. spagnolo. spagnola."},
    {REQUIREMENT_LANGUAGE, "portuguese. portoghese."},
    {REQUIREMENT_LANGUAGE, "dutch. olandese. nederlands."},
    {REQUIREMENT_LANGUAGE, "polish. polacco."},
    {REQUIREMENT_LANGUAGE, "romanian. rumeno. romeno."},
    {REQUIREMENT_LANGUAGE, "chinese. mandarin. cinese."},
    {REQUIREMENT_LANGUAGE, "arabic. arabo."},
    {REQUIREMENT_LANGUAGE, "russian. russo. ukrainian. ucraino."},
    {REQUIREMENT_LANGUAGE, "japanese. giapponese."},
    {REQUIREMENT_LANGUAGE, "swedish. svedese. danish. danese. norwegian. norvegese."},
};
enum { CONCEPT_COUNT = sizeof CONCEPTS / sizeof *CONCEPTS };
_Static_assert(CONCEPT_COUNT <= 64, "a set has one bit a concept");

/* Says how ready somebody is, for a condition that has no row of its own. */
static const char READINESS[] = "willing availab disponibil readiness ready_to nessun_problema";
static const char TIME_SPENT[] = "experience year yrs. esperienz anni. anno. track_record worked_in shipped";

/* After or before a language's name these make it a country's: Italian labour law, cucina francese. */
static const char OF_A_COUNTRY[] =
    " law laws tax taxes labour labor market markets cuisine accounting regulation regulations gaap customer "
    "customers client clients legislation school food wine wines literature dishes authorities standards "
    "diritto mercato mercati cucina normativa legislazione clienti clientela letteratura fisco vini lavoro ";

/* --- languages --- */

static const struct concept *language_of(const char *folded_word) {
    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (CONCEPTS[i].kind == REQUIREMENT_LANGUAGE && folded_has_any_stem(folded_word, CONCEPTS[i].stems))
            return &CONCEPTS[i];
    return NULL;
}

bool word_is_language(const char *folded) {
    return language_of(folded) != NULL;
}

static bool names_language(const char *folded_text) {
    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (CONCEPTS[i].kind == REQUIREMENT_LANGUAGE && folded_has_any_stem(folded_text, CONCEPTS[i].stems))
            return true;
    return false;
}

/* The concepts of the languages that people should speak, not those of a country's law or kitchen. */
static uint64_t languages_in(const char *text, struct arena *arena) {
    struct word word;
    const char *before = "";
    const struct concept *language = NULL;
    uint64_t found = 0;
    for (const char *at = text; word_next(text, &at, &word);) {
        const char *folded = word_fold(&word, arena);
        if (language && !word_is_in(OF_A_COUNTRY, folded))
            found |= (uint64_t)1 << (language - CONCEPTS);
        language = word_is_in(OF_A_COUNTRY, before) ? NULL : language_of(folded);
        before = folded;
    }
    return language ? found | (uint64_t)1 << (language - CONCEPTS) : found;
}

/* --- all of them --- */

uint64_t requirement_concepts(const char *text, struct arena *arena) {
    const char *folded = text_fold(arena, text);
    uint64_t found = names_language(folded) ? languages_in(text, arena) : 0;
    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (CONCEPTS[i].kind != REQUIREMENT_LANGUAGE && folded_has_any_stem(folded, CONCEPTS[i].stems))
            found |= (uint64_t)1 << i;
    return found;
}

static bool has_kind(uint64_t concepts, enum requirement_kind kind) {
    for (size_t i = 0; i < CONCEPT_COUNT; i++)
        if (CONCEPTS[i].kind == kind && concepts >> i & 1)
            return true;
    return false;
}

enum requirement_kind requirement_kind_of(const char *text, struct arena *arena) {
    static const enum requirement_kind FIRST[] = {REQUIREMENT_LANGUAGE, REQUIREMENT_EDUCATION,
                                                  REQUIREMENT_LICENCE, REQUIREMENT_CONDITION};
    uint64_t concepts = requirement_concepts(text, arena);
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < sizeof FIRST / sizeof *FIRST; i++)
        if (has_kind(concepts, FIRST[i]))
            return FIRST[i];
    if (folded_has_any_stem(folded, READINESS))
        return REQUIREMENT_CONDITION;
    return folded_has_any_stem(folded, TIME_SPENT) ? REQUIREMENT_EXPERIENCE : REQUIREMENT_SKILL;
}

const char *requirement_kind_name(enum requirement_kind kind) {
    static const char *const NAMES[REQUIREMENT_KIND_COUNT] = {"skill",    "experience", "education",
                                                              "language", "licence",    "condition"};
    return NAMES[kind];
}

const char *requirement_weight_name(enum requirement_weight weight) {
    static const char *const NAMES[] = {"must", "duty", "wish"};
    return NAMES[weight];
}
