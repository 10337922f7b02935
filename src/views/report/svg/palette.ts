/** Colours of charts on light and on dark ground; every series differs in its dashes too. */
interface Palette {
  readonly ground: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly kill: string;
  readonly warning: string;
  readonly calm: string;
  readonly series: readonly string[];
  readonly components: Readonly<Record<string, string>>;
}

const light: Palette = {
  ground: '#ffffff',
  text: '#1c2024',
  muted: '#5b6470',
  grid: '#dde1e6',
  kill: '#c01717',
  warning: '#9a6700',
  calm: '#57606a',
  series: ['#0b62c4', '#c2410c', '#15803d', '#7e22ce', '#a16207', '#0f766e', '#be185d', '#57606a'],
  components: {
    anonymous: '#c2410c',
    'shared-memory': '#7e22ce',
    'page-cache': '#0b62c4',
    locked: '#be185d',
    'slab-unreclaimable': '#a16207',
    'slab-reclaimable': '#ca9a3c',
    hugetlb: '#0f766e',
    vmalloc: '#4d7c0f',
    'page-tables': '#7f1d1d',
    'kernel-stacks': '#64748b',
    unaccounted: '#374151',
    'swap-cache': '#0e7490',
    swap: '#0891b2',
    available: '#15803d',
    free: '#d7ebdb',
  },
};

const dark: Palette = {
  ground: '#14171b',
  text: '#e6e9ed',
  muted: '#a2abb6',
  grid: '#333a43',
  kill: '#ff7b72',
  warning: '#e3b341',
  calm: '#9ca3af',
  series: ['#6cb2ff', '#ff9e64', '#5ad48a', '#c99bff', '#f2cc60', '#41d3c0', '#ff8fc0', '#b5bdc8'],
  components: {
    anonymous: '#ff9e64',
    'shared-memory': '#c99bff',
    'page-cache': '#6cb2ff',
    locked: '#ff8fc0',
    'slab-unreclaimable': '#f2cc60',
    'slab-reclaimable': '#b89a4a',
    hugetlb: '#41d3c0',
    vmalloc: '#a3d065',
    'page-tables': '#d97b7b',
    'kernel-stacks': '#94a3b8',
    unaccounted: '#c4cad3',
    'swap-cache': '#22a8c4',
    swap: '#67d4ee',
    available: '#5ad48a',
    free: '#24402c',
  },
};

export const dashes = ['', '7 3', '2 3', '10 3 2 3', '4 2', '1 2', '12 4', '6 2 1 2 1 2'] as const;

function rules({ ground, text, muted, grid, kill, warning, calm, series, components }: Palette): string {
  return [
    `.ground{fill:${ground}}`,
    `.t{fill:${text}}.m{fill:${muted}}`,
    `.grid{stroke:${grid}}.axis{stroke:${muted}}.limit{stroke:${muted}}`,
    `.mark-kill,.mark-hang,.mark-failure{stroke:${kill}}.g-kill,.g-hang,.g-failure{fill:${kill}}`,
    `.mark-warning,.mark-unit{stroke:${warning}}.g-warning,.g-unit{fill:${warning}}`,
    `.mark-restart,.mark-memory{stroke:${calm}}.g-restart,.g-memory{fill:${calm}}`,
    ...series.map((colour, index) => `.s${index}{stroke:${colour}}`),
    `.c{fill:${calm}}`,
    ...Object.entries(components).flatMap(([component, colour]) => [
      `.c-${component}{fill:${colour}}`,
      `.l-${component}{stroke:${colour}}`,
    ]),
    `.edge{stroke:${ground}}`,
    `.halo{stroke:${ground}}`,
  ].join('');
}

const shapes =
  '.chart text{font:11px system-ui,"DejaVu Sans",sans-serif}.chart .line{fill:none;stroke-width:1.8;stroke-linejoin:round}' +
  '.chart .grid,.chart .axis{stroke-width:1}.chart .limit{stroke-width:1.4;stroke-dasharray:6 4}.chart .mark{stroke-width:1.4}' +
  '.chart .halo{paint-order:stroke;stroke-width:3}.chart .mark-warning,.chart .mark-unit,.chart .mark-restart{stroke-dasharray:3 3}.chart .edge{stroke-width:1}' +
  dashes.map((dash, index) => (dash === '' ? '' : `.chart .s${index}{stroke-dasharray:${dash}}`)).join('');

const scoped = (css: string): string => css.replace(/(^|[},])(\.)/g, '$1.chart $2');

/** Style of charts inside a page, light and dark; paper is light. */
export const pageChartCss = `${shapes}${scoped(rules(light))}@media screen and (prefers-color-scheme:dark){${scoped(rules(dark))}}`;

/** Style of a chart in a file of its own: light, since what shows it seldom says what it is shown on. */
export const fileChartCss = `${shapes}${scoped(rules(light))}`;

/** For the page's script, which draws on a canvas. */
export const scriptPalettes = {
  light: {
    text: light.muted,
    grid: light.grid,
    kill: light.kill,
    warning: light.warning,
    calm: light.calm,
    series: light.series,
    components: light.components,
  },
  dark: {
    text: dark.muted,
    grid: dark.grid,
    kill: dark.kill,
    warning: dark.warning,
    calm: dark.calm,
    series: dark.series,
    components: dark.components,
  },
};
