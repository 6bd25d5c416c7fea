import { mayCall, useMailbox } from "../api/queries.ts";
import { useSession } from "../shell/session-context.ts";
import { useTexts } from "../texts/texts.ts";
import { Trouble } from "../ui/trouble.tsx";
import { useTitle } from "../ui/use-title.ts";
import { When } from "../ui/when.tsx";
import { QuarantinedMessage } from "./quarantined-message.tsx";

/** The mailbox that answers come to: how it is, and the messages that the machine would not take. */
export function MailboxPage() {
  const texts = useTexts();
  useTitle(texts.mailbox.title);
  const { me } = useSession();
  const read = useMailbox(true);
  const maySettle = mayCall(me.member.role, "settleQuarantined");
  const { mailbox, messages } = read.data ?? { mailbox: null, messages: [] };
  return (
    <section className="page page-mailbox">
      <header className="list-head">
        <h1 className="title-1">{texts.mailbox.title}</h1>
        {mailbox !== null && <p className="list-counts">{texts.mailbox.waiting(messages.length)}</p>}
      </header>
      <Trouble error={read.error} onRetry={() => void read.refetch()} />
      {read.isLoading && (
        <p className="quiet" role="status">
          {texts.loading}
        </p>
      )}
      {mailbox !== null && !mailbox.read && <p className="look-here">{texts.mailbox.notSetUp}</p>}
      {mailbox?.read === true && mailbox.problem === null && (
        <p className="quiet">
          {mailbox.readAt === null ? (
            texts.mailbox.neverRead
          ) : (
            <>
              {texts.mailbox.readAt} <When at={mailbox.readAt} />
              {"."}
            </>
          )}
        </p>
      )}
      {mailbox?.problem != null && (
        <p className="look-here" role="alert">
          {texts.mailbox.problem} {texts.mailbox.problems[mailbox.problem] ?? mailbox.problem}
          {mailbox.readAt !== null && (
            <>
              {" "}
              {texts.mailbox.lastRead} <When at={mailbox.readAt} />
              {"."}
            </>
          )}
        </p>
      )}
      {mailbox !== null && mailbox.leftOut > 0 && (
        <p className="look-here">{texts.mailbox.leftOut(mailbox.leftOut)}</p>
      )}
      {mailbox !== null && messages.length === 0 && <p>{texts.mailbox.empty}</p>}
      {messages.length > 0 && <p className="quiet">{texts.mailbox.intro}</p>}
      <ul className="cards">
        {messages.map((message) => (
          <QuarantinedMessage key={message.id} message={message} maySettle={maySettle} />
        ))}
      </ul>
    </section>
  );
}
