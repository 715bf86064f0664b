/* The words that claims are read by, folded, English and Italian together. A word that both languages spell
 * alike carries the classes of both. */
#include <stdlib.h>
#include <string.h>

#include "claim/words.h"

struct group {
    enum word_class word_class;
    const char *words; /* separated by spaces; "two=2" gives a value to those up to the next "=" too */
};

static const struct group GROUPS[] = {
    {W_FUNCTION,
     "a an the of is was were be been being has had have as for in it its his her their my he she they them "
     "i "
     "me him so then there only just all also still yet by own account et and s full really actually "
     "il lo la l i gli le un uno una e ed di del dello della dei degli delle d ha aveva hanno era erano "
     "stato "
     "stata per con lei lui loro si ci ne piu solo soltanto appena anche pieni piene interi quasi tutto suo "
     "sua suoi ma ancora poi qui li come sono c no sua detta suo ora proprio che aver avere tutti straight"},
    {W_AT,
     "at with presso al alla allo all da dal dalla dallo dall nel nella nello nell ai alle agli joined left "
     "lasciato @"},
    {W_ONE, "a an one un uno una"},
    {W_NUMBER,
     "zero=0 one=1 uno=1 two=2 due=2 couple=2 three=3 tre=3 four=4 quattro=4 five=5 cinque=5 six=6 sei=6 "
     "seven=7 sette=7 eight=8 otto=8 nine=9 nove=9 ten=10 dieci decina eleven=11 undici twelve=12 dodici "
     "dozen dozzina thirteen=13 tredici fourteen=14 quattordici fifteen=15 quindici quindicina sixteen=16 "
     "sedici seventeen=17 diciassette eighteen=18 diciotto nineteen=19 diciannove twenty=20 venti ventina "
     "thirty=30 trenta trentina forty=40 quaranta quarantina fifty=50 cinquanta cinquantina sixty=60 "
     "sessanta seventy=70 settanta eighty=80 ottanta ninety=90 novanta hundred=100 cento centinaio"},
    {W_UNIT, "year=12 years yr yrs y anno anni month=1 months mo mos mese mesi"},
    {W_HALF, "half mezzo mezza"},
    {W_MONTH,
     "january=1 jan gennaio gen february=2 feb febbraio march=3 mar marzo april=4 apr aprile may=5 maggio "
     "mag "
     "june=6 jun giugno giu july=7 jul luglio lug august=8 aug agosto ago september=9 sep sept settembre set "
     "sett october=10 oct ottobre ott november=11 nov novembre december=12 dec dicembre dic"},
    {W_SEASON,
     "spring summer autumn fall winter early late mid primavera estate autunno inverno inizio fine meta"},
    {W_NOW, "present today now current currently ongoing date oggi presente attuale attualmente corso ora"},
    {W_FROM, "from since dal da dall dalla"},
    {W_TO, "to until till through al a ad fino and all"},
    {W_ABOUT, "about=0 around roughly circa quasi almost nearly some approximately well scarsi poco over=1 "
              "oltre almeno "
              "least minimum more piu under=-1 less fewer meno"},
    {W_NOT_LONG,
     "within every each last past first next after before entro ogni ultimi ultime ultimo ultima primi prime "
     "prossimi prossime tra fra dopo ago fa later notice preavviso old gap pause buco younger older course "
     "corso "
     "programme program contract contratto project progetto probation prova training maternity maternita "
     "leave break apart intervals"},
    {W_WORK,
     "worked work works working stayed stays spent spend did does experience employed served service working "
     "lavorato lavora "
     "lavorava lavorare lavoro rimasto rimasta restato restata stette passato passati esperienza servizio "
     "used uses using "
     "uso usa usato usava utilizza conosce fatto fa total overall altogether totale complesso complessivi"},
    {W_SAY, "says said say claims claimed told tells stated states admits admitted dice detto diceva afferma "
            "ammette ammesso "
            "racconta parla according secondo voce"},
    {W_NOT, "no not never none without nobody cannot cant didnt doesnt dont hasnt havent wasnt isnt wont "
            "couldnt non mai senza "
            "niente nessun nessuno nessuna ne"},
    {W_CV, "cv resume curriculum paper form application linkedin modulo carta profilo"},
    {W_CONTRAST, "but however though although while instead whereas ma pero mentre invece eppure"},
    {W_MAYBE, "would could might should will wants want wanted wishes hopes hope plans planning if when "
              "dreams aims aim aiming goal "
              "towards toward like vorrebbe potrebbe dovrebbe se quando sarebbe farebbe fara spera conta "
              "punta vuole voleva "
              "intende sogna arrivare diventare become becoming soon presto lascera deve must needs need "
              "require requires "
              "required richiesto richiesta serve servono notice preavviso wonder leaving "
              "lasciare leave"},
    {W_OTHER,
     "client clients customer customers boss colleague colleagues recruiter director owner partner husband "
     "wife father "
     "mother brother sister friend predecessor successor founder company firm others candidates "
     "everyone "
     "cliente clienti capo collega colleghi direttore titolare socio marito moglie padre madre "
     "fratello sorella amico amica azienda ditta altri fornitore fornitori "
     "supplier "
     "suppliers teacher parents genitori ceo cto"},
    {W_OURS, "we our us ours noi nostro nostra nostri nostre ci"},
    {W_DETERMINER, "the his her their my our its il lo la l i gli le suo sua suoi sue un una a an"},
    {W_ROLE,
     "intern=1 trainee apprentice internship traineeship stagista stage tirocinante tirocinio apprendista "
     "praticante "
     "assistant=2 helper assistente aiutante aiuto lavapiatti dishwasher porter "
     "engineer=3 developer analyst designer consultant specialist officer administrator architect scientist "
     "programmer accountant technician representative teacher nurse clerk operative operator electrician "
     "plumber mechanic driver cook waiter waitress lawyer dentist pharmacist physiotherapist receptionist "
     "secretary cashier carpenter welder salesperson buyer planner writer editor translator recruiter "
     "sviluppatore sviluppatrice ingegnere analista consulente impiegato impiegata tecnico architetto "
     "sistemista venditore venditrice contabile insegnante infermiere infermiera elettricista idraulico "
     "meccanico autista cuoco cuoca cameriere cameriera avvocato dentista farmacista fisioterapista "
     "segretaria segretario commesso commessa cassiere cassiera magazziniere operaio operaia muratore "
     "grafico grafica programmatore programmatrice addetto addetta educatrice educatore maestra maestro "
     "barista agente agent generalist tester waiter baker panettiere saldatore "
     "lead=5 leader supervisor coordinator foreman chef capo capoturno caposquadra capocantiere capoprogetto "
     "caporeparto coordinatore coordinatrice supervisore caposala "
     "manager=6 head director responsabile direttore direttrice ceo cto cfo founder owner titolare dirigente "
     "quadro"},
    {W_RANK, "junior=2 senior=4 principal staff vice deputy"},
    {W_LEAD,
     "led lead leads managed manage manages managing supervised supervise supervises supervising leading "
     "headed "
     "directed coordinated coordinate coordinates coordinating ran guided gestito gestire gestisce gestiva "
     "guidato guidare guida guidava coordinato coordinare coordina coordinava coordinamento diretto dirigeva "
     "dirige supervisionato responsabile lider"},
    {W_PEOPLE,
     "anyone anybody nobody people person persons staff employees reports persone persona nessuno dipendenti "
     "collaboratori collaboratrici operai drivers dispatchers nurses developers engineers waiters cooks "
     "technicians "
     "workers operatives colleagues agents sellers teachers educators autisti infermieri infermiere "
     "sviluppatori "
     "ingegneri camerieri cuochi tecnici magazzinieri addetti addette commesse commessi impiegati educatrici "
     "educatori colleghi agenti venditori risorse operatori operatrici electricians elettricisti muratori "
     "mechanics meccanici "
     "receptionists analysts analisti designers grafici volunteers volontari"},
    {W_TEAM, "team squadra gruppo equipe group crew brigade brigata"},
    {W_LANGUAGE,
     "english=1 inglese german=2 tedesco tedesca french=3 francese spanish=4 spagnolo spagnola italian=5 "
     "italiano italiana portuguese=6 portoghese russian=7 russo russa chinese=8 cinese mandarin arabic=9 "
     "arabo "
     "dutch=10 olandese polish=11 polacco romanian=12 rumeno romeno japanese=13 giapponese swedish=14 "
     "svedese "
     "greek=15 greco turkish=16 turco ukrainian=17 ucraino albanian=18 albanese norwegian=19 norvegese "
     "danish=20 danese czech=21 ceco hungarian=22 ungherese hindi=23 korean=24 coreano croatian=25 croato"},
    {W_LEVEL, "a1=1 a2=2 b1=3 b2=4 c1=5 c2=6 native=7 madrelingua bilingual bilingue fluent=8 fluently "
              "fluente fluenti "
              "fluentemente correntemente proficient tongue=7 basic=9 elementary beginner scolastico "
              "scolastica elementare base "
              "intermediate=10 conversational intermedio intermedia discreto discreta good=12 buono buona "
              "advanced=11 avanzato "
              "avanzata professional ottimo ottima excellent"},
    {W_SPEAK, "speaks speak spoken spoke parla parlare parlava parlato"},
    {W_UNDERSTAND,
     "understand understood understands follow followed capito capisce capiva capire seguire seguito"},
    {W_DEGREE, "diploma=1 bachelor=2 bachelors bsc beng triennale laurea=3 degree graduate laureato laureata "
               "master=4 masters msc meng mba magistrale specialistica phd=5 doctorate dottorato doctoral"},
    {W_DRIVING,
     "licence license licences licenses driving patente patenti category categories categoria categorie"},
    {W_LICENCE,
     "forklift=1 muletto carrelli carrellista muletti pmp=2 cqc=3 adr=4 albo=5 register registered "
     "chartered=19 abilitazione=6 abilitato abilitata acca=7 cpa=8 cfa=9 cissp=10 itil=11 prince2=12 cka=13 "
     "haccp=14 "
     "scrum=15 csm ielts=16 toefl=17 bls=18"},
    {W_EXPIRED,
     "expired lapsed scaduto scaduta scaduti scadute withdrawn suspended revoked sospesa sospeso revocata "
     "ritirata"},
    {W_FINISH, "finish finished complete completed graduated graduate finito finita finire finita completato "
               "completata "
               "conseguito conseguita laureato laureata terminato terminata concluso conclusa ended"},
    {W_UNFINISHED,
     "unfinished incomplete ongoing dropped abandoned quit interrotto interrotta interrotti abbandonato "
     "abbandonata incompleto incompleta incompiuta lasciata lasciato mollata missing manca mancano mancavano "
     "papers expected"},
    {W_STILL, "still ancora tuttora"},
    {W_LEFT, "left quit resigned fired sacked dismissed lasciato lasciata licenziato licenziata uscito "
             "uscita dimesso dimessa "
             "andato andata"},
    {W_START, "started joined began start entrato entrata iniziato cominciato assunto assunta arrivato "
              "arrivata hired"},
};

