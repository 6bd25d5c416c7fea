const paths = {
  locked: "M5 9V6.5a3 3 0 0 1 6 0V9M3.5 9h9v6h-9z",
  unlocked: "M5 9V5.5a3 3 0 0 1 5.8-1M3.5 9h9v6h-9z",
  look: "M8 2.5 15 14H1zM8 7v3.2M8 12.2v.3",
  done: "m3 9 3.5 3.5L13 5",
  copy: "M5.5 5.5h8v9h-8zM3 11.5V2h7.5",
  back: "M9.5 3.5 5 8l4.5 4.5",
  message: "M2 3h12v8.5H7.5L4.5 14v-2.5H2z",
  child:
    "M8 6.2a2.1 2.1 0 1 0 0-4.2 2.1 2.1 0 0 0 0 4.2ZM4 9.2c2.6-1.6 5.4-1.6 8 0M8 8.2v3.3M8 11.5 5.8 15M8 11.5l2.2 3.5",
  person: "M8 7.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM2.8 14.5c.6-3 2.6-4.6 5.2-4.6s4.6 1.6 5.2 4.6",
  close: "m4 4 8 8M12 4l-8 8",
  down: "m4 6.5 4 4 4-4",
  menu: "M2.5 4.5h11M2.5 8.5h11M2.5 12.5h11",
} as const;

export type IconName = keyof typeof paths;
export const iconNames = Object.keys(paths) as IconName[];

/** A line pictogram of ours, 16 by 16, in the colour of the text beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
