/** The lookout at the mast top, with the light it turns towards. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path
        className="mark-line"
        d="M13 30V17M13 4v3M8 17h10l-1.6 6H9.6zM13 8.2a2.6 2.6 0 1 1 0 5.2 2.6 2.6 0 0 1 0-5.2Z"
      />
      <path className="mark-light" d="m18.5 10.8 10-4.3v8.6z" />
    </svg>
  );
}
