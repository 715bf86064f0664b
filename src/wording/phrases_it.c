/* Italian wordings, in the "tu" that interviews there use. The rules of phrases_en.c hold here too;
 * participles go with "avere", so that no question assumes a gender. */
#include "wording/wording_internal.h"

static const struct phrase PHRASES[] = {
    {PHRASE_EXAMPLE,
     "Mi racconti un caso concreto con {topic}? Qual era la situazione, che cosa hai fatto in prima persona "
     "e con quale"
     " risultato?",
     "Mi fai un esempio tuo con {topic}?"},
    {PHRASE_EXAMPLE,
     "Pensa all'ultima volta che {topic} ti è servito davvero: che cosa c'era in gioco, qual è stata la tua "
     "parte e com'è"
     " andata a finire?",
     "Quando ti è servito {topic} l'ultima volta, e com'è andata?"},
    {PHRASE_EXAMPLE,
     "Nel periodo in {employer}, dove ti è servito di più {topic}? Raccontami un caso: che cosa hai fatto in "
     "prima persona"
     " e con quale risultato.",
     "Che cosa hai fatto con {topic} in {employer}?"},
    {PHRASE_EXAMPLE,
     "{lead}Mi fai un esempio concreto? Qual era la situazione, che cosa hai fatto in prima persona e con "
     "quale"
     " risultato?",
     "Mi fai un esempio concreto?"},
    {PHRASE_EXAMPLE,
     "{lead}Quando ti è capitato l'ultima volta sul lavoro? Vorrei capire che cosa hai fatto in prima "
     "persona e com'è"
     " finita.",
     "Quando ti è capitato l'ultima volta, e che cosa hai fatto?"},

    {PHRASE_CLARIFY,
     "Vorrei capire bene un punto. Nel CV scrivi «{quote}»: qual è stata di preciso la tua "
     "parte, e da quando"
     " a quando?",
     "Qual è stata di preciso la tua parte, e quando?"},
    {PHRASE_CLARIFY,
     "Aiutami a mettere in ordine le date. Nel CV indichi «{place}»: di che cosa rispondevi all'inizio, e di "
     "che cosa alla"
     " fine?",
     "Di che cosa rispondevi lì, e quando è cambiato?"},
    {PHRASE_CLARIFY,
     "Forse ho capito male un punto su {topic}: che cosa hai fatto in prima persona, quando e insieme a chi?",
     "Che cosa hai fatto in prima persona con {topic}, e quando?"},
    {PHRASE_CLARIFY,
     "{lead}Forse ho capito male un punto: che cosa hai fatto di preciso in prima persona, e quando?",
     "Che cosa hai fatto di preciso, e quando?"},

    {PHRASE_LEVEL,
     "Con {topic}, che cosa hai fatto in autonomia, che cosa insieme ad altri e che cosa conosci dallo "
     "studio? Va bene"
     " ognuna delle tre.",
     "Che cosa hai fatto in prima persona con {topic}?"},
    {PHRASE_LEVEL,
     "Metti di avere {topic} sulla scrivania la prossima settimana: da dove potresti partire subito, e per "
     "che cosa"
     " vorresti un aiuto?",
     "Con {topic}, che cosa faresti in autonomia e dove vorresti un aiuto?"},
    {PHRASE_LEVEL,
     "{lead}Quale parte hai fatto in autonomia, quale insieme ad altri e quale conosci dallo studio? Va bene "
     "ognuna delle"
     " tre.",
     "Quale parte hai fatto in prima persona?"},

    {PHRASE_NARROW,
     "Provo a chiedertelo in modo più preciso: qual è l'ultima cosa che hai fatto con {topic}, e che cosa "
     "hai deciso tu?",
     "Qual è l'ultima cosa che hai fatto con {topic}?"},
    {PHRASE_NARROW,
     "{lead}Provo a chiedertelo in modo più preciso: quando l'hai fatto l'ultima volta, e che cosa hai "
     "deciso tu?",
     "Quando l'hai fatto l'ultima volta?"},

    {PHRASE_DEPTH,
     "Nel CV scrivi «{quote}». Qual è stata la decisione più difficile, e quale alternativa hai scartato?",
     "Qual è stata la parte più difficile, e perché?"},
    {PHRASE_DEPTH,
     "Prendiamo il punto del CV in cui scrivi «{quote}». Se lo rifacessi oggi, che cosa faresti in modo "
     "diverso?",
     "Che cosa faresti in modo diverso oggi?"},
    {PHRASE_DEPTH,
     "Qual è la decisione più difficile che hai preso con {topic}, e quale alternativa hai scartato?",
     "Che cosa è stato più difficile con {topic}, e perché?"},
    {PHRASE_DEPTH,
     "Quando {topic} ti ha messo in difficoltà, come hai fatto ad accorgertene e che cosa hai cambiato dopo?",
     "Che cosa è andato storto con {topic}, e che cosa hai cambiato?"},
    {PHRASE_DEPTH,
     "{lead}Qual è stata la decisione più difficile, quale alternativa hai scartato e che cosa è costato?",
     "Qual è stata la decisione più difficile?"},

    {PHRASE_DRIVE,
     "Che cosa ti attira di {topic}, e che cosa hai fatto per conto tuo, senza che nessuno te lo chiedesse?",
     "Che cosa ti piace di {topic}?"},
    {PHRASE_DRIVE,
     "{lead}Che cosa ti attira, e che cosa hai fatto per conto tuo, senza che nessuno te lo chiedesse?",
     "Che cosa ti piace di questo lavoro?"},

    {PHRASE_RISK,
     "{topic} conta in questo ruolo. Come arriveresti al livello che serve, e quando hai imparato l'ultima "
     "volta qualcosa"
     " di simile?",
     "Come impareresti quello che manca con {topic}?"},
    {PHRASE_RISK,
     "{topic} conta in questo ruolo, che richiede «{requirement}». Come arriveresti al livello che serve, e "
     "quando hai"
     " imparato l'ultima volta qualcosa di simile?",
     "Come impareresti quello che manca con {topic}?"},
    {PHRASE_RISK,
     "Il ruolo richiede «{requirement}». Come arriveresti al livello che serve, e quando hai imparato "
     "l'ultima volta"
     " qualcosa di simile?",
     "Come impareresti quello che qui manca?"},
    {PHRASE_RISK,
     "{lead}Tu come la vedi: di che cosa avresti bisogno nei primi mesi, e quando hai già colmato una lacuna "
     "simile?",
     "Di che cosa avresti bisogno per arrivarci?"},

    {PHRASE_SETTLE,
     "{lead}C'è qualcosa che per te è ancora aperto, o che dovremmo sapere prima di andare avanti?",
     "C'è ancora qualcosa di aperto su questo punto?"},

    {PHRASE_EVIDENCE,
     "Il ruolo richiede «{requirement}» e nel CV scrivi «{quote}». Che cosa c'era di difficile, e come l'hai "
     "risolto?",
     "Che cosa c'era di difficile, e come l'hai risolto?"},
    {PHRASE_EVIDENCE,
     "Nel CV scrivi «{quote}». A noi serve «{requirement}»: quali decisioni erano tue, e come hai capito che "
     "erano quelle"
     " giuste?",
     "Quali decisioni erano tue?"},
    {PHRASE_EVIDENCE,
     "A proposito di «{requirement}», nel tuo CV ho trovato «{quote}». Se partissi oggi, che cosa faresti in "
     "modo"
     " diverso?",
     "Che cosa faresti in modo diverso oggi?"},
    {PHRASE_EVIDENCE,
     "Il ruolo richiede «{requirement}» e nel CV citi {topic}. Qual è la cosa più impegnativa che ci hai "
     "fatto, e qual era"
     " la tua parte?",
     "Qual è la cosa più impegnativa che hai fatto con {topic}?"},
    {PHRASE_EVIDENCE,
     "Nel CV citi {topic}, che conta per «{requirement}». Dove l'hai usato l'ultima volta, e che cosa hai "
     "deciso tu?",
     "Dove hai usato {topic} l'ultima volta?"},
    {PHRASE_EVIDENCE,
     "Nel CV citi {topic}, che questo ruolo richiede. Qual è la cosa più impegnativa che ci hai fatto, e "
     "qual era la tua"
     " parte?",
     "Qual è la cosa più impegnativa che hai fatto con {topic}?"},

    {PHRASE_CLOSEST,
     "Il ruolo richiede «{requirement}». Qual è l'esperienza che ci si avvicina di più, e che cosa hai fatto "
     "in prima"
     " persona?",
     "Qual è l'esperienza che ci si avvicina di più?"},
    {PHRASE_CLOSEST,
     "Tra le cose che ci servono c'è «{requirement}». Che cosa, nel lavoro fatto finora, ti ha preparato, e "
     "che cosa"
     " sarebbe nuovo?",
     "Che cosa ti ha preparato, e che cosa sarebbe nuovo?"},

    {PHRASE_LANGUAGE,
     "Il ruolo richiede «{requirement}». Come usi oggi questa lingua nel lavoro: per iscritto, in riunione, "
     "con i clienti?",
     "Come usi oggi questa lingua nel lavoro?"},

    {PHRASE_CONDITION,
     "Il ruolo comporta questo: «{requirement}». Ti va bene, e c'è qualcosa da sistemare prima?",
     "Ti andrebbe bene?"},
    {PHRASE_CONDITION,
     "A proposito di «{requirement}»: come ti sei organizzato finora in casi simili, e che cosa te lo "
     "renderebbe "
     "difficile?",
     "Che cosa te lo renderebbe difficile?"},

    {PHRASE_LATEST,
     "In {employer} ({dates}), di che cosa rispondevi in prima persona, e che cosa non si sarebbe fatto "
     "senza di te?",
     "Di che cosa rispondevi in {employer}?"},
    {PHRASE_LATEST,
     "Nel CV indichi «{place}». Di che cosa rispondevi in prima persona, e che cosa è cambiato nel "
     "frattempo?",
     "Di che cosa rispondevi lì?"},
    {PHRASE_CURRENT, "Di che cosa rispondi oggi in {employer}, e che cosa è cambiato da quando sei lì?",
     "Di che cosa rispondi in {employer}?"},
    {PHRASE_CURRENT,
     "Nel CV indichi «{place}». Di che cosa rispondi oggi, e che cosa è cambiato da quando hai iniziato?",
     "Di che cosa rispondi oggi?"},

    {PHRASE_FIGURE,
     "Nel CV scrivi «{quote}». Come è stato misurato, da dove si partiva e quale parte del lavoro era tua?",
     "Come è stato misurato, e quale parte era tua?"},

    {PHRASE_WISH,
     "Che cosa ti ha convinto a candidarti come {job}, e che cosa dovrebbe essere vero tra sei mesi per dire "
     "che è stata"
     " la scelta giusta?",
     "Perché questo ruolo, e che cosa ne farebbe una buona scelta?"},
    {PHRASE_WISH,
     "Che cosa ti ha convinto a candidarti per questo ruolo, e che cosa dovrebbe essere vero tra sei mesi "
     "per dire che è"
     " stata la scelta giusta?",
     "Perché questo ruolo?"},

    {PHRASE_CLOSE, "Che cosa non ti ho chiesto che ci aiuterebbe a capire come lavori?",
     "Che cosa avrei dovuto chiederti?"},
    {PHRASE_CLOSE,
     "Se iniziassi con noi, che cosa vorresti aver cambiato dopo tre mesi, e che cosa ti servirebbe da parte "
     "nostra?",
     "Che cosa ti servirebbe da noi nei primi mesi?"},
    {PHRASE_CLOSE,
     "Quale feedback ricevuto ha cambiato il tuo modo di lavorare, e che cosa fai di diverso da allora?",
     "Quale feedback ha cambiato il tuo modo di lavorare?"},
};

