/** The product's mark: one shape, divided into three without a gap. */
export function Logo({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path d="M16 2 28 9v14l-12 7L4 23V9Z" fill="#1F5EFF" stroke="#1F5EFF" strokeWidth="2" strokeLinejoin="round" />
      <path
        d="M4 9.4 14.2 16 28 9.4M14.2 16 17 30"
        fill="none"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
