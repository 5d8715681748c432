/** Products of a made-up workshop supplier: titles in words, and vectors that are sums of what the words say. */
import { Random } from '../../math/random';
import type { Generated } from './generated';
import { pick } from './generated';

interface Family {
  readonly name: string;
  readonly types: readonly string[];
  readonly sizes: readonly string[];
}

const FAMILIES: readonly Family[] = [
  { name: 'filament', types: ['PLA filament', 'PETG filament', 'ABS filament', 'Wood-fill filament'], sizes: ['1.75 mm, 1 kg', '1.75 mm, 250 g', '2.85 mm, 1 kg'] },
  { name: 'gloves', types: ['Nitrile gloves', 'Leather gloves', 'Cut-resistant gloves', 'Cotton gloves'], sizes: ['size S', 'size M', 'size L', 'size XL'] },
  { name: 'bearings', types: ['Ball bearing', 'Needle bearing', 'Linear bearing', 'Thrust bearing'], sizes: ['8 mm', '10 mm', '12 mm', '20 mm'] },
  { name: 'tape', types: ['Masking tape', 'Duct tape', 'Copper tape', 'Double-sided tape'], sizes: ['12 mm', '25 mm', '50 mm'] },
  { name: 'valves', types: ['Ball valve', 'Check valve', 'Needle valve', 'Solenoid valve'], sizes: ['1/4 inch', '1/2 inch', '3/4 inch'] },
  { name: 'sensors', types: ['Temperature sensor', 'Pressure sensor', 'Proximity sensor', 'Light sensor'], sizes: ['5 V', '12 V', '24 V'] },
  { name: 'clamps', types: ['Bar clamp', 'Spring clamp', 'Pipe clamp', 'Toggle clamp'], sizes: ['100 mm', '300 mm', '600 mm'] },
  { name: 'abrasives', types: ['Sanding disc', 'Sanding belt', 'Grinding wheel', 'Steel wool'], sizes: ['grit 60', 'grit 120', 'grit 240', 'grit 400'] },
  { name: 'drills', types: ['Twist drill', 'Masonry drill', 'Step drill', 'Hole saw'], sizes: ['3 mm', '6 mm', '10 mm'] },
  { name: 'cable ties', types: ['Cable tie', 'Releasable cable tie', 'Hook-and-loop strap', 'Steel cable tie'], sizes: ['100 mm', '200 mm', '370 mm'] },
];
const BRANDS = ['Arden', 'Brisk', 'Corvo', 'Delta Nine', 'Elmwood', 'Fjell'];
const COLOURS = ['black', 'white', 'grey', 'red', 'blue', 'yellow', 'green'];

/** How long each part of a vector is, beside noise of 0.1 a number. */
const PARTS = { family: 1, type: 0.5, size: 0.22, brand: 0.18, colour: 0.14 } as const;
const NOISE = 0.1;

/**
 * x = family + type + size + brand + colour + noise, [rows, 24] by default; every part is a normal vector of its own length, types and sizes differ by family, brands and
 * colours are the same in all. Families and brands have sizes that fall as 1 / rank^0.5. Labels: `title`, `family`, `type`, `brand`.
 */
export function shopItems(seed = 1, rows = 2400, dim = 24): Generated {
  const random = new Random(seed);
  const drawn = new Map<string, Float64Array>();
  const part = (name: string, length: number) => {
    const known = drawn.get(name);
    if (known) return known;
    const source = random.split(name);
    const made = Float64Array.from({ length: dim }, () => (length * source.normal() * 2) / Math.sqrt(dim));
    drawn.set(name, made);
    return made;
  };
  const fall = (count: number) => Array.from({ length: count }, (_, rank) => (rank + 1) ** -0.5);
  const draw = random.split('rows');
  const data = new Float32Array(rows * dim);
  const [titles, families, types, brands]: [string[], string[], string[], string[]] = [[], [], [], []];
  for (let i = 0; i < rows; i++) {
    const family = FAMILIES[pick(fall(FAMILIES.length), draw.uniform())]!;
    const type = family.types[draw.integer(family.types.length)]!;
    const size = family.sizes[draw.integer(family.sizes.length)]!;
    const brand = BRANDS[pick(fall(BRANDS.length), draw.uniform())]!;
    const colour = COLOURS[draw.integer(COLOURS.length)]!;
    const parts = [part(`family ${family.name}`, PARTS.family), part(`type ${type}`, PARTS.type), part(`size ${family.name} ${size}`, PARTS.size), part(`brand ${brand}`, PARTS.brand), part(`colour ${colour}`, PARTS.colour)];
    for (let d = 0; d < dim; d++) data[i * dim + d] = parts.reduce((sum, values) => sum + values[d]!, 0) + NOISE * draw.normal();
    titles.push(`${brand} ${type}, ${size}, ${colour}`);
    families.push(family.name);
    types.push(type);
    brands.push(brand);
  }
  return { rows, dim, data, labels: [{ name: 'title', values: titles }, { name: 'family', values: families }, { name: 'type', values: types }, { name: 'brand', values: brands }] };
}
