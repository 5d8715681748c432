/** Views of short videos: what is known before each, how long it was watched, and what the best predictions would be. */
import { Random } from '../../math/random';
import { pick, type GeneratedTable } from './generated';
import { drawWatch, lawMean, lawMedian, type WatchLaw } from './watchTimeLaw';

const CATEGORIES = ['music', 'comedy', 'sports', 'news', 'food', 'games', 'pets', 'travel', 'science', 'beauty', 'dance', 'cars'];
const TAGS = ['live', 'new', 'duet', 'howto', 'prank', 'remix', 'vlog', 'tips', 'fails', 'story', 'quiz', 'asmr'];
const DEVICES = ['phone', 'tablet', 'tv', 'web'];
const AUTHORS = 300;
const DAYS = 28;

/** What one view is like; `item_duration_s` is null where it is unknown. */
export interface View {
  readonly user_activity: number;
  readonly user_age_days: number;
  readonly item_duration_s: number | null;
  readonly day: number;
  readonly is_weekend: number;
  readonly hour: number;
  readonly position: number;
  readonly device: string;
  readonly category: string;
  readonly author: string;
  readonly tags: readonly string[];
}

/**
 * A table of 12,000 views: eleven features, `watch_s` to predict, and `law_median` and `law_mean`, the median and mean of the law from which
 * `watch_s` was drawn given the features. No predictor can do better than the first on absolute and the second on squared error, but by luck.
 * - Features: heavy tails (`user_age_days`, `item_duration_s`), a missing value in 8 % of the durations, 300 authors whose counts fall as 1 / rank^0.9, lists of tags.
 * - Law (`lawOf`): a view of 0 s is rare high up and commoner further down; a long one lasts about as long as the item, a short one is a skip of some seconds.
 * - `day` and the device `web` tell nothing of their own.
 */
export function watchTime(seed = 4, rows = 12_000): GeneratedTable {
  const random = new Random(seed);
  const lawOf = watchLaws(seed);
  const [features, targets] = [random.split('features'), random.split('targets')];
  const views = Array.from({ length: rows }, () => drawView(features));
  const laws = views.map(lawOf);
  const column = (name: string, value: (view: View, row: number) => string | number) => ({ name, values: views.map(value) });
  return {
    rows,
    columns: [
      column('user_activity', (view) => view.user_activity),
      column('user_age_days', (view) => view.user_age_days),
      column('item_duration_s', (view) => view.item_duration_s ?? ''),
      column('day', (view) => view.day),
      column('is_weekend', (view) => view.is_weekend),
      column('hour', (view) => view.hour),
      column('position', (view) => view.position),
      column('device', (view) => view.device),
      column('category', (view) => view.category),
      column('author', (view) => view.author),
      column('tags', (view) => view.tags.join('|')),
      column('watch_s', (_, row) => round(drawWatch(laws[row]!, targets), 1)),
      column('law_median', (_, row) => round(lawMedian(laws[row]!), 1)),
      column('law_mean', (_, row) => round(lawMean(laws[row]!), 1)),
    ],
  };
}

/** The law of each view; authors', categories' and tags' parts in it follow from the seed. */
export function watchLaws(seed = 4): (view: View) => WatchLaw {
  const effects = (purpose: string, names: readonly string[], size: number) => {
    const stream = new Random(seed).split(purpose);
    return new Map(names.map((name) => [name, size * stream.normal()]));
  };
  const [categories, tags] = [effects('categories', CATEGORIES, 0.6), effects('tags', TAGS, 0.25)];
  const authors = effects('authors', Array.from({ length: AUTHORS }, (_, index) => authorName(index)), 0.3);
  const screens = new Map([['tv', 0.5], ['tablet', 0.25]]);
  return (view) => {
    const { user_activity, user_age_days, item_duration_s, is_weekend, hour, position, device, category, author } = view;
    const evening = Math.cos((2 * Math.PI * (hour - 21)) / 24);
    const liked = categories.get(category)! + authors.get(author)! + view.tags.reduce((sum, tag) => sum + tags.get(tag)!, 0) + (screens.get(device) ?? 0);
    const length = Math.log((item_duration_s ?? 25) / 25);
    return {
      zero: logistic(-3.2 + 0.1 * position - 0.8 * user_activity),
      long: logistic(1.4 + liked + 1.2 * (user_activity - 0.5) + 0.3 * evening + 0.3 * is_weekend - 0.5 * length),
      skip: { mu: Math.log(3.5) + 0.5 * length + 0.2 * liked, sigma: 0.7 },
      stay: item_duration_s === null ? { mu: Math.log(20) + 0.4 * liked, sigma: 0.9 } : { mu: Math.log(item_duration_s) + 0.05 * Math.log(user_age_days / 200), sigma: 0.35 },
    };
  };
}

function drawView(random: Random): View {
  const day = 1 + random.integer(DAYS);
  const hour = pick(HOURS, random.uniform());
  const count = pick([3, 4, 2, 1], random.uniform());
  const duration = clamp(25 * Math.exp(0.75 * random.normal()), 4, 600);
  return {
    user_activity: round(random.uniform(), 2),
    user_age_days: Math.round(clamp(200 * Math.exp(1.2 * random.normal()), 1, 5000)),
    item_duration_s: random.uniform() < 0.08 ? null : round(duration, duration < 10 ? 1 : 0),
    day,
    is_weekend: day % 7 === 0 || day % 7 === 6 ? 1 : 0,
    hour,
    position: 1 + random.integer(20),
    device: DEVICES[pick([6, 1, 1, 2], random.uniform())]!,
    category: CATEGORIES[pick(CATEGORY_WEIGHTS, random.uniform())]!,
    author: authorName(pick(AUTHOR_WEIGHTS, random.uniform())),
    tags: Array.from(random.choose(TAGS.length, count), (index) => TAGS[index]!).sort(),
  };
}

const HOURS = Array.from({ length: 24 }, (_, hour) => 1.2 + Math.cos((2 * Math.PI * (hour - 20)) / 24));
const CATEGORY_WEIGHTS = CATEGORIES.map((_, rank) => (rank + 1) ** -0.5);
const AUTHOR_WEIGHTS = Array.from({ length: AUTHORS }, (_, rank) => (rank + 1) ** -1.2);

function authorName(index: number): string {
  return `a${index + 1}`;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
