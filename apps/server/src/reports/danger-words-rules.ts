/**
 * Does a text say that its writer, or somebody, may harm themselves, or that a life is in danger now? French and
 * English, as people write in a hurry: without accents, in capitals, in the short spelling of messages.
 *
 * A help so that numbers are shown and a person looks first, never a diagnosis: it leans towards yes, because a number
 * shown for nothing costs little. It misses what is said in other words, and takes some figures of speech for what they
 * say ("my mother will kill me"). Nothing is ever refused, delayed or written down because of it except the flag.
 *
 * @param text of any length; read in time linear in it.
 */
export function tellsOfDanger(text: string): boolean {
  const words = plainWords(text);
  if (!stems.test(words)) return false;
  return signs.some((sign) => isSaid(sign, words));
}

interface Sign {
  says: RegExp;
  /** What may follow that makes it a figure of speech: "mourir" + "de rire". */
  unlessFollowedBy?: RegExp;
  /** It already holds a "not" ("no reason to live"), or means the same with one. */
  holdsNegation?: true;
}

// Bounds every look around a match, so that the whole stays linear.
const lookAround = 120;

function isSaid({ says, unlessFollowedBy, holdsNegation }: Sign, words: string): boolean {
  says.lastIndex = 0;
  for (let match = says.exec(words); match; match = says.exec(words)) {
    const end = match.index + match[0].length;
    // With the space the match begins with.
    const before = words.slice(Math.max(0, match.index - lookAround), match.index + 1);
    const after = words.slice(end, end + lookAround);
    const isFigure = (unlessFollowedBy?.test(after) ?? false) || game.test(after) || title.test(before);
    const isDenied =
      !holdsNegation && (deniedBefore.test(before) || deniedWithin.test(match[0])) && !yet.test(after);
    if (!isFigure && !isDenied) return true;
    // The next one may begin inside this one.
    says.lastIndex = match.index + 1;
  }
  return false;
}

/* ---- how a text is made plain ---- */

/**
 * Lower case, no accents, no invisible marks, short spellings written out, one space between words. Ends of sentences
 * are "|", quotation marks are "^", commas are gone: in a hurry nobody sets them.
 */
