import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "./action-button.tsx";
import { Icon } from "./icon.tsx";

interface DeskDialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  alert?: boolean;
}

/** A dialog over the desk. While it is open, the desk's keys are silent and Escape closes it. */
export function DeskDialog({ title, isOpen, onClose, children, alert }: DeskDialogProps) {
  const texts = useTexts();
  return (
    <ModalOverlay
      className="overlay"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={!alert}
    >
      <Modal className="modal" data-keys-captured="">
        <Dialog className="dialog" role={alert ? "alertdialog" : "dialog"}>
          <header className="dialog-head">
            <Heading slot="title" className="title-2">
              {title}
            </Heading>
            <ActionButton look="bare" small aria-label={texts.close} onPress={onClose}>
              <Icon name="close" />
            </ActionButton>
          </header>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
