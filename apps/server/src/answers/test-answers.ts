import type { AnswerKind } from "@vigie/contract";
import type { ReadableFacts } from "./classify-answer-rules.ts";

/** An invented answer, and what a person would call it. */
export interface SampleAnswer {
  is: AnswerKind;
  subject: string;
  text: string;
  /** `abuse@hote.example` unless told. */
  from?: string;
  headers?: Partial<ReadableFacts>;
  ticket?: string;
}

/** What the samples answer to: subject and text, as `classifyAnswer` gets them. */
export const sampleNotice = `Notice of illegal content, case 2026-000123
Notification de contenu illicite, dossier 2026-000123

The content must be considered as removed once it has been deleted from every address.
We could not see that the content has been removed. Please tell us what you have decided.
Le contenu a été retiré lorsque plus aucune adresse ne le montre.`;

/** Invented answers that the rules were made with. */
export const sampleAnswers: readonly SampleAnswer[] = [
  {
    is: "action",
    subject: "Re: Notice of illegal content, case 2026-000123",
    text: "Hello,\n\nwe have removed the content.\n\nRegards, abuse team",
  },
  {
    is: "action",
    subject: "Re: Notice",
    text: "Hi, the page is now offline, our customer took it down. It returns 404 and is no longer available.",
  },
  {
    is: "action",
    subject: "Re: Notice",
    text: "Please note that the images you reported have been permanently deleted from our servers.",
  },
  {
    is: "action",
    subject: "RE: Notice",
    text: "Thank you for your report. After a review, we've disabled the account and deleted all of its videos.",
  },
  {
    is: "action",
    subject: "Re: Notice",
    text: "The account was terminated yesterday. Is there anything else we can help you with?",
  },
  {
    is: "action",
    subject: "Re: Notice",
    text: "We have taken the page offline this morning.\n\n-- \nAbuse desk\nIf you are not the intended recipient, delete this message.",
  },
  {
    is: "action",
    subject: "[#5512093] Re: Notice",
    text: "Dear hotline,\n\nThe URL has been de-indexed from our search results.\n\nSearch quality",
    ticket: "5512093",
  },
  {
    is: "action",
    subject: "Re : Notification",
    text: "Bonjour,\n\nNous avons supprimé la vidéo et suspendu le compte.\n\nBien cordialement",
  },
  {
    is: "action",
    subject: "Re : Notification",
    text: "Bonjour,\n\nSuite à votre notification, notre client a retiré les images.\n\nCordialement,\nSupport",
  },
  {
    is: "action",
    subject: "Re : Notification",
    text: "Bonjour. La page n’est plus accessible. Bonne journée.",
  },
  {
    is: "action",
    subject: "Re : Notification",
    text: "Madame, Monsieur, les contenus ont été déréférencés de notre moteur.",
  },
  {
    is: "action",
    subject: "AW: Meldung",
    text: "Guten Tag,\n\nwir haben die Seite gesperrt und den Kunden informiert.\n\nViele Grüße",
  },
  {
    is: "action",
    subject: "AW: Meldung",
    text: "Hallo, die Bilder wurden heute vom Kunden entfernt. Die Seite ist nicht mehr erreichbar.",
  },
  {
    is: "action",
    subject: "RE: Notificación",
    text: "Estimados señores:\n\nEl contenido ha sido retirado y la página ya no está disponible.\n\nAtentamente",
  },
  { is: "action", subject: "RE: Notificación", text: "Buenas tardes, hemos procedido a bloquear la cuenta." },
  {
    is: "action",
    subject: "R: Segnalazione",
    text: "Buongiorno, abbiamo rimosso le immagini e bloccato l’account. Cordiali saluti",
  },
  {
    is: "action",
    subject: "R: Segnalazione",
    text: "La pagina non è più raggiungibile: il cliente l’ha cancellata. Abbiamo provveduto a sospendere il servizio.",
  },
  {
    is: "action",
    subject: "RE: Melding",
    text: "Beste collega, wij hebben de afbeeldingen verwijderd. Groet",
  },
  {
    is: "action",
    subject: "RE: Melding",
    text: "De website is offline gehaald. De pagina is niet meer bereikbaar.",
  },
  {
    is: "action",
    subject: "Your report 99887766",
    text: "We removed the video that you reported because it broke our rules.",
    headers: { autoSubmitted: "auto-generated" },
  },
  {
    is: "action",
    subject: "Re: Notice",
    text: "Done, the file was deleted.\n\nOn Mon, 2 Mar 2026 at 09:00, Ligne d’écoute <contact@ligne.example> wrote:\n\n> We cannot see whether the content has been removed.\n> Could you please send us a confirmation?",
  },
  {
    is: "refusal",
    subject: "Re: Notice",
    text: "After review we decided not to remove the content: it does not violate our policies.",
  },
  {
    is: "refusal",
    subject: "Re: Notice",
    text: "We are unable to act on this request. The content is lawful in our jurisdiction.",
  },
  {
    is: "refusal",
    subject: "Re: Notice",
    text: "We do not host this website, we are the registrar of the domain. Please contact the hosting provider.",
  },
  {
    is: "refusal",
    subject: "Re: Notice",
    text: "Your request has been denied. We require nothing further, the page remains online.",
  },
  { is: "refusal", subject: "Re: Notice", text: "We can’t help with this. Contact the website owner." },
  { is: "refusal", subject: "Re: Notice", text: "No action will be taken without a court order." },
  {
    is: "refusal",
    subject: "Re : Notification",
    text: "Bonjour, nous n’avons constaté aucune infraction à nos conditions. Le contenu reste en ligne.",
  },
  {
    is: "refusal",
    subject: "Re : Notification",
    text: "Nous refusons de retirer cet article : il n’est pas manifestement illicite.",
  },
  {
    is: "refusal",
    subject: "Re : Notification",
    text: "Bonjour,\n\nVotre demande est classée sans suite.\n\nService juridique",
  },
  {
    is: "refusal",
    subject: "Re : Notification",
    text: "Seule une décision de justice nous y contraindrait. Nous ne retirerons pas ces pages.",
  },
  {
    is: "refusal",
    subject: "AW: Meldung",
    text: "Wir sind nicht der Hoster dieser Seite. Wenden Sie sich bitte an den Betreiber.",
  },
  {
    is: "refusal",
    subject: "AW: Meldung",
    text: "Ihr Antrag wurde geprüft und abgelehnt, der Inhalt verstößt nicht gegen geltendes Recht.",
  },
  {
    is: "refusal",
    subject: "RE: Notificación",
    text: "No podemos retirar el contenido sin una orden judicial.",
  },
  {
    is: "refusal",
    subject: "RE: Notificación",
    text: "El contenido no infringe nuestras normas, por lo que no procede su retirada.",
  },
  {
    is: "refusal",
    subject: "R: Segnalazione",
    text: "Il contenuto non viola le nostre condizioni. Nessuna azione è prevista.",
  },
  {
    is: "refusal",
    subject: "R: Segnalazione",
    text: "Non ospitiamo questo sito: occorre contattare il gestore.",
  },
  {
    is: "refusal",
    subject: "RE: Melding",
    text: "De inhoud is niet in strijd met onze voorwaarden en blijft staan.",
  },
  {
    is: "refusal",
    subject: "RE: Melding",
    text: "Wij zien geen inbreuk. Neem contact op met de eigenaar van de website.",
  },
  {
    is: "refusal",
    subject: "Your report",
    text: "We reviewed your report and found no violation of our rules.",
    headers: { autoSubmitted: "auto-generated" },
  },
  { is: "question", subject: "Re: Notice", text: "Could you provide the exact address of each image?" },
  {
    is: "question",
    subject: "Re: Notice",
    text: "We need more information to act on this: a screenshot and the name of the account, please.",
  },
  { is: "question", subject: "Re: Notice", text: "Which page exactly do you mean?" },
  {
    is: "question",
    subject: "Re: Notice",
    text: "We removed one page already. Can you confirm that the second address is correct?",
  },
  {
    is: "question",
    subject: "Re: Notice",
    text: "Thanks for your mail. Are you acting for the person shown?",
  },
  {
    is: "question",
    subject: "[Ticket ID: 4471-22] Re: Notice",
    text: "Please specify the law of our country that you rely on.",
    ticket: "4471-22",
  },
  {
    is: "question",
    subject: "Re : Notification",
    text: "Bonjour, auriez-vous une capture d’écran ? Sans elle nous ne pouvons rien faire.",
  },
  {
    is: "question",
    subject: "Re : Notification",
    text: "Merci de nous transmettre le mandat de la personne concernée.",
  },
  {
    is: "question",
    subject: "Re : Notification",
    text: "Bonjour, veuillez préciser à quel compte se rapporte votre notification.",
  },
  {
    is: "question",
    subject: "AW: Meldung",
    text: "Bitte senden Sie uns einen Nachweis Ihrer Bevollmächtigung.",
  },
  {
    is: "question",
    subject: "AW: Meldung",
    text: "Können Sie uns sagen, um welches der drei Bilder es geht?",
  },
  { is: "question", subject: "RE: Notificación", text: "Por favor, indique la URL exacta del contenido." },
  { is: "question", subject: "RE: Notificación", text: "Necesitamos una copia del poder de representación." },
  { is: "question", subject: "R: Segnalazione", text: "Potete indicarci l’indirizzo esatto della pagina?" },
  { is: "question", subject: "RE: Melding", text: "Wij hebben de exacte URL nodig om verder te kunnen." },
  { is: "acknowledgement", subject: "Re: Notice", text: "We received your notice and will look into it." },
  {
    is: "acknowledgement",
    subject: "Re: Notice",
    text: "Hello, I have forwarded this to our legal department. If the content is illegal, it will be removed.",
  },
  {
    is: "acknowledgement",
    subject: "Re: Notice",
    text: "Your report is under review. We will remove the page once the review is over.",
  },
  {
    is: "acknowledgement",
    subject: "Re: Notice",
    text: "We acknowledge receipt of your notice under Article 16 of Regulation (EU) 2022/2065.",
  },
  {
    is: "acknowledgement",
    subject: "Re: Notice",
    text: "We got your request to have the content removed and are reviewing it.",
  },
  {
    is: "acknowledgement",
    subject: "Re : Notification",
    text: "Bonjour, votre notification est en cours d’examen. Les images seront supprimées si elles sont illicites.",
  },
  {
    is: "acknowledgement",
    subject: "Re : Notification",
    text: "Nous avons bien reçu votre demande et la transmettons à notre service juridique.",
  },
  {
    is: "acknowledgement",
    subject: "Re : Notification",
    text: "Nous prenons en charge votre signalement. Dès que le contenu aura été retiré, nous vous le dirons.",
  },
  {
    is: "acknowledgement",
    subject: "AW: Meldung",
    text: "Wir haben Ihre Meldung erhalten und leiten sie an unseren Kunden weiter. Sobald der Inhalt gelöscht ist, melden wir uns.",
  },
  {
    is: "acknowledgement",
    subject: "AW: Meldung",
    text: "Danke, wir prüfen den Fall. Der Inhalt wird gesperrt, wenn er rechtswidrig ist.",
  },
  {
    is: "acknowledgement",
    subject: "RE: Notificación",
    text: "Acusamos recibo de su notificación. Si procede, el contenido será eliminado.",
  },
  { is: "acknowledgement", subject: "RE: Notificación", text: "Estamos revisando su notificación." },
  {
    is: "acknowledgement",
    subject: "R: Segnalazione",
    text: "Confermiamo di aver ricevuto la segnalazione: se fondata, il contenuto sarà rimosso.",
  },
  {
    is: "acknowledgement",
    subject: "R: Segnalazione",
    text: "Stiamo verificando, il contenuto verrà rimosso appena possibile.",
  },
  {
    is: "acknowledgement",
    subject: "RE: Melding",
    text: "Wij hebben uw melding ontvangen en nemen deze in behandeling.",
  },
  {
    is: "acknowledgement",
    subject: "RE: Melding",
    text: "Uw melding wordt beoordeeld. Als de inhoud illegaal is, wordt deze verwijderd.",
  },
  {
    is: "automatic",
    subject: "Out of office",
    text: "I am on leave until 9 March and will answer then.",
    headers: { autoSubmitted: "auto-replied" },
  },
  { is: "automatic", subject: "Absence du bureau", text: "Je suis en congés jusqu’au 20 mars." },
  {
    is: "automatic",
    subject: "Risposta automatica: Segnalazione",
    text: "Sono fuori ufficio fino a lunedì.",
    headers: { autoSubmitted: "auto-replied" },
  },
  {
    is: "automatic",
    subject: "Respuesta automática",
    text: "Estaré ausente hasta el lunes.",
    headers: { autoSubmitted: "auto-replied" },
  },
  {
    is: "automatic",
    subject: "Automatisch antwoord",
    text: "Ik ben afwezig tot maandag.",
    headers: { autoSubmitted: "auto-replied" },
  },
  {
    is: "automatic",
    subject: "[Request received] Notice of illegal content",
    text: "##- Please type your reply above this line -##\n\nYour request (#8812234) has been received and is being reviewed.",
    headers: { autoSubmitted: "auto-generated" },
    ticket: "8812234",
  },
  {
    is: "automatic",
    subject: "Ticket ID: ZX-90211",
    text: "This is an automated message. We will look into your report and remove content that breaks our rules.",
    ticket: "ZX-90211",
  },
  {
    is: "automatic",
    subject: "Re: Notice",
    text: "Thank you. If we find a violation, the content will be removed. Content that was removed cannot be restored.",
    headers: { autoSubmitted: "auto-replied" },
  },
  {
    is: "automatic",
    subject: "Accusé de réception",
    text: "Votre message a bien été reçu. Numéro de dossier : 2219044. Ceci est un message automatique, merci de ne pas répondre.",
    headers: { precedence: "bulk" },
    ticket: "2219044",
  },
  {
    is: "automatic",
    subject: "Your report",
    text: "We have removed 4,200 pages last month. We have received yours under reference 7712345.",
    headers: { autoSubmitted: "auto-replied" },
    ticket: "7712345",
  },
  {
    is: "automatic",
    subject: "Read: Notice",
    text: "Your message was read.",
    headers: { report: { statuses: [], originalIds: [] } },
  },
  {
    is: "automatic",
    subject: "Delivery delayed",
    text: "Delivery to abuse@hote.example has been delayed.",
    from: "mailer-daemon@mx.hote.example",
    headers: {
      report: {
        statuses: [
          { action: "delayed", status: "4.4.1", recipients: ["abuse@hote.example"], diagnostic: null },
        ],
        originalIds: [],
      },
    },
  },
  {
    is: "automatic",
    subject: "Warning: message still undelivered",
    text: "The message has not yet been delivered. It will be retried for three days.",
    from: "mailer-daemon@mx.hote.example",
  },
  {
    is: "bounce",
    subject: "Delivery Status Notification (Failure)",
    text: "Address not found",
    from: "mailer-daemon@mx.hote.example",
    headers: {
      report: {
        statuses: [
          {
            action: "failed",
            status: "5.1.1",
            recipients: ["abuse@hote.example"],
            diagnostic: "smtp; 550 no such user",
          },
        ],
        originalIds: [],
      },
    },
  },
  {
    is: "bounce",
    subject: "Unzustellbar: Meldung",
    text: "Ihre Nachricht konnte nicht zugestellt werden.",
    from: "postmaster@hote.example",
  },
  {
    is: "bounce",
    subject: "Mancata consegna",
    text: "Il messaggio non è stato recapitato.",
    from: "mailer-daemon@hote.example",
  },
  {
    is: "bounce",
    subject: "No se ha podido entregar",
    text: "El mensaje no se ha podido entregar: buzón lleno.",
    from: "postmaster@hote.example",
  },
  {
    is: "bounce",
    subject: "failure notice",
    text: "Hi. This is the qmail-send program. I wasn't able to deliver your message.",
    from: "mailer-daemon@hote.example",
  },
  {
    is: "other",
    subject: "Re: Notice",
    text: "The second image has been deleted. We are unable to remove the first.",
  },
  {
    is: "other",
    subject: "Your account",
    text: "Your account has been deleted. You can register again at any time.",
  },
  {
    is: "other",
    subject: "Alert",
    text: "An attachment was removed from this message by our virus scanner.",
  },
  { is: "other", subject: "Re: Notice", text: "Your report was deleted from our queue." },
  { is: "other", subject: "Cheap servers", text: "Our new servers are faster than ever. Order today." },
  { is: "other", subject: "Re: Notice", text: "Hello" },
  {
    is: "other",
    subject: "Re : Notification",
    text: "Bonjour,\n\nVotre adresse a été supprimée de notre lettre d’information.",
  },
  {
    is: "other",
    subject: "Re : Notification",
    text: "Nous avons retiré deux images. Nous ne pouvons pas retirer la troisième.",
  },
  { is: "other", subject: "RE: Melding", text: "Tot ziens." },
  { is: "question", subject: "Re: Notice", text: "Has the page been removed in the meantime?" },
  {
    is: "question",
    subject: "Re: Notice",
    text: "Do you confirm that the content was deleted by the uploader?",
  },
];