function plainWords(text: string): string {
  const plain = text
    // Once before: to normalise sorts a run of marks, in time that grows as the square of its length.
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase()
    .replace(/œ/g, "oe")
    // Three of one letter are a cry, not a spelling: "mouriiiir".
    .replace(/([a-z])\1{2,}/g, "$1")
    .replace(/[a-z0-9@$€]+/g, (word) =>
      /[a-z]/.test(word) ? word.replace(/[0134@$€]/g, (sign) => asLetter[sign] ?? sign) : word,
    )
    .replace(/\+/g, " plus ")
    .replace(/[.!?;:…]+/g, " | ")
    .replace(/[«»“”„"]+/g, " ^ ")
    .replace(/[^a-z0-9|^*]+/g, " ");
  return ` ${plain.replace(/[a-z0-9]+/g, (word) => writtenOut.get(word) ?? word)} `;
}

const asLetter: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "@": "a",
  $: "s",
  "€": "e",
};

/** Spellings of messages, by what they stand for. */
const writtenOut: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "je vais": "jvais jvai jve jvé jv",
    "je veux": "jveu jveux jveut",
    "je me": "jme jm",
    "je m": "jm'",
    "je suis": "jsuis chuis chui jss jsui",
    "j ai": "jai g ge",
    "j en": "jen",
    "je ne": "jne",
    "je peux": "jpeux jpeu jpe",
    "je vous": "jvous",
    "je te": "jte",
    "j etais": "jetais",
    "c est": "cest",
    "t es": "tes",
    "me tuer": "mtuer metuer",
    "me suicider": "msuicider",
    "me pendre": "mpendre",
    "de mourir": "dmourir",
    "d en": "den",
    "m en": "men",
    veux: "veu ve",
    vais: "vai ve",
    envie: "envi anvie anvi",
    plus: "plu pu",
    mourir: "mourrir mourire mourrire mourrer muorir morir mouri",
    crever: "krever creuver",
    suicider: "suissider suicidr",
    suicide: "suisside suicid suicde",
    quelqu_un: "qqn qqun quelquun kelkun",
    "want to": "wanna wana",
    "going to": "gonna gona gunna",
    "i am": "im",
    "i will": "ill",
    "don t": "dont",
    "can t": "cant",
    "won t": "wont",
    "isn t": "isnt",
    "didn t": "didnt",
    "doesn t": "doesnt",
    you: "u ya",
    your: "ur",
    yourself: "urself yourselve",
    myself: "mysel myslef myselff meself",
    because: "cuz cos bc",
    suicidal: "sucidal suicidial",
    die: "dye",
  }).flatMap(([full, short]) =>
    short
      .normalize("NFKD")
      .replace(/[\p{M}']/gu, "")
      .split(" ")
      .map((each) => [each, full.replace("_", " ")] as const),
  ),
);

/* ---- figures of speech, denials ---- */

/** "… à Fortnite", "… in Minecraft". */
const game =
  /^ ?(?:[a-z]+ ){0,2}(?:a|au|sur|dans|in|on|at) (?:[a-z]+ ){0,2}(?:fortnite|minecraft|valorant|roblox|gta|cod|warzone|lol|apex|jeu|jeux|game|games|partie|match)\b/;
/** "the film “…": what stands inside is a title. */
const title =
  /(?:film|serie|chanson|titre|livre|roman|episode|album|clip|manga|song|movie|book|novel|track|series) (?:[a-z0-9]+ ){0,3}\^ (?:[a-z0-9]+ ){0,5}$/;
const deniedBefore =
  / (?:pas|jamais|aucune?|sans|ni|not|never|without|don t|won t|didn t|isn t|doesn t|wouldn t)(?: (?:eu|du tout|vraiment|l|d|de|really|even|ever|any|going to))? $/;
const deniedWithin = / (?:pas|jamais|not|never) /;
/** "I do not want to die, but…" is not a no. */
const yet = /^ ?(?:[|^] )?(?:[a-z]+ ){0,3}(?:mais|but|sauf|pourtant|sinon|though|however|unless) /;

/* ---- the signs ---- */

/** Up to four words in between, in the same sentence. */
const gap = "(?:[a-z0-9^]+ ){0,4}";
const near = "(?:[a-z0-9^]+ ){0,2}";
const sign = (pattern: string, more: Omit<Sign, "says"> = {}): Sign => ({
  says: new RegExp(pattern.replaceAll("…", gap).replaceAll("‥", near), "g"),
  ...more,
});

const will =
  "(?:vais|vas|va|vont|allons|allez|veux|veut|veulent|voulais|voulait|voudrais|voudrait|aimerais|aimerait|compte|comptait|envie d|envie de|pense a|penser a|pensais a|pense|besoin de|decide de|decide d|pret a|prete a|tente de|tenter de|essaye de|essaie de|essayer de|essaye d|menace de|menacent de|menacer de|menacait de|promet de|promis de|jure de|prevu de|projette de|peur de|songe a|peut|pourrais|pourrait|faut|dois|doit|devrais|prefere|preferais|prefererais|preferait|prefererait|hate de|autant|mieux)";
const wants =
  "(?:want to|wants to|wanted to|wanting to|wish to|wish i could|wish i would|going to|gona|will|ll|would|might|may|could|should|about to|ready to|need to|have to|plan to|plans to|planning to|planning on|trying to|tried to|try to|threatens to|threatened to|threatening to|swore to|swears to|thinking of|thinking about|thought of|thought about|think about|thoughts of|feel like|rather|let me|just)";
const people =
  "(?:me|te|se|le|la|les|l|nous|vous|lui|m|t|s|mon|ma|mes|ton|ta|tes|son|sa|ses|notre|nos|leur|leurs|quelqu un|tout le monde|des gens|tous|toute|toutes|un|une|plein|elle|eux)";
const somebody =
  "(?:me|you|him|her|them|us|myself|everyone|everybody|people|someone|somebody|anyone|my|his|their|your|our|all|another|this|that|the|a|these|those)";
const self = "(?:myself|himself|herself|themselves|themself|yourself|ourselves|yourselves)";

const figuresOfDying =
  /^(?:de|d|a) (?:[a-z]+ )?(?:rire|rires|faim|soif|froid|chaud|chaleur|honte|ennui|peur|fatigue|envie|curiosite|jalousie|trouille|gene|bonheur|joie|amour|dalle|sommeil|stress) |^(?:la|les|un|une|le|l) |^de la dalle /;
const figuresOfKilling =
  /^(?:le |la |les |l |du |un |une |des )?(?:temps|jeu|game|match|projet|boss|monstres?|zombies?|moustiques?|mouches?|araignees?|rats?|souris|cafards?|ennui|marche|suspense|concurrence|ambiance|mythe|poules?|virus|a la tache|oeuf|amour|couple|business|son|audience|debat|mood|vibe|time|lights?|process|music|audio|server|bugs?|spiders?|mosquitos?|two birds|engine|buzz|deal|it on|for) /;

const signs: readonly Sign[] = [
  // Suicide, by its name.
  sign(" (?:me|m|se|s|te|t|nous|vous) (?:etre |etes |est |ai |suis |a )?suicid[a-z]*"),
  sign(
    " (?:suis|es|est|etais|etait|deviens|devenue?|ado|fille|fils|pensees?|idees?|envies?|pulsions?|crise|tendances?|feel|feeling|am|is|m|s|was|were|are|re|feels|felt|been|so|very|thoughts) ‥suicid(?:aires?|al)\\b",
  ),
  sign(
    " (?:suicidal|suicidaires?) (?:thoughts|thinking|ideation|feelings|tonight|again|ce soir|maintenant)\\b",
  ),
  sign(
    " (?:pense[a-z]*|pensant|songe[a-z]*|envie[a-z]*|tent[a-z]+|menac[a-z]+|parle[a-z]*|risque[a-z]*|peur|lettre|projet|prepar[a-z]+|veux|veut|idees?|chantage|pouss[a-z]+|incit[a-z]+|faire|fais|fait|bord|commit[a-z]*|attempt[a-z]*|contemplat[a-z]+|consider[a-z]*|thinking|thought[a-z]*|think[a-z]*|talk[a-z]*|threat[a-z]*|driven|push[a-z]*) ‥s[u*]{0,2}[i*]c[i*]des?\\b",
    { unlessFollowedBy: /^ ?(?:squad|politique|commercial|collectif des|girls|financier|professionnel) / },
  ),
  sign(" suicide (?:note|attempt|attempts|plan|pact|ce soir|tonight|demain|tomorrow)\\b"),
  sign(
    " (?:kms|kys|unaliv[a-z]+ (?:myself|yourself|himself|herself|themselves|me|him|her)|sewer ?slide|toaster bath)\\b",
  ),

  // Dying.
  sign(` ${will} ‥(?:mourir|crever|mort|morte)\\b ?`, {
    unlessFollowedBy: new RegExp(
      `${figuresOfDying.source}|^(?:de|mdr|ptdr|lol) |^(?:un|ecran|abces|plafond) `,
    ),
  }),
  sign(
    " (?:merite(?:s|z)? (?:pas )?de (?:mourir|crever)|creve sale|(?:va|vas) te (?:pendre|tuer|suicider|jeter|noyer|crever))\\b",
  ),
  sign(" en train de (?:mourir|se vider de son sang|s etouffer|agoniser)\\b", {
    unlessFollowedBy: figuresOfDying,
  }),
  sign(
    " (?:serai|serais|sera|serait) (?:deja |surement |bientot )?(?:mort|morte|plus la|plus de ce monde)\\b",
  ),
  sign(
    ` ${wants} (?:just |really |to |all |both |be |slowly |go |simply |actually ){0,3}(?:die|dead|dying|disappear forever|stop existing|not exist|not wake up|not be here|not be alive|never wake up|never been born|sleep forever)\\b ?`,
    {
      unlessFollowedBy:
        /^(?:laughing|of |from |lol|to (?:see|know|meet|hear|try|get)|for |lmao|inside|hard|on (?:this|that) hill|alone|off|out|down|hungry|right|wrong|set|serious|sure|last|sexy|simple|honest)/,
    },
  ),
  sign(
    " (?:i|he|she|they) (?:ll|will|would|am going to|is going to|are going to) (?:soon )?be (?:dead|gone forever|gone by)\\b",
  ),
  sign(" (?:you are|youre|you re|you) (?:going to|will|ll|should|gonna) (?:die|end up dead)\\b"),
  sign(" (?:t es|tu es|vous etes|t) (?:un homme |une femme |deja )?morte?s?\\b ?", {
    unlessFollowedBy: /^(?:de |mdr|ptdr|lol)/,
  }),

  // No longer living.
  sign(
    " (?:veux|veut|voulais|envie|envies|envi|force|gout|raison|raisons|courage|peux|peut|aucune|plus|arrive|arrive a|de|fatigue[es]*|marre|ras le bol|lasse?) (?:plus |pas |continuer |continuer a |de |a ){0,3}(?:vivre|exister|etre en vie|me reveiller|etre vivante?)\\b ?",
    {
      holdsNegation: true,
      unlessFollowedBy:
        /^(?:ca|cela|avec|ici|chez|ensemble|sans|comme|dans|en|cette|ce|la|le|les|a|ma vie|normalement|heureux|heureuse|mieux|mon|une|un|tranquille|libre) /,
    },
  ),
  sign(
    " (?:veux|veut|voulait|voulais|peux|peut|envie|force|gout|raison) (?:plus|pas|aucune) (?:de |continuer a |continuer de )?vivre (?:ca|cela|comme ca|avec ca|ainsi)\\b",
    {
      holdsNegation: true,
    },
  ),
  sign(
    " (?:plus|aucune|pas de|sans) (?:de |une |seule |bonne )*raison (?:de |d )(?:vivre|rester|continuer a vivre|exister|etre la|etre en vie)\\b",
    {
      holdsNegation: true,
    },
  ),
  sign(
    " (?:plus envie|veux plus|veut plus|voudrais plus|envie de plus) (?:d |de )?(?:etre la|etre ici|me reveiller|etre en vie|exister|de la vie|continuer la vie)\\b",
    {
      holdsNegation: true,
    },
  ),
  sign(
    " (?:veux|voudrais|voulais|aimerais|envie de) (?:juste |simplement |vraiment |tout )?(?:disparaitre|m endormir pour toujours|ne plus me reveiller|ne plus exister|ne plus etre la|dormir pour toujours)\\b ?",
    {
      holdsNegation: true,
      unlessFollowedBy:
        /^(?:des reseaux|d internet|du net|du site|de google|de la toile|de facebook|d instagram)/,
    },
  ),
  sign(
    " (?:vie|vivre) (?:ne |n )?(?:vaut|merite|sert|a) (?:plus |pas |plus la peine |a |de )*(?:rien|peine|sens|coup|vecue|etre vecue|la peine)\\b",
    {
      holdsNegation: true,
    },
  ),
  sign(" (?:mieux|tranquilles?|debarrass[a-z]+|heureux|plus simple) ‥sans (?:moi|elle|lui)\\b", {
    unlessFollowedBy: /^ ?(?:dans|au|pour|sur) (?:le|la|l|ce|cette) (?:groupe|equipe|reunion|jeu|serveur)/,
  }),
  sign(" (?:mieux|autant) (?:que je sois|etre|si j etais|quand je serai) morte?\\b"),
  sign(
    " (?:reason|reasons|point|will|wish|strength|energy) (?:left )?(?:to|in|for) (?:live|living|be alive|being alive|stay alive|exist)\\b",
    {
      holdsNegation: true,
      unlessFollowedBy: /^ (?:in|with|at|here|there) /,
    },
  ),
  sign(
    " (?:don t|do not|not|can t|cannot|never|doesn t|didn t|does not) (?:really |even |just )?(?:want to|wish to|wanting to|deserve to|feel like) (?:really |even |just |to )?(?:live|living|be alive|being alive|be here|exist|existing|wake up|be on this earth|go on living|keep living)\\b ?",
    {
      holdsNegation: true,
      unlessFollowedBy:
        /^(?:in|with|at|there|together|near|like|for this|today|early|so early|at this school|right now because) /,
    },
  ),
  sign(" (?:tired|sick|done) of (?:living|being alive|life|existing)\\b ?", {
    unlessFollowedBy: /^(?:in|with|at|here|there|like|on) /,
  }),
  sign(
    " (?:life|it|living) (?:is|s|isn t|is not|ain t) (?:not |no longer |just not )?worth (?:living|it anymore|to live)\\b",
    {
      holdsNegation: true,
    },
  ),
  sign(" (?:better|happier) off (?:without me|dead|if i was gone|if i were dead)\\b"),
  sign(
    " (?:won t|will not|not going to|not gonna) (?:be here|be alive|be around|see|make it (?:to|through|past)) (?:tomorrow|tonight|anymore|much longer|next week|monday|the morning|the night|my next birthday)\\b",
    {
      holdsNegation: true,
    },
  ),
  sign(" can t (?:go on|do life|live) (?:anymore|any longer|any more|living|like this|with this)\\b", {
    holdsNegation: true,
  }),
  sign(
    " (?:this is (?:my )?goodbye|goodbye (?:everyone|forever|world|cruel world)|adieu (?:tout le monde|a tous|le monde|ma famille|maman|papa|la vie)|(?:c est )?mon dernier (?:message|jour|soir)|ma derniere (?:nuit|lettre|journee)|my last (?:message|day alive|night alive|words|goodbye|night on earth|day on earth))\\b",
    {
      unlessFollowedBy:
        /^ ?(?:de travail|au travail|d ecole|de stage|at work|at school|here|date|etait|was|sur ce sujet|avant|about|regarding|concerning|to the|for the|a propos|au sujet) /,
    },
  ),

  sign(
    " wish (?:i|he|she) (?:was|were) (?:dead|never born|not alive|gone forever)\\b| wish (?:i|he|she) (?:wasn t|weren t) (?:alive|born)\\b",
  ),
  sign(" (?:plutot|vaut mieux) (?:mourir|crever)\\b ?", { unlessFollowedBy: figuresOfDying }),
  sign(
    " (?:don t know|idk|not sure|unsure) (?:if |whether |that )?(?:i |he |she )?(?:really |even |still )?wants? to (?:live|be alive|be here|keep living)\\b ?",
    {
      holdsNegation: true,
      unlessFollowedBy: /^(?:in|with|at|together|near) /,
    },
  ),
  sign(
    ` ${will} ‥(?:faire|fasse|fais) une (?:grosse )?(?:betise|connerie)\\b| peur (?:qu il|qu elle|qu ils|que [a-z]+) (?:fasse|fait|face) une (?:grosse )?(?:betise|connerie)\\b`,
  ),

  // Ending it.
  sign(
    " (?:en finir|finir) (?:avec (?:la|cette|ma) vie|avec moi|avec mes jours|une bonne fois pour toutes|pour de bon|pour toujours|ce soir|maintenant|cette nuit|demain)\\b",
  ),
  sign(` ${will} ‥(?:d )?en finir\\b ?`, {
    unlessFollowedBy:
      /^(?:avec (?!(?:la|cette|ma) vie|tout|moi|mes jours)|vite avec|de (?!vivre|tout|souffrir)|mon|le|la|les) ?/,
  }),
  sign(
    " (?:mettre|mets|met|mettrai|mettra|mis) (?:un terme|fin) a (?:mes|ses|tes|leurs|nos|ma|sa|ta|la|leur|cette) (?:propre )?(?:jours|vie|existence)\\b",
  ),
  sign(" attent(?:er|e|ait|erait) a (?:mes|ses|leurs|ma|sa) (?:jours|vie)\\b"),
  sign(" (?:m|s|t|se|me) ?(?:oter|otait|enlever|donner|donne) (?:la |ma |sa )(?:vie|mort)\\b"),
  sign(" (?:passer|passe|passera|passerai) (?:a|vraiment a) l acte\\b"),
  sign(" (?:end|ending|ended) (?:my|his|her|their|your) (?:own )?(?:life|lives|suffering|existence)\\b"),
  sign(` ${wants} (?:just )?(?:end|ending) it(?: all| tonight| now| here| today| all tonight)?\\b ?`, {
    unlessFollowedBy: /^(?:with|there|on|between|the|by|peacefully|here with|badly with) /,
  }),
  sign(" (?:take|taking|took|taken) (?:my|his|her|their|your) (?:own )?(?:life|lives)\\b ?", {
    unlessFollowedBy: /^(?:back|seriously|to|in|into|savings|story|further) /,
  }),

  // Ways.
  sign(" (?:me|se) tuer (?:c est|est|serait|bientot|ce soir|demain|cette nuit|maintenant|moi meme)\\b"),
  sign(
    " (?:me|m|se|s) (?:suis |est |etais |etait )(?:coupee?|ouverte?|ouvert|tailladee?|tranchee?) (?:les veines|les poignets|la gorge|les bras)\\b",
  ),
  sign(
    " (?:somniferes?|medicaments?|medocs?|cachets?|comprimes?|pills|tablets|xanax) ‥(?:toute la (?:boite|plaquette)|tout le tube|all of them|the whole (?:bottle|pack|box))\\b",
  ),
  sign(" use (?:it|this|that|one) on (?:myself|himself|herself|me|him|her|them|you|us)\\b"),
  sign(
    " (?:me|se|te|m|s) (?:pendre|pends|pendrai|pendrais|flinguer|egorger|immoler|defenestrer|empoisonner|ouvrir les veines|ouvre les veines|couper les veines|tailler les veines|taillader|trancher la gorge|tirer une balle|tire une balle|mettre une balle|jeter (?:sous|par|du|d un|dans|de)|jette (?:sous|par|du|d un)|foutre en l air|foutre par la|faire sauter la cervelle|faire du mal|fais du mal|faisais du mal|mutiler|mutile|mutilais|mutilait|automutil[a-z]*|scarifier|scarifie|scarifiais|scarifies|scarifiait|bruler vi[fv]e?|laisser mourir)\\b ?",
    {
      unlessFollowedBy:
        /^(?:dans le pied|dans les pieds|de (?:tete|dents|dos|ventre)|la tete au|a l eau|dans le bain|dans ses bras|dans les bras|dans le vide (?:juridique|sideral)|la cremaillere)/,
    },
  ),
  sign(
    ` ${will} (?:m|s|me|se) ?(?:noyer|supprimer|detruire|etouffer|couper|taillader|crever|buter|butter|achever|abattre|sauter|shooter|cutter)\\b ?`,
    {
      unlessFollowedBy:
        /^(?:d |de |du |des |les cheveux|la parole|en quatre|en deux|court|la route|un |une |dessus|le (?:sifflet|son|micro)|internet|dans le travail|dans un verre)/,
    },
  ),
  sign(
    " (?:me|se) (?:coupe|coupais|coupes|coupait|couper|taillade|taillader|taillade) (?:encore |souvent |parfois |aussi )?(?:les bras|les poignets|les cuisses|les jambes|la peau|le bras|volontairement|expres|avec une lame|avec un rasoir|avec un cutter|depuis|tous les)",
  ),
  sign(
    " (?:automutil[a-z]+|auto mutil[a-z]+|scarifi(?:cation|cations|ee?s?)|self harm[a-z]*|selfharm[a-z]*)\\b",
  ),
  sign(
    " (?:sauter|saute|jeter|jette|jump|jumping|jumped|throw myself|throwing myself) (?:[a-z]+ ){0,3}(?:pont|fenetre|toit|balcon|immeuble|train|rails|metro|rer|etage|falaise|bridge|roof|window|building|balcony|cliff|tracks|rooftop|ledge)\\b",
    {
      unlessFollowedBy: /^ ?(?:navigation|popup|pop up|to conclusions|de discussion)/,
    },
  ),
  sign(
    " (?:avale|avaler|avales|pris|prendre|prends|gobe|gober|bu|boire|prise|swallow|swallowed|took|take|taken|taking|swallowing|downed) ‥(?:tous?|toute|plein|boites?|plaquettes?|tubes?|trop|flacon|surdose|[0-9]+|all|whole|bottle|handful|pack|box|lots|many|too|bunch) (?:[a-z]+ ){0,3}(?:medicaments?|medocs?|cachets?|pilules?|comprimes?|somniferes?|dolipranes?|xanax|anxiolytiques?|calmants?|javel|pills|meds|tablets|tylenol|paracetamol|ibuprofen|painkillers|bleach|sleeping pills|medication)\\b",
  ),
  sign(" (?:overdos(?:e|ed|ing)|od on|surdose|ai pris des (?:medocs|medicaments|cachets) pour)\\b ?", {
    unlessFollowedBy:
      /^(?:de (?:travail|sucre|cafe|pub|jeux|series|chocolat)|of cuteness|on (?:sugar|coffee|memes|chocolate|netflix))/,
  }),
  sign(
    " (?:j ai|ai) (?:achete |prepare |pris |sorti )?(?:une|la|ma|mon|le|un) (?:corde|lames?|arme|fusil|flingue|pistolet|noeud coulant)\\b",
  ),
  sign(
    ` (?:kill|killing|hang|hanging|shoot|shooting|hurt|hurting|harm|harming|cut|cutting|stab|stabbing|drown|drowning|burn|burning|poison|poisoning|murder|strangle|choke|offing|off|kil|k\\*ll) (?:\\* )?${self}\\b ?`,
    {
      unlessFollowedBy:
        /^(?:in the foot|(?:out )?laughing|a (?:slice|piece|break|deal)|some (?:slack|cake)|short|off|with laughter|at work|over (?:homework|this exam|nothing)|on (?:the|a) (?:paper|table|corner)|(?:a )?bit while cooking|while cooking|by accident|shaving)/,
    },
  ),
  sign(
    " (?:slit|slash|slitting|slashing|cut|cutting) (?:my|his|her|their) (?:wrists?|throat|arms?|thighs?|veins)\\b",
  ),

  // Somebody else's life.
  sign(
    ` ${will} ‥${people} (?:[a-z]+ ){0,2}(?:tuer|tue|tues|tuez|assassiner|assassine|egorger|egorge|poignarder|poignarde|buter|butter|bute|flinguer|fumer|crever|massacrer|decapiter|etrangler|planter avec un couteau|bruler viv?e?f?|fusiller|trucider|saigner|lyncher|enterrer vivante?|faire la peau|pendre|noyer)\\b ?`,
    {
      unlessFollowedBy: new RegExp(
        `${figuresOfKilling.source}|^(?:une clope|des clopes|la chicha|un joint|un pneu|les pneus|le plafond|l ecran|sur les prix|au travail|a la tache)`,
      ),
    },
  ),
  sign(` ${will} (?:tuer|tue|assassiner|egorger|poignarder|fusiller|decapiter|massacrer) ${people}\\b `, {
    unlessFollowedBy: figuresOfKilling,
  }),
  sign(
    " (?:tuer|assassiner|egorger|poignarder) (?:quelqu un|tout le monde|tout ma|toute ma|mon|ma|mes|des gens|les (?:juifs|musulmans|arabes|noirs|gays|pedes|flics|profs|femmes|filles|enfants|gens|eleves)|mes parents|tous)\\b ?",
    {
      unlessFollowedBy: figuresOfKilling,
    },
  ),
  sign(" (?:je|j|jme|sinon je|et je) (?:me )?(?:vais me |me )tue\\b ?", {
    unlessFollowedBy: /^(?:a|au|aux|les yeux|pour rien|de rire) /,
  }),
  sign(" (?:me|te|la|le|les|lui|nous) faire (?:la peau|buter|tuer|egorger|assassiner)\\b"),
  sign(" men(?:ace|aces|acent|acait|acee?s?|acer) (?:[a-z]+ ){0,3}de mort\\b"),
  sign(
    " (?:danger de mort|peril de mort|risque de mourir|entre la vie et la mort|danger vital|pronostic vital|danger de vie|lutte contre la mort)\\b",
  ),
  sign(
    " (?:vie|vies) (?!privee|sociale|scolaire|professionnelle)(?:d [a-z]+ |de [a-z]+ |[a-z]+ )?(?:est |sont |serait )?(?:peut etre |vraiment |maintenant )?(?:en (?:grand )?danger|en peril|menacee?s?)\\b",
  ),
  sign(
    " (?:va y avoir|y aura|aura) (?:un |des |une |plusieurs )(?:morte?s?|tuerie|massacre|carnage|fusillade|bain de sang|attentat)\\b",
  ),
  sign(
    " (?:vais|va|vont|veux|veut|veulent|prepar[a-z]+|prevoi[a-z]*|prevu|projet[a-z]*|annonc[a-z]*|menac[a-z]+|planifi[a-z]+|organis[a-z]+|commettre|perpetrer|faire) …(?:attentats?|fusillade|tuerie|massacre|carnage|bain de sang|bombe|prise d otages?|attaque au couteau)\\b",
    {
      unlessFollowedBy:
        /^ ?(?:de rire|sexuel|a la pudeur|pour mon anniversaire|de likes|atomique a chocolat)/,
    },
  ),
  sign(
    " (?:poser|pose|placer|faire exploser|fait exploser|faire sauter) (?:[a-z]+ ){0,2}(?:bombe|bombes|explosifs?|lycee|college|ecole|gare|mosquee|eglise|synagogue|mairie|metro|batiment|immeuble|commissariat)\\b",
  ),
  sign(
    " tirer (?:sur|dans) (?:le |la |les |mon |ma |mes |des |tout le |l )(?:lycee|college|ecole|classe|gens|profs?|eleves|monde|flics|foule|camarades|famille|pere|mere|police|mosquee|synagogue)\\b",
  ),
  sign(
    " (?:il|elle|ils|elles|on|quelqu un|pere|mere|copain|ex|mec|mari|homme|frere|conjoint|type|gars) (?:a|ont|est|sont|arrive|arrivent|vient|viennent|prend|tient|sort|brandit|pointe|debarque|avait|me menace|nous menace|la menace|menace|m attend|est venu|rentre) …(?:arme|armes|arme a feu|couteau|fusil|pistolet|machette|hache|flingue|kalachnikov|bombe|revolver)\\b",
    {
      unlessFollowedBy: /^ ?(?:suisse|a beurre|en plastique|de theatre|dans le jeu|factice|fatale|secrete)/,
    },
  ),
  sign(
    " (?:couteau|arme|lame|flingue|pistolet) (?:sous|sur|a|contre|dans) (?:la |ma |sa )?(?:gorge|main|tempe|tete|cou)\\b",
  ),
  sign(
    " (?:est|sont|train) (?:en train )?de (?:se faire |me |te |le |la |les |l |nous |lui )(?:tuer|battre|frapper|etrangler|egorger|poignarder|violer|tabasser|bruler|noyer|lyncher|agresser|cogner|massacrer|taper dessus)\\b",
  ),
  sign(
    " (?:il|elle|pere|mere|mari|copain|conjoint|frere|beau pere|mec|ils) (?:me|la|le|nous|les|l) (?:frappe|tabasse|etrangle|cogne|bat|frappent|tabassent|etranglent|tape dessus)\\b(?! froid)",
  ),
  sign(
    " (?:sequestr(?:ee?s?|er|e|ent)|kidnapp(?:ee?s?|er)|prise? en otage|retenue? (?:de force|prisonniere?|contre)|enfermee? (?:de force|contre|a cle|a clef))\\b",
  ),
  sign(
    " (?:respire|respirait|reveille|reagit) (?:plus|pas)\\b|ne repond plus et (?:elle|il) (?:a|avait) (?:pris|avale)",
    { holdsNegation: true },
  ),
  sign(
    ` (?:${wants}|gon|wana) (?:[a-z]+ ){0,2}(?:kill|murder|stab|strangle|behead|slaughter|massacre|execute|drown|choke|bomb|lynch|assassinate|poison|kil) ${somebody}\\b ?`,
    {
      unlessFollowedBy:
        /^(?:time|mood|vibe|lights?|process|engine|boss|game|music|audio|buzz|deal|in the back|slice|at (?:it|this)|two birds|fly|server|zombies?|monsters?|spiders?|mosquitos?|bugs?|conversation|idea|project|bill|cocktail|steak)/,
    },
  ),
  sign(
    " (?:he|she|they|i|who|will|ll|to|wants|somebody|someone) (?:[a-z]+ ){0,2}(?:shoot) (?:me|you|him|her|them|us|everyone|everybody|people|up (?:my|the|his|a|your|our))\\b ?",
    {
      unlessFollowedBy:
        /^(?:a |an |some |your |over |the (?:link|file|details)|with a (?:camera|nerf)|down|messages?|texts?|for (?:the|a) (?:magazine|ad)|in (?:black|color|4k)|on camera|on film)/,
    },
  ),
  sign(
    " (?:death threats?|threat(?:s|ens|ened|ening)? (?:me |him |her |us |them |my life |her life |his life )?(?:with death|on my life|to my life|my life|her life|his life|our lives))\\b",
  ),
  sign(
    " (?:life|lives) (?:is|s|are|may be|might be|could be) (?:really |now |possibly |maybe )?(?:in (?:real |grave |serious |immediate )?danger|at risk|under threat|threatened)\\b",
  ),
  sign(
    " (?:in (?:mortal|immediate|grave|lethal) danger|danger of death|fear(?:s|ing)? for (?:my|his|her|their|our) (?:life|lives)|scared for my life|afraid for my life|afraid of dying tonight)\\b",
  ),
  sign(
    " (?:he|she|they|dad|father|mom|mum|boyfriend|ex|husband|someone|somebody|guy|man|brother|stepdad|kid|student) (?:[a-z]+ )?(?:has|have|s|got|is|holding|with|brought|bringing|brings|pulled|came|comes|coming) …(?:gun|guns|knife|weapon|rifle|pistol|machete|bomb|axe)\\b ?",
    {
      unlessFollowedBy: /^(?:emoji|tattoo|in (?:the|his|her) (?:game|picture|profile)|skin|block)/,
    },
  ),
  sign(
    " (?:plant(?:ed|ing)?|detonat[a-z]+|set off|bring(?:ing)?|build(?:ing)?|mak(?:e|ing)|built) (?:a|the|some|pipe) (?:pipe )?(?:bombs?|explosives?)\\b ?",
    { unlessFollowedBy: /^(?:shelter|ass|playlist)/ },
  ),
  sign(
    " (?:bomb threat|mass shooting|school shooting|shoot up (?:my|the|his|her|a|our)|shooting up (?:my|the|his|her|a|our)|blow up (?:the|my|his|a|our) (?:school|church|mosque|synagogue|building|station|train|plane|house|office|hospital))\\b",
  ),
  sign(
    " (?:not|isn t|stopped|no longer|barely) breathing\\b|(?:won t|doesn t|does not|not) wake up (?:and|she|he|anymore|after)\\b|bleeding (?:out|to death|a lot|everywhere)\\b",
    { holdsNegation: true },
  ),
  sign(
    " (?:is|s|are|keeps|m being|am being|getting|being) (?:beating|strangling|stabbing|choking|raping|hitting|beaten|strangled|stabbed|choked|raped) ?(?:me|her|him|us|them|up|to death|right now)?\\b ?",
    {
      unlessFollowedBy: /^(?:around the bush|the (?:game|boss|level|record|odds)|by (?:a )?(?:team|score))/,
    },
  ),
  sign(
    " (?:held hostage|held against (?:my|her|his|their) will|kidnap(?:ped|s|ping)? (?:me|her|him|us|them|my)|been kidnapped|locked (?:me|her|him) (?:in|up))\\b",
  ),
];

/** One of these is in every sign: a text without any is done at once. */
const stems =
  /etre la|etre ici|betise|connerie|\bwish|\bwant|use (?:it|this|that|one) on|somnif|cachet|medoc|medic|compri|pills|tablet|xanax|\bfin a|terme a|suic|suis+id|s\*|[i*]cid|\bk[my]s\b|unaliv|sewer|toaster|mour|crev|mort|vivr|exist|reveill|disparai|vie\b|vies\b|sans (?:moi|elle|lui)|finir|acte|pend|flingu|egorg|immol|defenes|empoison|vein|taillad|gorge|balle|jet[et]|foutre|cervelle|mal\b|mutil|scarif|brul|noy|supprim|detrui|etouff|coup|achev|abatt|saut|shoot|cutter|self|harm|jump|throw|avale|pris|prend|gob|\bbu\b|boire|swallow|took|tak|down|dos|\bod on|corde|lame|arme|fusil|kil|k\*ll|hang|hurt|\bcut|stab|drown|burn|poison|murder|strangl|chok|\boff|slit|slash|tue|assassin|poignard|but|fumer|massacr|decapit|etrangl|plant|trucid|saign|lynch|enterr|peau|danger|peril|carnage|bain|attent|bomb|otage|explos|tirer|couteau|pistolet|machette|hache|kalach|revolver|battre|frapp|viol|tabass|cogn|\bbat\b|tape|sequestr|kidnapp?|reten|enferm|respir|reagi|die\b|dead|dying|live|living|alive|wake|sleep|born|be here|life|lives|gone|goodbye|adieu|dernier|last|point|reason|worth|better off|happier|go on|end|behead|slaughter|execut|gun|knife|weapon|rifle|axe|breath|bleed|beat|hit|rap|hostage|locked|threat/;
