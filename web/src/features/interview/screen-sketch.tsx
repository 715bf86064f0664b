/** A drawing of the interview screen from the product's own colours: CV, call, one suggestion, the risk trend. */
export function ScreenSketch() {
  const lines = [168, 182, 196, 224, 238, 252, 266, 294, 308, 322];
  return (
    <svg viewBox="0 0 600 400" aria-hidden className="w-full max-md:hidden" fontFamily="inherit">
      <g className="fill-surface-1 stroke-line">
        <rect x=".5" y=".5" width="599" height="399" rx="10" />
        <path d="M0 36.5H600M160.5 36V400M430.5 36V400" />
      </g>
      <g className="fill-surface-2">
        <rect x="16" y="14" width="96" height="9" rx="4.5" />
        <rect x="540" y="12" width="44" height="13" rx="4" className="fill-accent" />
        <rect x="16" y="54" width="72" height="9" rx="4.5" />
        <rect x="16" y="74" width="120" height="6" rx="3" />
        <rect x="16" y="88" width="104" height="6" rx="3" />
        <rect x="14" y="112" width="132" height="34" rx="4" className="fill-accent-soft" />
        <rect x="22" y="120" width="108" height="6" rx="3" className="fill-accent" opacity=".5" />
        <rect x="22" y="132" width="84" height="6" rx="3" className="fill-accent" opacity=".5" />
        {lines.map((y, index) => (
          <rect key={y} x="16" y={y} width={[126, 112, 88, 120, 130, 104, 70][index % 7]} height="6" rx="3" />
        ))}
      </g>
      <g>
        <rect x="176" y="52" width="239" height="168" rx="6" className="fill-surface-2" />
        <circle cx="295" cy="116" r="24" className="fill-line" />
        <path d="M247 186c4-28 24-40 48-40s44 12 48 40z" className="fill-line" />
        <rect x="346" y="172" width="60" height="40" rx="4" className="fill-surface-1 stroke-line" />
        <rect
          x="176"
          y="252"
          width="239"
          height="56"
          rx="6"
          className="fill-surface-1 stroke-accent"
          strokeWidth="1.5"
        />
        <rect x="188" y="266" width="150" height="6" rx="3" className="fill-text-3" />
        <rect x="188" y="280" width="84" height="6" rx="3" className="fill-text-3" />
        <path d="M277.5 276v14" className="stroke-accent" strokeWidth="1.5" />
        <circle cx="182" cy="329" r="4" className="stroke-risk-low" fill="none" strokeWidth="2" />
        <rect x="194" y="326" width="170" height="6" rx="3" className="fill-surface-2" />
        <path d="m182 347 5 5-5 5-5-5z" className="fill-risk-mid" />
        <rect x="194" y="349" width="130" height="6" rx="3" className="fill-surface-2" />
      </g>
      <g>
        <rect x="446" y="52" width="138" height="104" rx="6" className="fill-surface-1 stroke-accent" />
        <rect x="458" y="66" width="112" height="7" rx="3.5" className="fill-text-2" />
        <rect x="458" y="80" width="88" height="7" rx="3.5" className="fill-text-2" />
        <rect x="458" y="98" width="100" height="5" rx="2.5" className="fill-surface-2" />
        <rect x="458" y="126" width="44" height="16" rx="4" className="fill-accent" />
        <rect x="508" y="126" width="34" height="16" rx="4" className="fill-surface-2" />
        {[182, 204, 226, 248].map((y, index) => (
          <g key={y}>
            <circle
              cx="452"
              cy={y + 3}
              r="4"
              className={index < 2 ? 'fill-accent' : 'stroke-control'}
              fill="none"
            />
            <rect
              x="464"
              y={y}
              width={[108, 92, 114, 80][index]}
              height="6"
              rx="3"
              className="fill-surface-2"
            />
          </g>
        ))}
        <path
          d="M446 366 470 354 494 360 518 330 542 344 566 348 584 336"
          className="stroke-text-3"
          fill="none"
          strokeWidth="1.5"
        />
        <path d="m518 324.5 6 10.5h-12z" className="fill-risk-high" />
        <circle cx="470" cy="354" r="3.5" className="fill-surface-1 stroke-risk-low" strokeWidth="2" />
        <path d="m566 343 5 5-5 5-5-5z" className="fill-risk-mid" />
      </g>
    </svg>
  );
}
