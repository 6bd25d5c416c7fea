import type { Language } from "./statuses.ts";

interface ErrorEntry {
  status: number;
  fr: string;
  en: string;
}

/**
 * Every refusal Vigie can answer with: HTTP status and the sentence a person reads.
 * `docs/errors.md` is compared with this table in both directions. `{name}` is filled from the refusal.
 */
export const errors = {
  "request.malformed": {
    status: 400,
    fr: "La demande n'a pas pu être lue : {detail}. Corrigez-la puis renvoyez-la.",
    en: "The request could not be read: {detail}. Correct it and send it again.",
  },
  "request.too_large": {
    status: 413,
    fr: "L'envoi dépasse la taille acceptée ({limit}). Envoyez-le en plusieurs fois.",
    en: "This is larger than what is accepted ({limit}). Send it in several parts.",
  },
  "request.unsupported_type": {
    status: 415,
    fr: "Ce type de contenu n'est pas accepté ici. Envoyez du JSON (application/json).",
    en: "This content type is not accepted here. Send JSON (application/json).",
  },
  "request.not_found": {
    status: 404,
    fr: "Il n'y a rien à cette adresse. Vérifiez-la ou revenez à l'accueil.",
    en: "There is nothing at this address. Check it or go back to the start.",
  },
  "request.conflict": {
    status: 409,
    fr: "Quelqu'un a modifié ceci entre-temps. Rechargez puis recommencez.",
    en: "Somebody changed this in the meantime. Reload and try again.",
  },
  "request.from_elsewhere": {
    status: 403,
    fr: "Ce formulaire a été envoyé depuis un autre site. Rien n'a été lu ni gardé. Pour nous écrire ou voir une réponse, utilisez les pages d'ici.",
    en: "This form was sent from another site. Nothing was read or kept. To write to us or see an answer, use the pages here.",
  },
  "request.internal": {
    status: 500,
    fr: "Une panne est survenue de notre côté. Rien n'a été enregistré. Réessayez dans quelques minutes.",
    en: "Something broke on our side. Nothing was recorded. Try again in a few minutes.",
  },
  "service.busy": {
    status: 503,
    fr: "Beaucoup de demandes arrivent en même temps. Réessayez dans une minute : rien n'est perdu.",
    en: "Many requests are arriving at once. Try again in a minute: nothing is lost.",
  },
  "service.unavailable": {
    status: 503,
    fr: "Le service est momentanément arrêté. Rien n'a été enregistré. Réessayez dans quelques minutes.",
    en: "The service is stopped for a moment. Nothing was recorded. Try again in a few minutes.",
  },
  "report.location_missing": {
    status: 422,
    fr: "Dites où cela se trouve : une adresse, ou le nom du compte et du service.",
    en: "Say where it is: an address, or the name of the account and the service.",
  },
  "report.location_refused": {
    status: 422,
    fr: "L'emplacement {position} ne peut pas être reçu : {why}",
    en: "Location {position} cannot be taken: {why}",
  },
  "report.too_many_locations": {
    status: 422,
    fr: "Un signalement prend {limit} emplacements au plus ; celui-ci en compte {count}. Envoyez les autres dans un second signalement.",
    en: "One report takes {limit} locations at most; this one has {count}. Send the others in a second report.",
  },
  "report.text_too_long": {
    status: 422,
    fr: "Le texte dépasse {limit} caractères. Raccourcissez-le, ou envoyez la suite dans la conversation du reçu.",
    en: "The text is longer than {limit} characters. Shorten it, or send the rest in the receipt's conversation.",
  },
  "report.contact_invalid": {
    status: 422,
    fr: "L'adresse électronique ne peut pas être utilisée. Vérifiez-la, ou laissez la case vide.",
    en: "The e-mail address cannot be used. Check it, or leave the box empty.",
  },
  "report.language_unknown": {
    status: 422,
    fr: "Cette langue n'existe pas encore ici. Choisissez « fr » ou « en ».",
    en: "This language does not exist here yet. Choose “fr” or “en”.",
  },
  "report.idempotency_reused": {
    status: 422,
    fr: "Cette clé d'idempotence a déjà servi pour un autre signalement. Prenez-en une nouvelle.",
    en: "This idempotency key was already used for another report. Take a new one.",
  },
  "receipt.malformed": {
    status: 422,
    fr: "Un numéro de reçu compte 20 chiffres. Celui-ci contient une faute de frappe : relisez-le chiffre par chiffre.",
    en: "A receipt number has 20 digits. This one has a typing mistake: read it again digit by digit.",
  },
  "receipt.unknown": {
    status: 404,
    fr: "Aucun signalement n'est ouvert sous ce numéro. Il a pu expirer ou être retiré.",
    en: "No report is open under this number. It may have expired or been withdrawn.",
  },
  "receipt.message_empty": {
    status: 422,
    fr: "Le message est vide. Écrivez quelques mots puis envoyez-le.",
    en: "The message is empty. Write a few words and send it.",
  },
  "receipt.message_too_long": {
    status: 422,
    fr: "Le message dépasse {limit} caractères. Envoyez-le en plusieurs fois.",
    en: "The message is longer than {limit} characters. Send it in several parts.",
  },
  "receipt.too_many_messages": {
    status: 422,
    fr: "Sous ce numéro, vous avez déjà envoyé {limit} messages : il n'en prend pas plus. Tout est gardé. Pour la suite, faites un nouveau signalement.",
    en: "You have sent {limit} messages under this number already: it takes no more. All are kept. To go on, make a new report.",
  },
  "session.required": {
    status: 401,
    fr: "Connectez-vous pour continuer.",
    en: "Sign in to continue.",
  },
  "session.wrong_credentials": {
    status: 401,
    fr: "Le nom, le mot de passe ou le code à six chiffres ne convient pas. Vérifiez les trois.",
    en: "The name, the password or the six-digit code is not right. Check all three.",
  },
  "session.slow_down": {
    status: 429,
    fr: "Trop d'essais de suite. Attendez {seconds} secondes.",
    en: "Too many attempts in a row. Wait {seconds} seconds.",
  },
  "session.forged": {
    status: 403,
    fr: "Cette demande ne vient pas du bureau. Rechargez la page.",
    en: "This request does not come from the desk. Reload the page.",
  },
  "session.locked": {
    status: 423,
    fr: "Les paroles des signalants sont scellées. Déverrouillez d'abord avec votre phrase de passe.",
    en: "The reporters' words are sealed. Unlock first with your passphrase.",
  },
  "session.wrong_passphrase": {
    status: 403,
    fr: "La phrase de passe ne convient pas.",
    en: "The passphrase is not right.",
  },
  "session.wrong_password": {
    status: 403,
    fr: "Le mot de passe ne convient pas.",
    en: "The password is not right.",
  },
  "passkey.refused": {
    status: 401,
    fr: "Cette clé d'accès n'a pas été acceptée. Réessayez, ou connectez-vous avec le mot de passe et le code.",
    en: "This passkey was not accepted. Try again, or sign in with password and code.",
  },
  "passkey.unavailable": {
    status: 409,
    fr: "Une clé d'accès demande un nom de domaine en https, et cette installation n'en a pas. Le mot de passe et le code restent.",
    en: "A passkey needs a domain name over https, and this installation has none. Password and code remain.",
  },
  "passkey.too_many": {
    status: 409,
    fr: "Vous avez déjà {limit} clés d'accès. Retirez-en une d'abord.",
    en: "You have {limit} passkeys already. Remove one first.",
  },
  "role.forbidden": {
    status: 403,
    fr: "Votre rôle ne permet pas cela. Demandez à une personne qui peut le faire.",
    en: "Your role does not allow this. Ask somebody who may do it.",
  },
  "invitation.unusable": {
    status: 404,
    fr: "Ce lien d'invitation a déjà servi ou a expiré. Demandez-en un nouveau.",
    en: "This invitation link was used or has expired. Ask for a new one.",
  },
  "member.name_taken": {
    status: 409,
    fr: "Ce nom est déjà pris dans l'équipe. Choisissez-en un autre.",
    en: "This name is already taken in the team. Choose another one.",
  },
  "member.weak_secret": {
    status: 422,
    fr: "Le mot de passe et la phrase de passe comptent au moins 12 caractères et diffèrent l'un de l'autre.",
    en: "Password and passphrase have at least 12 characters each and differ from each other.",
  },
  "member.wrong_code": {
    status: 422,
    fr: "Le code à six chiffres ne correspond pas. Vérifiez l'heure de votre téléphone et recopiez le code en cours.",
    en: "The six-digit code does not match. Check your phone's clock and copy the current code.",
  },
  "member.own_permissions": {
    status: 409,
    fr: "Personne ne change son propre rôle ni ses propres sujets. Demandez à une autre personne qui gère l'équipe.",
    en: "Nobody changes their own role or topics. Ask another person who runs the team.",
  },
  "member.beyond_own_topics": {
    status: 403,
    fr: "Vous ne pouvez ouvrir à quelqu'un que les sujets qui vous sont ouverts.",
    en: "You can open to somebody only the topics that are open to you.",
  },
  "member.no_team_key": {
    status: 409,
    fr: "Cette personne observe et n'a pas la clé de l'équipe, qui ne passe que par une invitation. Invitez-la sous un autre nom, puis mettez fin à cet accès.",
    en: "This person observes and has no team key, which passes by invitation only. Invite them under another name, then end this access.",
  },
  "member.not_permitted": {
    status: 422,
    fr: "Ce dossier n'est pas ouvert à cette personne. Écrivez-lui sans le dossier, ou choisissez quelqu'un d'autre.",
    en: "This case is not open to this person. Write without the case, or choose somebody else.",
  },
  "member.last_admin": {
    status: 409,
    fr: "C'est la dernière personne qui peut inviter, ou la dernière qui le peut en voyant tous les sujets. Nommez-en une autre d'abord.",
    en: "This is the last person who can invite, or the last of them who sees all topics. Appoint another one first.",
  },
  "case.unknown": {
    status: 404,
    fr: "Ce dossier n'existe pas, ou a expiré.",
    en: "This case does not exist, or has expired.",
  },
  "case.not_assessed": {
    status: 409,
    fr: "Le dossier n'est pas encore qualifié. Qualifiez-le d'abord.",
    en: "The case is not assessed yet. Assess it first.",
  },
  "case.claimed_elsewhere": {
    status: 409,
    fr: "{name} travaille sur ce dossier jusqu'à {until}. Vous pouvez le lire. Pour décider, demandez-lui ou reprenez le dossier.",
    en: "{name} is working on this case until {until}. You can read it. To decide, ask them or take the case over.",
  },
  "case.claim_impossible": {
    status: 409,
    fr: "Il n'y a rien à faire sur ce dossier : il est clos ou son contenu est retiré.",
    en: "There is nothing to do on this case: it is closed or its content was removed.",
  },
  "filter.unknown": {
    status: 404,
    fr: "Ce filtre n'existe pas, ou il n'est pas à vous. Rechargez la liste.",
    en: "This filter does not exist, or it is not yours. Reload the list.",
  },
  "filter.too_many": {
    status: 422,
    fr: "Vous avez déjà {limit} filtres enregistrés. Supprimez-en un avant d'en ajouter.",
    en: "You have {limit} saved filters already. Delete one before adding another.",
  },
  "case.step_impossible": {
    status: 409,
    fr: "Un dossier « {from} » ne peut pas devenir « {to} ».",
    en: "A case that is “{from}” cannot become “{to}”.",
  },
  "assessment.ground_unknown": {
    status: 422,
    fr: "Le fondement « {ground} » n'est pas au catalogue. Choisissez-le dans la liste.",
    en: "Ground “{ground}” is not in the catalogue. Choose it from the list.",
  },
  "assessment.grade_unstated": {
    status: 422,
    fr: "Un degré de gravité n'est repris que d'un service habilité. Dites lequel l'a établi, ou retirez-le.",
    en: "A grade is only taken over from an authorised service. Say which one stated it, or leave it out.",
  },
  "assessment.awaits_second": {
    status: 409,
    fr: "Une qualification de quelqu'un d'autre attend ici une seconde personne. Confirmez-la ou refusez-la d'abord.",
    en: "Somebody else's assessment waits here for a second person. Confirm or decline it first.",
  },
  "assessment.own_second": {
    status: 409,
    fr: "Cette qualification est la vôtre : une autre personne doit la confirmer ou la refuser.",
    en: "This assessment is your own: somebody else has to confirm or decline it.",
  },
  "assessment.not_undoable": {
    status: 409,
    fr: "Cette qualification ne peut plus être annulée : elle n'est pas de vous seul, date de plus de quinze minutes, ou a déjà eu des suites. Qualifiez à nouveau.",
    en: "This assessment can no longer be undone: it is not yours alone, is older than fifteen minutes, or something followed from it. Assess again.",
  },
  "case.not_of_group": {
    status: 422,
    fr: "Un des dossiers choisis n'est relié à celui-ci par aucun lien confirmé. Rien n'a été écrit. Rechargez puis choisissez à nouveau.",
    en: "One of the chosen cases is joined to this one by no confirmed link. Nothing was written. Reload and choose again.",
  },
  "notice.needs_referral": {
    status: 409,
    fr: "Aucune notification ne part vers un hébergeur pour ce dossier : transmettez-le à l'autorité.",
    en: "No notice goes to a host for this case: refer it to the authority.",
  },
  "notice.not_ready": {
    status: 409,
    fr: "Un mineur est peut-être concerné. Dites-le dans la qualification avant toute notification.",
    en: "A minor may be concerned. Settle that in the assessment before any notice.",
  },
  "notice.recipient_missing": {
    status: 422,
    fr: "Aucun destinataire n'est connu pour {host}. Indiquez son nom et son adresse électronique.",
    en: "No recipient is known for {host}. Give its name and e-mail address.",
  },
  "notice.recipient_invalid": {
    status: 422,
    fr: "L'adresse du destinataire ne peut pas être utilisée. Une seule adresse simple, sans nom ni retour à la ligne.",
    en: "The recipient's address cannot be used. One plain address, without a name or a line break.",
  },
  "notice.explanation_missing": {
    status: 422,
    fr: "Expliquez en quelques phrases pourquoi ce contenu est illicite : l'article 16 du DSA le demande.",
    en: "Explain in a few sentences why this content is illegal: DSA Art. 16 asks for it.",
  },
  "notice.unknown": {
    status: 404,
    fr: "Cette notification n'existe pas.",
    en: "This notice does not exist.",
  },
  "notice.step_impossible": {
    status: 409,
    fr: "Une notification « {from} » ne peut pas devenir « {to} ».",
    en: "A notice that is “{from}” cannot become “{to}”.",
  },
  "notice.placeholder_unfilled": {
    status: 422,
    fr: "Il reste à remplir : {names}. Complétez le texte, puis envoyez.",
    en: "Still to be filled in: {names}. Complete the text, then send.",
  },
  "notice.identity_missing": {
    status: 422,
    fr: "Cette demande se fait au nom d’une personne : indiquez son nom et confirmez son mandat.",
    en: "This request is made for a person: give their name and confirm their mandate.",
  },
  "notice.channel_unusable": {
    status: 422,
    fr: "Ce canal ne peut pas être utilisé pour {name} : {why}",
    en: "This channel cannot be used for {name}: {why}",
  },
  "notice.not_a_letter": {
    status: 409,
    fr: "Cette notification ne part pas par courrier.",
    en: "This notice does not go by post.",
  },
  "notice.letter_unavailable": {
    status: 503,
    fr: "Le courrier ne peut pas être imprimé en ce moment. Rien n’est perdu : réessayez dans quelques minutes.",
    en: "The letter cannot be printed at the moment. Nothing is lost: try again in a few minutes.",
  },
  "answer.unknown": {
    status: 404,
    fr: "Cette réponse n’existe pas, ou a expiré.",
    en: "This answer does not exist, or has expired.",
  },
  "answer.token_unknown": {
    status: 404,
    fr: "Ce lien n’ouvre rien : il est incomplet, a expiré ou a déjà servi. Répondez au message reçu.",
    en: "This link opens nothing: it is incomplete, has expired or has been used. Reply to the message you received.",
  },
  "answer.already_decided": {
    status: 409,
    fr: "Une décision a déjà été enregistrée pour cette notification. Pour la changer, répondez au message reçu.",
    en: "A decision is already recorded for this notice. To change it, reply to the message you received.",
  },
  "answer.too_many": {
    status: 429,
    fr: "Trop de réponses sont arrivées par ce lien. Répondez au message reçu.",
    en: "Too many answers came through this link. Reply to the message you received.",
  },
  "mailbox.message_unknown": {
    status: 404,
    fr: "Ce message n’est plus en quarantaine.",
    en: "This message is no longer in quarantine.",
  },
  "escalation.unknown": {
    status: 404,
    fr: "Cette relance n’existe pas, ou a expiré.",
    en: "This escalation does not exist, or has expired.",
  },
  "escalation.step_impossible": {
    status: 409,
    fr: "Une relance « {from} » ne peut pas devenir « {to} ».",
    en: "An escalation that is “{from}” cannot become “{to}”.",
  },
  "label.unknown": {
    status: 404,
    fr: "Aucun label de ce numéro n’a été émis ici.",
    en: "No label of this number was issued here.",
  },
  "link.unknown": {
    status: 404,
    fr: "Ce lien n'existe pas, ou a expiré.",
    en: "This link does not exist, or has expired.",
  },
  "match.unknown": {
    status: 404,
    fr: "Ce rapprochement n’existe pas, ou a expiré.",
    en: "This match does not exist, or has expired.",
  },
  "match.step_impossible": {
    status: 409,
    fr: "Ce rapprochement a déjà été tranché. Relisez le dossier.",
    en: "This match was settled already. Read the case again.",
  },
  "match.key_refused": {
    status: 401,
    fr: "Cette clé de partenaire n’est pas valable. Demandez-en une à l’exploitant de ce service.",
    en: "This partner key is not valid. Ask the operator of this service for one.",
  },
  "bank.unknown": {
    status: 404,
    fr: "La banque « {bank} » n’existe pas.",
    en: "There is no bank “{bank}”.",
  },
  "bank.step_impossible": {
    status: 409,
    fr: "Cela n’est pas possible dans l’état où est cette banque. Relisez son état.",
    en: "This is not possible in the state this bank is in. Read its state again.",
  },
  "report.fingerprint_refused": {
    status: 422,
    fr: "L’empreinte {position} ne peut pas être reçue : {why}",
    en: "Fingerprint {position} cannot be taken: {why}",
  },
  "referral.unknown": {
    status: 404,
    fr: "Cette transmission n'existe pas.",
    en: "This referral does not exist.",
  },
  "referral.authority_unknown": {
    status: 422,
    fr: "L'autorité « {authority} » n'est pas au catalogue. Choisissez-la dans la liste.",
    en: "Authority “{authority}” is not in the catalogue. Choose it from the list.",
  },
  "referral.step_impossible": {
    status: 409,
    fr: "Une transmission « {from} » ne peut pas devenir « {to} ».",
    en: "A referral that is “{from}” cannot become “{to}”.",
  },
  "content.unknown": {
    status: 404,
    fr: "Cet emplacement n'existe pas, ou a expiré.",
    en: "This location does not exist, or has expired.",
  },
  "content.check_forbidden": {
    status: 409,
    fr: "Les règles de ce dossier interdisent tout contact avec l'adresse. L'état vient des réponses reçues.",
    en: "This case's rules forbid any contact with the address. Its state comes from answers.",
  },
  "content.lookup_forbidden": {
    status: 409,
    fr: "Les règles de ce dossier interdisent toute recherche sur cette adresse, même auprès d'un registre.",
    en: "This case's rules forbid any look-up about this address, even in a registry.",
  },
  "exposure.view_forbidden": {
    status: 409,
    fr: "Les règles de ce dossier interdisent de regarder cet emplacement. Le dossier se traite sans l'image.",
    en: "This case's rules forbid looking at this location. The case is worked on without the picture.",
  },
  "exposure.reason_missing": {
    status: 422,
    fr: "Ici, les images ne s'ouvrent que pour une raison qui est consignée. Choisissez-la d'abord.",
    en: "Media are opened here for a recorded reason only. Choose it first.",
  },
  "exposure.view_gone": {
    status: 404,
    fr: "Cette vue n'est plus en mémoire. Ouvrez-la de nouveau.",
    en: "This view is no longer in memory. Open it again.",
  },
  "exposure.region_refused": {
    status: 422,
    fr: "Cette zone dépasse l'image, ou la part qui peut être montrée d'un coup. Choisissez-en une plus petite.",
    en: "This region leaves the picture, or is more than may be shown at once. Choose a smaller one.",
  },
  "exposure.opted_out": {
    status: 409,
    fr: "Vous avez choisi de ne pas voir ce type de contenu. Personne d'autre ne l'apprend.",
    en: "You chose not to see this kind of content. Nobody else is told.",
  },
  "exposure.not_drawn": {
    status: 409,
    fr: "Cette zone n'a pas pu être préparée. Le temps accordé est compté. Ouvrez la vue de nouveau.",
    en: "This region could not be prepared. The time that was granted counts. Open the view again.",
  },
  "exposure.override_unknown": {
    status: 404,
    fr: "Cette demande n'attend plus : elle a déjà servi, ou trente minutes ont passé.",
    en: "This request waits no longer: it was granted, or thirty minutes have passed.",
  },
  "exposure.override_own": {
    status: 409,
    fr: "Une autre personne doit l'accorder.",
    en: "Somebody else has to grant it.",
  },
  "plan.step_unknown": {
    status: 409,
    fr: "Cette étape n'est plus dans le plan. Relisez le plan : il a changé.",
    en: "This step is no longer in the plan. Read the plan again: it has changed.",
  },
  "evidence.empty": {
    status: 422,
    fr: "Il manque le texte. Écrivez ou collez ce que vous voulez garder.",
    en: "The text is missing. Write or paste what you want to keep.",
  },
  "evidence.too_long": {
    status: 422,
    fr: "Ce texte dépasse {limit} caractères. Gardez-le en plusieurs fois.",
    en: "This text is longer than {limit} characters. Keep it in several parts.",
  },
  "evidence.kind_not_taken": {
    status: 422,
    fr: "Tant que l'âge n'est pas dit, ou pour une personne mineure, seuls les mots et les adresses sont gardés ici.",
    en: "While no age is given, or for somebody under 18, only words and addresses are kept here.",
  },
  "evidence.account_id_digits": {
    status: 422,
    fr: "Un identifiant numérique ne contient que des chiffres. Pour un pseudo, choisissez « Pseudo ou nom de compte ».",
    en: "A numeric id has digits only. For a name, choose “Name of an account”.",
  },
  "evidence.day_wrong": {
    status: 422,
    fr: "Cette date n'existe pas. Écrivez-la comme 2026-11-21, ou laissez-la vide.",
    en: "This date does not exist. Write it like 2026-11-21, or leave it empty.",
  },
  "evidence.time_wrong": {
    status: 422,
    fr: "Cette heure n'existe pas, ou il lui manque un jour. Écrivez-la comme 21:05, ou laissez-la vide.",
    en: "This hour does not exist, or has no day. Write it like 21:05, or leave it empty.",
  },
  "evidence.time_zone_unknown": {
    status: 422,
    fr: "Ce fuseau horaire n'est pas connu ici. Choisissez-en un dans la liste.",
    en: "This time zone is not known here. Choose one from the list.",
  },
  "evidence.in_future": {
    status: 422,
    fr: "Cette date n'est pas encore passée. Vérifiez le jour, l'heure et le fuseau, ou laissez la date vide.",
    en: "This date has not come yet. Check the day, the hour and the time zone, or leave the date empty.",
  },
  "evidence.too_many": {
    status: 422,
    fr: "Un reçu garde {limit} éléments au plus. Retirez-en, ou regroupez-en plusieurs dans un même texte.",
    en: "A receipt keeps {limit} entries at most. Remove some, or put several into one text.",
  },
  "evidence.too_much": {
    status: 422,
    fr: "Ce reçu ne peut rien garder de plus : la place est prise. Retirez un long texte, ou gardez celui-ci chez vous.",
    en: "This receipt cannot keep any more: its room is taken. Remove a long text, or keep this one yourself.",
  },
  "evidence.documents_unavailable": {
    status: 503,
    fr: "Les documents ne peuvent pas être préparés en ce moment. Rien n'est perdu : réessayez dans quelques minutes, ou imprimez la page de vos preuves.",
    en: "The documents cannot be prepared at the moment. Nothing is lost: try again in a few minutes, or print the page of your evidence.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errors;

/** Values that fill the `{name}` places of an error sentence. Never reporter data. */
export type ErrorDetails = Record<string, string | number>;

/** An expected refusal. Anything else that is thrown is a bug and answers 500. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(`${code}: ${errorSentence(code, "en", details)}`);
    this.code = code;
    this.details = details;
  }
}

/** The sentence a person reads, in their language. A detail `why_fr` or `why_en` fills `{why}` in that language. */
export function errorSentence(code: ErrorCode, language: Language, details: ErrorDetails = {}): string {
  return errors[code][language].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(details[`${name}_${language}`] ?? details[name] ?? ""),
  );
}

/** HTTP status of a refusal. */
export function errorStatus(code: ErrorCode): number {
  return errors[code].status;
}
