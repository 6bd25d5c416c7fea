import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { queryKeys, useSavedFilters } from "../api/queries.ts";
import { api } from "../api.ts";
import { useTexts } from "../texts/texts.ts";
import { ActionButton } from "../ui/action-button.tsx";
import { announce } from "../ui/announcement.tsx";
import { DeskDialog } from "../ui/desk-dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { everyOpenCase, fromKept, keptFilter, type ListFilter, writeFilter } from "./list-filter.ts";

interface SavedFiltersProps {
  filter: ListFilter;
  onChoose: (filter: ListFilter) => void;
}

/** Filters one member keeps: chosen with one press, and the present one kept under a name. */
export function SavedFilters({ filter, onChoose }: SavedFiltersProps) {
  const texts = useTexts();
  const words = texts.queue.filters;
  const client = useQueryClient();
  const read = useSavedFilters();
  const [naming, setNaming] = useState(false);
  const saved = read.data?.pages.flatMap((page) => page.filters) ?? [];
  const shown = writeFilter(filter);
  const remove = useMutation({
    mutationFn: api.deleteFilter,
    onSuccess: () => {
      announce(words.removed);
      return client.invalidateQueries({ queryKey: queryKeys.savedFilters });
    },
  });
  const usual = shown === writeFilter(everyOpenCase);
  const known = saved.some((each) => writeFilter(fromKept(each.filter)) === shown);
  if (saved.length === 0 && usual) return <Trouble error={read.error} />;
  return (
    <div className="saved-filters">
      {saved.length > 0 && (
        <ul aria-label={words.saved}>
          {saved.map(({ id, name, filter: kept }) => (
            <li key={id}>
              <ActionButton
                look="bare"
                small
                aria-current={writeFilter(fromKept(kept)) === shown}
                onPress={() => onChoose(fromKept(kept))}
              >
                {name}
              </ActionButton>
              <ActionButton
                look="bare"
                small
                aria-label={words.remove(name)}
                isDisabled={remove.isPending}
                onPress={() => remove.mutate(id)}
              >
                <Icon name="close" />
              </ActionButton>
            </li>
          ))}
        </ul>
      )}
      {read.hasNextPage && (
        <ActionButton look="bare" small onPress={() => void read.fetchNextPage()}>
          {words.more}
        </ActionButton>
      )}
      {!usual && !known && (
        <ActionButton small onPress={() => setNaming(true)}>
          {words.save}
        </ActionButton>
      )}
      <Trouble error={read.error ?? remove.error} />
      <DeskDialog title={words.save} isOpen={naming} onClose={() => setNaming(false)}>
        <NameForm filter={filter} onDone={() => setNaming(false)} />
      </DeskDialog>
    </div>
  );
}

function NameForm({ filter, onDone }: { filter: ListFilter; onDone: () => void }) {
  const texts = useTexts();
  const words = texts.queue.filters;
  const client = useQueryClient();
  const [name, setName] = useState("");
  const save = useMutation({
    mutationFn: () => api.saveFilter(name.trim(), keptFilter(filter)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.savedFilters });
      announce(words.kept);
      onDone();
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== "") save.mutate();
      }}
    >
      <Field
        label={words.name}
        help={words.nameHelp}
        value={name}
        onChange={setName}
        maxLength={100}
        autoFocus
      />
      <Trouble error={save.error} />
      <div className="form-actions">
        <ActionButton look="main" type="submit" isDisabled={name.trim() === ""} isPending={save.isPending}>
          {words.save}
        </ActionButton>
      </div>
    </form>
  );
}