const struct phrase_bank phrase_bank_it = {
    .phrases = PHRASES,
    .count = sizeof PHRASES / sizeof *PHRASES,
    .lead = "Restiamo un momento {topic}. ",
    .lead_requirement = "Restiamo un momento su «{requirement}». ",
    .why =
        {
            [PHRASE_EXAMPLE] = "L'ultima nota lascia un dubbio e manca ancora un esempio concreto.",
            [PHRASE_CLARIFY] = "L'ultima nota dice che due cose non tornano.",
            [PHRASE_LEVEL] = "L'ultima nota riporta una risposta incerta.",
            [PHRASE_NARROW] = "L'ultima nota dice che alla domanda non è arrivata una vera risposta.",
            [PHRASE_DEPTH] =
                "L'ultima nota riporta qualcosa di concreto: conviene andare un livello più a fondo.",
            [PHRASE_DRIVE] = "L'ultima nota riporta un interesse vero: vediamo che cosa c'è dietro.",
            [PHRASE_RISK] = "L'ultima nota segnala un rischio chiaro per il ruolo.",
            [PHRASE_SETTLE] = "L'ultima nota riguarda un punto pratico: conviene chiuderlo subito.",
            [PHRASE_EVIDENCE] = "L'annuncio chiede «{requirement}»: il CV ne parla, le note ancora no.",
            [PHRASE_CLOSEST] = "L'annuncio chiede «{requirement}» e nessuna nota ne parla ancora.",
            [PHRASE_LANGUAGE] = "L'annuncio chiede «{requirement}» e nessuna nota ne parla ancora.",
            [PHRASE_CONDITION] =
                "L'annuncio pone la condizione «{requirement}» e nessuna nota ne parla ancora.",
            [PHRASE_LATEST] = "È l'esperienza più recente del CV.",
            [PHRASE_CURRENT] = "È il lavoro attuale secondo il CV.",
            [PHRASE_FIGURE] = "Il CV riporta un numero: vediamo che cosa c'è dietro.",
            [PHRASE_WISH] = "Mostra che cosa si aspetta dal ruolo.",
            [PHRASE_CLOSE] = "Lascia spazio a quello che non è stato chiesto.",
            [PHRASE_PREPARED] = "Una delle tue domande preparate si lega a quello che si sta dicendo.",
        },
    .why_first = "È la prima delle tue domande preparate non ancora fatte.",
    .why_wish = "L'annuncio considera «{requirement}» un di più, e nessuna nota ne parla ancora.",
    .good_answer =
        {
            [PHRASE_EXAMPLE] = "una situazione vera, la parte svolta in prima persona e un risultato con un "
                               "numero o un nome",
            [PHRASE_CLARIFY] =
                "date, ruoli e compiti che tornano con il CV, o un motivo semplice per cui non tornano",
            [PHRASE_LEVEL] = "un confine chiaro tra ciò che ha fatto e ciò che non ha fatto",
            [PHRASE_NARROW] = "un momento, un luogo e una decisione presa in prima persona",
            [PHRASE_DEPTH] = "due alternative vere, il motivo della scelta e che cosa è costata",
            [PHRASE_DRIVE] = "qualcosa fatto di propria iniziativa e un legame con questo ruolo",
            [PHRASE_RISK] = "una visione chiara della lacuna e un caso simile già superato",
            [PHRASE_SETTLE] = "un sì o un no chiaro, con le condizioni",
            [PHRASE_EVIDENCE] =
                "decisioni prese in prima persona, la difficoltà a parole sue e com'è andata a finire",
            [PHRASE_CLOSEST] = "un lavoro affine svolto in prima persona e che cosa di preciso sarebbe nuovo",
            [PHRASE_LANGUAGE] =
                "occasioni e frequenza, e nessuna fatica a continuare per un minuto in quella lingua",
            [PHRASE_CONDITION] = "un sì o un no chiaro, da quando, e da che cosa dipende",
            [PHRASE_LATEST] = "un perimetro con dei numeri e una cosa che esiste grazie a lei o a lui",
            [PHRASE_CURRENT] = "un perimetro con dei numeri e una cosa che esiste grazie a lei o a lui",
            [PHRASE_FIGURE] = "il punto di partenza, come è stato misurato e una quota equa di merito",
            [PHRASE_WISH] = "motivi che valgono per questo ruolo e non per uno qualsiasi",
            [PHRASE_CLOSE] = "qualcosa di concreto sul suo modo di lavorare, nel bene o nel male",
            [PHRASE_PREPARED] = "un caso concreto, la parte svolta in prima persona e che cosa ne è venuto",
        },
};
