/**
 * Phrases by which recipients say what they did, in lower case without accents (`ä` is `ae`, `ö` `oe`, `ü` `ue`, `ß`
 * `ss`). Each language stands apart: a word that turns a sentence around in one is harmless in another.
 */
export interface PhraseBook {
  /** It is done: the past only. */
  acted: RegExp;
  /** In the same sentence these make of `acted` a plan, a condition, a denial or a request. */
  notActed: RegExp;
  refused: RegExp;
  asked: RegExp;
  received: RegExp;
}

const english: PhraseBook = {
  acted: either(
    /\b(?:(?:has|have|had)(?: \w+){0,2} been|was|were|(?:is|are) now)(?: (?:now|already|also|since|permanently|successfully|immediately|promptly))*/,
    /\b(?:we|i|they|he|she|who|team|customer|client|user|uploader|owner|operator|moderators?|colleagues?)(?: have| has| had|'ve)?(?: (?:now|already|also|since|just|permanently|immediately|promptly))*/,
  )(
    / (?:removed|deleted|disabled|blocked|suspended|terminated|banned|erased|unpublished|de-?indexed|de-?listed|shut down|taken down|took down|taken offline|made (?:unavailable|inaccessible)|(?:taken|took) (?:it|them|the \w+(?: \w+)?|this \w+|that \w+) (?:down|offline))\b/,
    / no longer (?:available|accessible|online|reachable|live)\b/,
  ),
  notActed:
    /\b(?:if|once|when|whenever|unless|until|will|would|shall|should|must|could|may (?:be|have|remove)|might|can (?:be|only)|cannot|not|never|unable|whether|going to|as soon as|you want|to have|newsletter|mailing|subscri\w+|attachments?|queue|your (?:e-?mail )?(?:address|account|ticket|request|report|notice|message|complaint|case|data))\b|n't\b|\?/,
  refused:
    /\b(?:(?:does|do|did|is|are) not (?:\w+ )?(?:violate|violating|breach|infringe|contravene|constitute|host|hosting|illegal|unlawful|hosted|responsible|the host|the operator|in violation|go against|our customer|found? (?:a|any))|not f(?:ind|ound) (?:a|any)|no (?:violation|infringement|breach|evidence of|action (?:will be|was|has been))|(?:unable|not able|cannot|can not|can't|won't|will not|decided not|not going|declin\w+|refuse\w*|not in a position)(?: to)?(?: be)? (?:remov|delet|tak|act|comply|disabl|block|proceed|assist|help)\w*|(?:have|has|had|was|were) not (?:been )?(?:removed|deleted|disabled|blocked|taken down|suspended)|only an? (?:dns|domain|network|registrar|reseller|cdn|transit|infrastructure)\w*|nothing (?:illegal|we can)|remains? (?:online|up|available|accessible)|stays? (?:up|online)|(?:is|was) (?:perfectly )?lawful|court order|out of (?:our )?scope|not within our|contact the (?:host|hosting|site|website|web site|registrar|owner|operator)\w*|request (?:is|was|has been) (?:denied|rejected|declined))\b/,
  asked:
    /\b(?:(?:could|can|would|will) you (?:please |kindly |also )*(?:provide|send|share|confirm|specify|give|tell|clarify|forward|indicate|let us|attach|explain|point|resend|identify|supply|complete)|please (?:kindly |also )*(?:provide|send|share|specify|clarify|indicate|confirm|forward|attach|resend|supply|complete|tell us|reply with|let us know (?:which|what|whether|if|the))|we (?:would |will |still |also )?(?:need|require) (?!nothing|no |to (?:review|look|check|investigate))|(?:information|details|evidence) (?:is|are) (?:needed|required|missing)|(?:do|did|are|have) you (?:want|mean|wish|referring|acting|the))\b/,
  received:
    /\b(?:(?:we|i)(?: have|'ve)?(?: just)? (?:received|got|gotten)|(?:has been|was|is|were) (?:received|registered|logged|opened|created|assigned|forwarded|escalated|being (?:reviewed|looked|handled|processed|investigated))|acknowledg\w+ (?:the )?receipt|confirm receipt|(?:looking|look) into|under (?:review|investigation)|(?:will|are|is) (?:review|investigat|examin|check|handl)\w*|(?:forwarded|passed|escalated|handed|routed) (?:it|this|your|the)\b)/,
};

const french: PhraseBook = {
  acted: either(
    /\b(?:a|ont|avons|ai|est|sont)(?: (?:bien|donc|ete|deja|ainsi|immediatement|aussitot|desormais|definitivement|egalement|aussi))*/,
  )(
    / (?:retire|supprime|desactive|bloque|suspendu|ferme|efface|dereference|desindexe|depublie|coupe|mis hors ligne|rendu inaccessible)(?:e|s|es)?\b/,
    / procede (?:\w+ ){0,3}(?:au (?:retrait|blocage|dereferencement)|a (?:la|l')? ?(?:suppression|desactivation|suspension|fermeture|coupure|effacement))/,
    / plus (?:accessible|disponible|en ligne|visible|consultable)s?\b/,
  ),
  notActed:
    /\b(?:si|s'ils?|lorsque|lorsqu'|quand|des que|une fois|afin|sera|seront|serait|seraient|pourr\w+|devr\w+|doit|doivent|ne|pas|aucune?|impossible|veuillez|merci|souhait\w+|avant|sous reserve|lettre d'information|abonnement|votre (?:adresse|demande|compte|signalement|message|courriel))\b|n'(?!est plus|sont plus)|\?/,
  refused:
    /\bne (?:pouvons|pourrons|saurions|donnerons|procederons|retirerons|supprimerons|souhaitons|contrevient|contreviennent|constitue|viole|enfreint|enfreignent|releve|presente|comptons|sommes (?:pas|ni|que))\b|\bn'(?:enfreint|hebergeons|entendons|y a pas lieu)\b|\bpas l'(?:hebergeur|editeur)|(?:est|etant|sont|etaient|etait|parait) pas (?:\w+ )?(?:illicite|illegal|contraire|heberge|manifeste)|\baucune? (?:violation|infraction|manquement|suite|mesure)\b|(?:a|avons|ont) pas (?:ete )?(?:retire|supprime|constate|identifie|trouve|releve)|\b(?:sans suite|decision de justice|(?:reste|demeure|restera) en ligne|est maintenu)\b|\b(?:adresser|contacter|tourner|rapprocher) (?:directement )?(?:\w+ ){0,2}(?:l'|la |le )?(?:societe|hebergeur|editeur|site|proprietaire|bureau)|\b(?:refusons|rejetons|rejetee|refusee)\b/,
  asked:
    /\b(?:(?:pouvez|pourriez|pourrez|auriez)[- ]vous|veuillez (?:nous )?(?:indiquer|preciser|fournir|transmettre|communiquer|adresser|envoyer|joindre|confirmer|completer)|merci de (?:bien vouloir )?(?:nous )?(?:indiquer|preciser|fournir|transmettre|communiquer|envoyer|joindre|confirmer|completer)|(?:avons|aurions) besoin|il nous (?:faut|faudrait|manque)|quel(?:le)?s? (?:est|sont))\b/,
  received:
    /\b(?:accus\w+ (?:de )?(?:bonne )?reception|bien recue?s?|(?:avons|ai|ete) (?:bien )?(?:recue?s?|enregistre\w*|prise? en (?:compte|charge))|en cours (?:d'|de )(?:examen|traitement|analyse|instruction|etude)|examinons|etudions|analysons|verifions|transmettons|transmise?s? (?:a|au)|prenons en charge|allons (?:l'|la |le )?(?:examiner|etudier|verifier))\b/,
};

const german: PhraseBook = {
  acted: either(
    /\bwurden?(?: \w+){0,6}/,
    /\b(?:ist|sind)(?: \w+){0,4}/,
    /\b(?:haben|habe|hat)(?: \w+){0,8}/,
  )(
    / (?:geloescht|entfernt|gesperrt|deaktiviert|abgeschaltet|blockiert|offline genommen|vom netz genommen)\b/,
    / nicht mehr (?:erreichbar|verfuegbar|abrufbar|online|zugaenglich)\b/,
  ),
  notActed:
    /\b(?:wenn|falls|sobald|sofern|ob|wird|werden|nicht(?! mehr)|kein\w*|koennen|koennte|wuerden?|bitte|soll\w*|muss|muessen|moecht\w*|newsletter|ihre (?:adresse|daten|meldung))\b|\?/,
  refused:
    /\b(?:keine?n? (?:\w+ )?(?:verstoss|rechtsverstoss|verletzung|rechtsverletzung|massnahmen)|verstoesst nicht|nicht (?:entfernen|entfernt|loeschen|geloescht|sperren|gesperrt|zustaendig|rechtswidrig|verantwortlich|gehostet|nachkommen|der (?:hoster|betreiber|anbieter))|lehnen \w+ .{0,60}\bab|abgelehnt|zurueckgewiesen|gerichts(?:beschluss|entscheid\w*)|richterlich\w+|wenden sie sich (?:bitte )?(?:direkt )?an|bleibt (?:online|bestehen|abrufbar))\b/,
  asked:
    /\b(?:bitte (?:teilen|senden|schicken|nennen|uebermitteln|geben|ergaenzen|praezisieren|reichen|bestaetigen)|koennt?en sie (?:uns|bitte|mir)|benoetigen wir|wir benoetigen|wir brauchen|brauchen wir|um welche[ns]?)\b/,
  received:
    /\b(?:haben .{0,60}\berhalten|habe .{0,60}\berhalten|eingegangen|eingangsbestaetigung|pruefen (?:wir|den|die|das|ihre?n?|es)|wir pruefen|wird (?:\w+ ){0,3}(?:geprueft|bearbeitet)|leiten .{0,60}\bweiter|weitergeleitet)\b/,
};

const spanish: PhraseBook = {
  acted: either(
    /\b(?:ha|han|hemos|he|fue|fueron)(?: (?:sido|ya|tambien))*/,
    /\b(?:ha|han|hemos|he) procedido a(?: la)?/,
  )(
    / (?:eliminad[oa]s?|retirad[oa]s?|borrad[oa]s?|bloquead[oa]s?|suspendid[oa]s?|desactivad[oa]s?|inhabilitad[oa]s?|cerrad[oa]s?|dado de baja|eliminar|eliminacion|retirar|retirada|bloquear|suspender)\b/,
    / ya no (?:esta|estan|se encuentran?) (?:disponible|accesible|en linea|publicad)\w*/,
  ),
  notActed:
    /\b(?:si|cuando|una vez|sea|sean|sera|seran|podr\w+|puede\w*|deb\w+|no(?! esta| se encuentra)|nunca|favor|solicitud|antes|tan pronto|boletin|su (?:direccion|cuenta|mensaje))\b|[?¿]/,
  refused:
    /\b(?:no (?:hemos |se ha |se han |ha sido |han sido )?(?:encontrado|detectado|observado|apreciado|constatado|eliminad\w*|retirad\w*)|no (?:infringe\w*|viola\w*|vulnera\w*|incumple\w*|constituye\w*|podemos|somos|alojamos|procede|vamos a|es (?:ilegal|ilicito)|retiraremos|eliminaremos)|ninguna (?:infraccion|violacion|medida)|orden judicial|dirigirse a|dirijase a|pongase en contacto con|rechaz\w+|desestim\w+)\b/,
  asked:
    /\b(?:podr(?:ia|ian|iais) \w+|puede[n]? (?:indicar|facilitar|enviar|proporcionar)\w*|por favor,? (?:nos )?(?:indique|facilite|envie|proporcione|aclare|confirme)\w*|necesitamos|nos (?:falta|hace falta)|rogamos (?:nos )?(?:indique|envie|facilite)\w*)\b/,
  received:
    /\b(?:hemos recibido|ha sido (?:recibid|registrad)[oa]|acus\w+ (?:de )?recibo|recibimos|estamos (?:revisando|analizando|investigando|estudiando)|estamos (?:la|lo) |hemos (?:trasladado|remitido|reenviado)|se ha registrado|en (?:proceso de )?revision)\b/,
};

const italian: PhraseBook = {
  acted: either(
    /\b(?:e|sono) stat[oaie](?: (?:gia|definitivamente|immediatamente|prontamente|anche))*/,
    /\b(?:abbiamo|ho|ha|hanno)(?: (?:gia|immediatamente|prontamente|anche|provveduto (?:a|ad|alla)))*/,
  )(
    / (?:rimoss[oaie]|rimuovere|rimozione|cancellat[oaie]|cancellare|eliminat[oaie]|eliminare|disattivat[oaie]|bloccat[oaie]|bloccare|sospes[oaie]|oscurat[oaie]|oscurare|chius[oaie])\b/,
    / non (?:e|sono) piu (?:disponibil|accessibil|raggiungibil|visibil|online)\w*/,
  ),
  notActed:
    /\b(?:se|qualora|quando|una volta|appena|sara|saranno|verra|verranno|potr\w+|puo|possiamo|dev\w+|dobbiamo|non(?! e piu| sono piu)|mai|prima|richiesta|newsletter|il suo (?:indirizzo|account|messaggio))\b|\?/,
  refused:
    /\b(?:non (?:siamo|possiamo|abbiamo (?:riscontrato|rilevato|trovato|rimosso)|viola\w*|costituisce|costituiscono|ospitiamo|e (?:ospitat|illecit|stat)[oa]|rientra|intendiamo|procederemo|rimuoveremo)|nessuna (?:violazione|azione|misura)|ordine (?:del|dell'|di) ?(?:\w+ )?(?:autorita|giudice|tribunale)|rivolgersi (?:a|al|alla)|contattare (?:il|l'|la)|respint[oa]|rifiut\w+)\b/,
  asked:
    /\b(?:(?:puo|potete|potrebbe|potreste|puoi) (?:gentilmente |cortesemente |per favore )?(?:fornir|inviar|indicar|comunicar|specificar|precisar|confermar)\w*|(?:la|vi|le) preghiamo di (?:fornir|inviar|indicar|comunicar|specificar|precisar)\w*|abbiamo bisogno|ci (?:serve|servono|occorre|occorrono)|necessitiamo|si prega di (?:fornir|inviar|indicar)\w*)\b/,
  received:
    /\b(?:abbiamo (?:ricevuto|preso in carico|inoltrato)|e stat[oa] (?:ricevut|registrat|pres)[oa]|confermiamo (?:la )?(?:ricezione|di aver ricevuto)|stiamo (?:verificando|esaminando|analizzando)|in fase di (?:verifica|esame)|inoltriamo|la inoltriamo|provvederemo a verificare)\b/,
};

const dutch: PhraseBook = {
  acted: either(/\b(?:is|zijn|werd|werden)(?: \w+){0,4}/, /\b(?:hebben|heb|heeft)(?: \w+){0,8}/)(
    / (?:verwijderd|geblokkeerd|offline gehaald|gesloten|afgesloten|opgeschort|ontoegankelijk gemaakt)\b/,
    / niet (?:langer|meer) (?:beschikbaar|bereikbaar|online|toegankelijk)\b/,
  ),
  notActed:
    /\b(?:als|indien|wanneer|zodra|zal|zullen|wordt|worden|kan|kunnen|kunt|zou\w*|niet(?! langer| meer)|geen|graag|moet\w*|mits|voordat|nieuwsbrief|uw (?:adres|account|bericht|melding))\b|\?/,
  refused:
    /\b(?:niet (?:verwijderen|verwijderd|in strijd|illegaal|onrechtmatig|verantwoordelijk|overgaan|gehost)|geen (?:\w+ )?(?:overtreding|inbreuk|schending|actie|gevolg)|hosten (?:\w+ ){0,4}niet|kunnen (?:\w+ ){0,8}niet|wijzen .{0,60}\baf|afgewezen|gerechtelijk bevel|neemt? (?:u )?contact op met de|blijft (?:online|staan))\b/,
  asked:
    /\b(?:(?:kunt|kan|zou|wilt|wil) (?:u|je) (?:\w+ ){0,8}(?:sturen|geven|doorgeven|bevestigen|toelichten|aanleveren|verstrekken|aangeven)|(?:hebben|heb) (?:\w+ ){0,6}nodig|welke (?:url|pagina|afbeelding))\b/,
  received:
    /\b(?:(?:hebben|heb|is) (?:\w+ ){0,6}ontvangen|ontvangstbevestiging|in behandeling|wordt (?:\w+ ){0,3}(?:bekeken|onderzocht|beoordeeld)|onderzoeken (?:wij|de|uw|het)|doorgestuurd)\b/,
};

export const phraseBooks: readonly PhraseBook[] = [english, french, german, spanish, italian, dutch];

/** It is done, but to something else than the content: to a mailbox, a restriction, our message; or it was undone. */
export const aboutOther =
  /\b(?:e-?mails?|mail|mailbox|inbox|postfach|boite|messagerie|courriels?|buzon|correo|casella|this address|cette adresse|diese adresse|tickets?|billet|your ip|ihre ip|(?:you|vous) from|you from|spam|quarantin\w*|restor\w+|reinstat\w+|(?:back|again|wieder|de nouveau|a nouveau|de nuevo|nuovamente|opnieuw) (?:online|en ligne|verfuegbar|public\w*|available|visible|disponible|beschikbaar)|remis(?:e|es)? en ligne|retabli\w*|republi\w*|wiederhergestellt|restablecid\w*|restaurad\w*|ripristinat\w*|hersteld|restrictions?|warning|avertissement|block has|the block|la sperre|die sperre|investigation|enquete|none|nobody|no one|neither|nothing|claim\w*|alleg\w*|say|suggest\w*|believe|assume|hope|pretend\w*|pretendez|affirm\w*|behaupt\w*|last (?:year|month)|similar|in the past|par le passe|in der vergangenheit|in 20\d\d|en 20\d\d|im jahr)\b/;

/** A person is away: nothing is said about the notice. */
export const absent =
  /\b(?:out of (?:the |my )?office|automatic reply|auto(?:matic)?[- ]?reply|on (?:annual |parental |sick )?leave|away from my (?:desk|mail)|reponse automatique|absence du bureau|absente? (?:du|jusqu|de|le)|en conges?|abwesenheit\w*|nicht im buero|automatische antwort|im urlaub|fuera de la oficina|respuesta automatica|ausente hasta|de vacaciones|fuori (?:sede|ufficio)|risposta automatica|in ferie|automatisch antwoord|afwezig\w*|niet op kantoor)\b/;

/** A mail server could not deliver, in words only. */
export const undelivered =
  /\b(?:undeliver\w+|delivery (?:status notification|failure|has failed|failed)|returned (?:mail|to sender)|failure notice|(?:could|can) ?not be delivered|was not delivered|mail delivery (?:failed|system)|non (?:distribue|remis|delivre)\w*|pas pu etre (?:remis|distribue|livre|delivre)\w*|unzustellbar|nicht zugestellt|konnte nicht .{0,40}zugestellt|no se (?:ha podido|pudo) entregar|no entregad[oa]|mancata consegna|non (?:e stato )?(?:possibile )?consegna\w*|onbestelbaar|niet (?:worden )?(?:afgeleverd|bezorgd))\b/;

/** It may still be delivered. */
export const delayed =
  /\b(?:delivery (?:\w+ )?delayed|still (?:being )?(?:undelivered|tried|retried)|will (?:be retried|keep trying|retry)|not yet been delivered|remise (?:\w+ )?(?:differee|retardee)|verzoegert|demorad[oa]|retraso|ritardata|vertraagd)\b/;

/** A machine says that it wrote by itself. */
export const byMachine =
  /\b(?:this is an automat\w+|automatically generated|do not reply|no-?reply|ceci est un (?:message|courriel) automatique|genere automatiquement|ne pas repondre|automatisch (?:erstellt|generiert|erzeugt|gegenereerd|verzonden)|nicht auf diese|generado automaticamente|no responda|mensaje automatico|generato automaticamente|non rispondere|messaggio automatico|niet te beantwoorden)\b/;

/** Politeness at the end that asks nothing. */
export const courtesy =
  /\b(?:anything else|any (?:other|further|more)? ?questions|(?:autre|d'autres) questions?|weitere fragen|otra (?:pregunta|consulta)|altre domande|verdere vragen|how (?:did we do|would you rate)|satisfaits? de)\b/;

/** Every beginning with every end; a whole phrase among the ends, marked by what it holds itself, needs no beginning. */
function either(...beginnings: RegExp[]): (ending: RegExp, ...others: RegExp[]) => RegExp {
  return (ending, ...others) =>
    new RegExp(
      [
        ...beginnings.map((beginning) => `(?:${beginning.source})${ending.source}`),
        ...others.map((other) => other.source),
      ].join("|"),
    );
}
