import { type KeyScope, keyMap } from "../keys/key-map.ts";
import { useTexts } from "../texts/texts.ts";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { KeyHint } from "../ui/key-hint.tsx";

const scopes = ["anywhere", "list", "case"] as const satisfies readonly KeyScope[];

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
              {Object.entries(keyMap[scope]).map(([key, action]) => (
                <div key={key}>
                  <dt>
                    <KeyHint keys={key} />
                    <span className="visually-hidden">
                      {key.split(" ").join(` ${texts.keys.followedBy} `)}
                    </span>
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