enum { SLOTS = 4096 };

struct slot {
    const char *word; /* NULL: free */
    size_t length;
    uint64_t classes;
    int value;
};

struct vocabulary {
    struct slot slots[SLOTS];
};

static size_t hash(const char *word, size_t length) {
    uint32_t value = 2166136261u;
    for (size_t i = 0; i < length; i++)
        value = (value ^ (unsigned char)word[i]) * 16777619u;
    return value % SLOTS;
}

/* The word's slot, or the free one where it belongs. */
static size_t find_slot(const struct vocabulary *vocabulary, const char *word, size_t length) {
    size_t at = hash(word, length);
    while (vocabulary->slots[at].word &&
           (vocabulary->slots[at].length != length || memcmp(vocabulary->slots[at].word, word, length) != 0))
        at = (at + 1) % SLOTS;
    return at;
}

static void add_group(struct vocabulary *vocabulary, const struct group *group) {
    int value = 0;
    for (const char *at = group->words; *at;) {
        size_t length = strcspn(at, " ="), whole = strcspn(at, " ");
        struct slot *slot = &vocabulary->slots[find_slot(vocabulary, at, length)];
        if (at[length] == '=')
            value = (int)strtol(at + length + 1, NULL, 10);
        slot->word = at;
        slot->length = length;
        slot->classes |= UINT64_C(1) << group->word_class;
        if (value)
            slot->value = value;
        at += whole + (at[whole] == ' ');
    }
}

const struct vocabulary *vocabulary_create(struct arena *arena) {
    struct vocabulary *vocabulary = arena_alloc(arena, sizeof *vocabulary);
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++)
        add_group(vocabulary, &GROUPS[i]);
    return vocabulary;
}

uint64_t vocabulary_find(const struct vocabulary *vocabulary, const char *folded, int *value) {
    const struct slot *slot = &vocabulary->slots[find_slot(vocabulary, folded, strlen(folded))];
    *value = slot->word ? slot->value : 0;
    return slot->classes;
}
