/* The words by which the parts of a job description are told apart, in both languages: what a heading
 * announces, what a sentence asks for, what is only wished for, what the company gives. */
#include <string.h>

#include "base/text.h"
#include "requirement/requirement_internal.h"

struct heading_cue {
    enum part part;
    const char *stems; /* folded, as folded_has_any_stem takes them */
};

/* The first row that has a word of the heading decides, so wishes and offers come first: "nice to have
 * skills" is a wish although "skill" is a must. */
static const struct heading_cue HEADINGS[] = {
    {PART_WISH, "nice_to nice-to nice. not_required optional preferred bonus desirable a_plus plus. "
                "even_better advantageous stand_out set_you_apart gradit preferenzial preferibil apprezz "
                "costituisc costituir sarebbe valutabil facoltativ valore_aggiunto"},
    {PART_OTHER, "offer benefit perks what_you_get you_get you'll_get in_return in_it_for_you why_join "
                 "why_work offriamo si_offre offerta vantagg about_us who_we_are about_the_company "
                 "our_company chi_siamo l'azienda how_to_apply come_candidarsi salary compensation "
                 "retribuzione inquadramento trattamento_economico contact contatt job_id reference "
                 "riferimento department reparto privacy"},
    {PART_CONDITION, "terms employment_type tipo_di_contratto contratto. contract. hours. practical location "
                     "place_of_work conditions sede orari luogo_di_lavoro condizioni"},
    {PART_MUST, "you_need you'll_need you_will_need"},
    {PART_DUTY, "responsibilit accountab you_will. you'll tasks duties the_role the_job day_to_day attivita "
                "mansion responsabilita occuper farai. il_ruolo il_lavoro compiti"},
    {PART_MUST, "mandatory obbligator requirement must essential what_we_ask you_bring expect you_have "
                "profile qualification skill knowledge looking_for who_you_are about_you you_are fit. "
                "succeed ideal_candidate ti_serve cosa_chiediamo requisit competenz cerchiamo profilo "
                "chiediamo richiest richiede required indispensabil conoscenze chi_sei sei_tu "
                "candidato_ideale candidata_ideale"},
};

/* What makes a sentence a wish, whatever it stands under. */
static const char WISHES[] =
    "nice_to_have preferred bonus desirable a_plus an_advantage an_asset advantageous would_be would_help "
    "it'd_be even_better extra_points wouldn't_hurt won't_complain won't_say_no gradit preferenzial "
    "preferibil apprezz costituisc costituir sarebbe un_plus un_vantaggio "
    "valore_aggiunto not_essential not_required non_e_indispensabil non_e_necessari non_e_richiest non_guast "
    "tanto_meglio fa_piacere meglio_se";

/* How a sentence about what the company gives or is begins. */
static const char OFFERS[] =
    "we_offer we_provide you_get_ you'll_get you_will_receive offriamo si_offre garantiamo we_pay the_salary "
    "ral_ ral. salary we_are_a_ we're_a_ we_have_been_ we_make_ we_run_ siamo_ ci_occupiamo_ abbiamo_ "
    "lavoriamo_ you_will_be_paid we_cover offre_ call_ mail_ chiama_ "
    "scrivi_a scrivimi scrivici "
    "inviare_ to_apply per_candidar";

/* What companies give. */
static const char BENEFITS[] =
    "salary salaries per_annum pension holiday holidays annual_leave days'_leave bank_holidays discount "
    "insurance bonus allowance training_budget flexible_hours home_office career growth competitive ral. "
    "retribuz stipend mensilita ticket buoni_pasto ferie. welfare benefit aziendale assicuraz crescita "
    "sconti "
    "gratuit";

/* What makes a sentence of plain prose a requirement. */
static const char ASKING[] =
    "experience knowledge years_of familiar proficien must required able_to ability fluent fluency "
    "understanding degree comfortable you_should you_need you'll_need you_are_ you_can_ needed full-time "
    "part-time on_site licence license certificat esperienza conoscenza anni_di capacita padronanza richied "
    "richiest ottim laurea competenz saper fluente inglese necessari indispensabil patente abilitazione "
    "disponibil in_sede tempo_pieno you_have_ you_feel_ you_will_ you'll_ you_would_ matters_ essential "
    "someone_who somebody_who at_least holds_ dimestichezza almeno iscritt nozioni serve_ servir occuper "
    "bisogna prevede gia_usat gia_fatt che_sappia che_abbia skills skilled the_position_is the_role_is "
    "hours_of_work il_contratto_e la_sede_e l'orario_e si_lavora chi_ha_ chi_conosce attitudine we_ask "
    "we_expect we_require chiediamo";

/* Who is meant by a sentence about the company, or what. */
static const char OURS[] = "the_ our_ we_ il_ la_ i_nostri_ le_nostre_";

bool cue_heading(const char *folded, enum part *part) {
    for (size_t i = 0; i < sizeof HEADINGS / sizeof *HEADINGS; i++)
        if (folded_has_any_stem(folded, HEADINGS[i].stems)) {
            *part = HEADINGS[i].part;
            return true;
        }
    return false;
}

bool cue_wishes(const char *folded) {
    return text_starts_with(folded, "ideally ") || folded_has_any_stem(folded, WISHES);
}

bool cue_asks(const char *folded) {
    return folded_has_any_stem(folded, ASKING);
}

bool cue_offers(const char *folded) {
    return folded_begins_with_any_stem(folded, OFFERS);
}

bool cue_is_ours(const char *folded) {
    return folded_begins_with_any_stem(folded, OURS);
}

bool cue_benefits(const char *folded) {
    return strpbrk(folded, "$") || strstr(folded, "€") || strstr(folded, "£") ||
           folded_has_any_stem(folded, BENEFITS);
}

bool cue_is_work(const char *folded) {
    static const char *const ENDINGS[] = {"ing", "erai", "irai", "are", "ere", "ire"};
    enum { WORK_MIN = 5 };
    size_t length = strcspn(folded, " ,");
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t ending = strlen(ENDINGS[i]);
        if (length >= WORK_MIN && memcmp(folded + length - ending, ENDINGS[i], ending) == 0)
            return true;
    }
    return false;
}
