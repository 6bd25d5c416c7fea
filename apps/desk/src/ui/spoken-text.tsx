/** Words from outside: rendered as text, in their own direction, isolated from what surrounds them. */
export function SpokenText({ text }: { text: string }) {
  return (
    <div className="spoken" dir="auto">
      <bdi>{text}</bdi>
    </div>
  );
}