/** Sentences that speak of removing or blocking, and in which the content is not gone. Written against the rules. */
export const neverActions: readonly string[] = [
  "We have removed the restriction on this page.",
  "The content was removed in error and has been restored since.",
  "It was taken down last year and is back online.",
  "Your IP has been blocked after too many requests.",
  "I have deleted your e-mail unread.",
  "This mailbox has been disabled.",
  "This address is no longer available.",
  "None of the images has been removed.",
  "You claim that we have removed similar content before.",
  "We have suspended our investigation.",
  "We have removed thousands of similar pages in the past.",
  "Our spam filter has blocked an earlier message of yours.",
  "We removed you from the list of recipients.",
  "If it had been illegal, we would have removed it.",
  "Unless the content was removed by its author, it is still there.",
  "The content is to be removed by its author.",
  "Let us know once you have seen that it was removed.",
  "Nothing was deleted.",
  "Le contenu a été rétabli après réclamation de son auteur.",
  "Cette adresse a été désactivée.",
  "La restriction a été retirée.",
  "Nous n’avons pas supprimé ces images.",
  "Si le contenu a été retiré, vous pouvez fermer votre demande.",
  "Le contenu doit être retiré par son auteur.",
  "Dieses Postfach wurde deaktiviert.",
  "Die Sperre wurde aufgehoben, der Inhalt ist wieder verfügbar.",
  "Der Inhalt würde gelöscht, wenn ein Gericht es anordnet.",
  "Der Inhalt wurde nicht entfernt.",
  "Ob der Inhalt gelöscht wurde, wissen wir nicht.",
  "El contenido ha sido restablecido.",
  "Este buzón ha sido desactivado.",
  "Cuando el contenido haya sido eliminado le avisaremos.",
  "Il contenuto è stato ripristinato.",
  "Il contenuto non è stato rimosso.",
  "De inhoud is niet verwijderd.",
  "Als de inhoud is verwijderd, hoort u van ons.",
];
