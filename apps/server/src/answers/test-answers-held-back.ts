import type { SampleAnswer } from "./test-answers.ts";

/**
 * Invented answers that were written before the rules and not looked at while the rules were made: what the rules do
 * with them says more than what they do with the others.
 */
export const heldBackAnswers: readonly SampleAnswer[] = [
  // English
  {
    is: "action",
    subject: "Re: Notice of illegal content, case 2026-000123",
    text: "Hello,\n\nThank you for bringing this to our attention. The two images have been taken down and the uploader's account was suspended this morning.\n\nKind regards,\nTrust and Safety, Example Host",
  },
  {
    is: "action",
    subject: "RE: abuse report",
    text: "Hi team,\n\nour customer confirmed that the page was deleted. We checked: it now answers 404.\n\nBest\nMarta (abuse desk)",
  },
  {
    is: "action",
    subject: "[Case 88213007] Update",
    text: "Dear reporter,\n\nWe disabled access to the content you reported. You can find our terms on our site.\n\nSafety team",
    ticket: "88213007",
  },
  {
    is: "refusal",
    subject: "Re: Notice",
    text: "Hello,\nWe reviewed the reported URL and did not find a violation of our community guidelines. The content stays up.\nRegards",
  },
  {
    is: "refusal",
    subject: "Re: Notice of illegal content",
    text: "We are only a DNS provider and do not host the site. There is nothing we can remove. Please contact the hosting company.",
  },
  {
    is: "refusal",
    subject: "Your request",
    text: "Dear Sir or Madam,\n\nWithout a court order from a court of our country we will not take any action on this matter.\n\nLegal department",
  },
  {
    is: "question",
    subject: "Re: Notice of illegal content",
    text: "Hello,\n\nCould you please send us the exact URL of the image? The link you gave opens the front page.\n\nThanks",
  },
  {
    is: "question",
    subject: "[Ticket#551209] information needed",
    text: "Hi,\nbefore we can look into this we need a copy of the mandate of the person concerned.\nAbuse team",
    ticket: "551209",
  },
  {
    is: "acknowledgement",
    subject: "Re: Notice",
    text: "Good morning,\n\nI received your message and passed it to our moderation lead. She will review it today.\n\nTom",
  },
  {
    is: "acknowledgement",
    subject: "Re: Notice of illegal content",
    text: "Thanks, we are looking into it and will remove the content if it breaches our terms.",
  },
  {
    is: "automatic",
    subject: "We have received your request (#774120)",
    text: "Your request (774120) has been received and is being reviewed by our support staff.\n\nTo add comments, reply to this email.",
    headers: { autoSubmitted: "auto-replied" },
    ticket: "774120",
  },
  {
    is: "automatic",
    subject: "Automatic reply: Notice of illegal content",
    text: "I am out of the office until Monday. In urgent cases write to my colleague.",
    headers: { autoSubmitted: "auto-replied" },
  },
  {
    is: "bounce",
    subject: "Undelivered Mail Returned to Sender",
    from: "mailer-daemon@mx.hote.example",
    text: "This is the mail system at host mx.hote.example.\n\nI'm sorry to have to inform you that your message could not be delivered to one or more recipients.\n\n<abuse@hote.example>: user unknown",
  },
  {
    is: "other",
    subject: "Grow your business now",
    text: "Dear friend, our agency places your brand on the first page of every search engine. Limited offer this week only!",
  },
  {
    is: "other",
    subject: "Re: Notice",
    text: "ok",
  },
  // French
  {
    is: "action",
    subject: "Re : Notification de contenu illicite",
    text: "Bonjour,\n\nLe contenu visé a été retiré ce jour à 14 h 05 et le compte est fermé.\n\nCordialement,\nLe service abus",
  },
  {
    is: "action",
    subject: "Votre signalement",
    text: "Madame, Monsieur,\n\nNous avons procédé à la suppression des photographies signalées.\n\nBien à vous,",
  },
  {
    is: "refusal",
    subject: "Re: Notification",
    text: "Bonjour,\n\nAprès examen, nous ne pouvons donner une suite favorable à votre demande, le contenu n'étant pas manifestement illicite.\n\nLe service juridique",
  },
  {
    is: "refusal",
    subject: "Re: signalement 2026-000123",
    text: "Bonjour, nous ne sommes pas l'hébergeur de ce site. Merci de vous adresser à la société qui l'héberge.",
  },
  {
    is: "question",
    subject: "Demande de précisions",
    text: "Bonjour,\n\nPouvez-vous nous indiquer l'adresse exacte de la page ? Le lien transmis ne mène nulle part.\n\nMerci d'avance",
  },
  {
    is: "acknowledgement",
    subject: "Re : Notification de contenu illicite",
    text: "Bonjour,\n\nNous accusons réception de votre notification. Le contenu sera retiré s'il s'avère contraire à nos règles.\n\nCordialement",
  },
  {
    is: "automatic",
    subject: "Réponse automatique : Notification de contenu illicite",
    text: "Je suis absente jusqu'au 12 mars. Votre message ne sera pas lu.",
    headers: { autoSubmitted: "auto-generated" },
  },
  {
    is: "automatic",
    subject: "[#AB-20931] Votre demande a bien été enregistrée",
    text: "Votre demande a été enregistrée sous le numéro AB-20931. Nos équipes vous répondront sous 48 h.",
    headers: { autoSubmitted: "auto-generated" },
    ticket: "AB-20931",
  },
  {
    is: "bounce",
    subject: "Message non distribué : Notification de contenu illicite",
    from: "postmaster@hote.example",
    text: "Votre message n'a pas pu être remis aux destinataires suivants : abuse@hote.example. La boîte aux lettres est pleine.",
  },
  {
    is: "acknowledgement",
    subject: "Re: Notification",
    text: "Bonjour, bien reçu, nous transmettons votre demande à notre client et reviendrons vers vous.",
  },
  // German
  {
    is: "action",
    subject: "AW: Meldung rechtswidriger Inhalte",
    text: "Sehr geehrte Damen und Herren,\n\nder gemeldete Inhalt wurde gelöscht.\n\nMit freundlichen Grüßen\nAbuse-Team",
  },
  {
    is: "refusal",
    subject: "AW: Meldung",
    text: "Guten Tag,\nwir sehen keinen Verstoß gegen unsere Nutzungsbedingungen und werden den Inhalt nicht entfernen.\nRechtsabteilung",
  },
  {
    is: "question",
    subject: "Rückfrage zu Ihrer Meldung",
    text: "Guten Tag,\nbitte teilen Sie uns die genaue URL mit, damit wir den Inhalt prüfen können.\nVielen Dank",
  },
  {
    is: "automatic",
    subject: "Eingangsbestätigung Ticket 4409123",
    text: "Vielen Dank für Ihre Nachricht. Ihre Anfrage ist bei uns eingegangen und wird unter der Ticketnummer 4409123 bearbeitet.",
    headers: { precedence: "auto_reply" },
    ticket: "4409123",
  },
  {
    is: "automatic",
    subject: "Abwesenheitsnotiz",
    text: "Ich bin bis zum 3. April nicht im Büro.",
    headers: { autoSubmitted: "auto-replied" },
  },
  // Spanish
  {
    is: "action",
    subject: "RE: Notificación de contenido ilícito",
    text: "Buenos días,\n\nHemos eliminado el contenido indicado y bloqueado la cuenta.\n\nUn saludo",
  },
  {
    is: "refusal",
    subject: "RE: Notificación",
    text: "Hola,\ntras revisar el enlace, no hemos encontrado ninguna infracción de nuestras normas.\nSaludos",
  },
  {
    is: "question",
    subject: "RE: Notificación",
    text: "Buenos días, ¿podrían facilitarnos la dirección completa de la página?",
  },
  {
    is: "acknowledgement",
    subject: "RE: Notificación de contenido ilícito",
    text: "Hemos recibido su notificación y la estamos revisando. Le informaremos cuando el contenido sea eliminado.",
  },
  // Italian
  {
    is: "action",
    subject: "R: Segnalazione di contenuti illeciti",
    text: "Buongiorno,\nil contenuto segnalato è stato rimosso.\nCordiali saluti",
  },
  {
    is: "refusal",
    subject: "R: Segnalazione",
    text: "Gentile utente,\nnon siamo in grado di rimuovere il contenuto perché non è ospitato sui nostri server.",
  },
  {
    is: "acknowledgement",
    subject: "R: Segnalazione",
    text: "Buongiorno, abbiamo ricevuto la sua segnalazione e la inoltriamo al reparto competente.",
  },
  // Dutch
  {
    is: "action",
    subject: "RE: Melding van illegale inhoud",
    text: "Goedemiddag,\n\nDe gemelde pagina is verwijderd door onze klant.\n\nMet vriendelijke groet",
  },
  {
    is: "refusal",
    subject: "RE: Melding",
    text: "Beste,\nwij hosten deze website niet en kunnen de inhoud daarom niet verwijderen.",
  },
  {
    is: "question",
    subject: "RE: Melding",
    text: "Kunt u ons de volledige URL sturen?",
  },
  // What must not be taken for an action
  {
    is: "acknowledgement",
    subject: "Re: Notice",
    text: "We have received your report. Once we have reviewed it, content that violates our rules is removed.",
  },
  {
    is: "refusal",
    subject: "Re: Notice",
    text: "We have not removed the content, as it is lawful where we are.",
  },
  {
    is: "question",
    subject: "Re: Notice",
    text: "Do you want the content removed or only blocked in your country?",
  },
  {
    is: "other",
    subject: "Your mailing preferences",
    text: "Your address has been removed from our newsletter list. We are sorry to see you go.",
  },
  {
    is: "acknowledgement",
    subject: "Re : Notification",
    text: "Bonjour,\n\nVotre demande de suppression a bien été reçue. Elle est en cours d'examen.\n\nCordialement",
  },
  {
    is: "automatic",
    subject: "Ihre Meldung",
    text: "Wir haben Ihre Meldung erhalten. Wenn der Inhalt gegen unsere Regeln verstößt, wird er gelöscht.",
    headers: { autoSubmitted: "auto-generated" },
  },
  {
    is: "other",
    subject: "Re: Notice",
    text: "The first image has been removed. The second one does not violate our rules and remains online.",
  },
  {
    is: "acknowledgement",
    subject: "Re: Notice of illegal content",
    text: "We got it, thanks.\n\nOn Mon, 2 Mar 2026 at 09:00, Ligne d'écoute wrote:\n> The content must be considered as removed once it has been deleted from every address.\n> Please tell us whether the content has been removed.",
  },
];
