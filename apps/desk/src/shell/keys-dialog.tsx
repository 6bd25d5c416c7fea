import { type KeyScope, keysByAction } from "../keys/key-map.ts";
import { useTexts } from "../texts/texts.ts";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { KeyHint } from "../ui/key-hint.tsx";

const scopes = [
  "anywhere",
  "home",
  "list",
  "case",
  "assess",
  "skip",
  "carry",
  "view",
] as const satisfies readonly KeyScope[];

/** Every key of the desk, by place. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const texts = useTexts();
  return (
    <DeskDialog title={texts.keys.title} isOpen={isOpen} onClose={onClose}>
      <p className="quiet">{texts.keys.intro}</p>
      <div className="keys-groups">
        {scopes.map((scope) => (
          <section key={scope}>
            <h3 className="title-3">{texts.keys.groups[scope]}</h3>
            <dl className="keys-list">
              {keysByAction(scope).map(({ action, keys }) => (
                <div key={action}>
                  <dt>
                    <Keys keys={keys} />
                  </dt>
                  <dd>{texts.keys.actions[action]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </DeskDialog>
  );
}

/** One key, two that do the same, or the first and the last of a row. */
function Keys({ keys }: { keys: readonly string[] }) {
  const texts = useTexts();
  const [first = "", second] = keys;
  const last = keys.length > 2 ? keys.at(-1) : undefined;
  const said = (key: string) => key.split(" ").join(` ${texts.keys.followedBy} `);
  return (
    <>
      <KeyHint keys={first} />
      {last !== undefined ? (
        <>
          <span aria-hidden="true">…</span>
          <KeyHint keys={last} />
        </>
      ) : (
        second !== undefined && <KeyHint keys={second} />
      )}
      <span className="visually-hidden">
        {last !== undefined ? texts.keys.range(first, last) : keys.map(said).join(` ${texts.keys.or} `)}
      </span>
    </>
  );
}
