/** What the names of columns tell: ids, labels written as numbers, targets, references. */

const ID_OWNERS =
  'user|item|video|product|customer|session|movie|author|store|shop|order|device|photo|ad|song|track|artist|album|book|article|news|doc|document|page|post|query|client|member|account|visitor|creator|seller|merchant|brand|category|cat|tag|genre|topic|campaign|creative|content|goods|poi|place|hotel|music|playlist|channel|node|entity|record|event|request|impression|publisher|site|app|city|country|paper|image|clip|game|recipe|listing|question|answer|review|cluster|class|label|group';
const ID_WORDS = new RegExp(`^(ids?|uids?|uuids?|guids?|asins?|skus?|isbns?|eans?|gtins?|upcs?|pks?|zip|zipcode|postcode|(${ID_OWNERS})ids?)$`);
const LABEL_WORDS = /^(onehot|one_?hot|cat|category|categories|class|classes|type|kind|code|codes)\d*$/;
const FEW_LABEL_WORDS = /^(is|has|flag|label|labels|level|group|gender|sex|status|segment|tier|bucket|cluster|clusters|region|country|device|weekday|dow|dayofweek|degree|channel|tab|os)\d*$/;
const ROW_NAMES = /^(id|index|row|row_?(id|number|nr|no)|unnamed_0|column_0|key)$/;
const COUNTER_NAMES = /^(idx|row_?(idx|index|num)|rowid|unnamed(_\d+)*|level_\d+|index(_\d+)+|index_level(_\d+)*|serial|serial_?(no|number)|record_?(no|number)|line_?(no|number))$/;
const MEASURE_WORDS =
  /^(target|y|split|fold|year|month|day|hour|minute|weekday|date|time|timestamp|ts|rating|ratings|stars|rank|ranking|age|views?|likes?|counts?|clicks?|votes?|num|qty|quantity|price|popularity|duration|length|size|is|has)$/;
/** Best first. */
const TARGET_WORDS = ['target', 'y', 'label', 'ltv', 'play_time', 'playtime', 'watch', 'gmv', 'revenue', 'spend', 'amount', 'price', 'value', 'duration'];
const REFERENCE_WORDS = /^(pred|predicted|prediction|predictions|yhat|law)$/;
const OUTCOME_WORDS = /^(click|clicked|view|viewed|follow|followed|comment|commented|forward|forwarded|like|liked|hate|hated|share|shared|skip|skipped|finish|finished|complete|completed|enter|buy|bought|purchase|purchased|convert|converted|label|outcome)$/;
const STAY_WORDS = /^(stay|dwell)$/;
const UNITS = /^(ms|s|sec|secs|seconds|min|mins|minutes|h|hours|days|usd|eur|gbp|cny|rmb|pct|percent)$/;

/** "isLiveStreamer", "is-live streamer" as is, live, streamer. */
export function nameWords(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** "user_id", "videoId", "zip". */
export function namesId(name: string): boolean {
  return nameWords(name).some((word) => ID_WORDS.test(word));
}

/** "id", "index": the name of a row, not of something rows share. */
export function namesRow(name: string): boolean {
  return ROW_NAMES.test(nameWords(name).join('_'));
}

/** What data frames and exports call a counter of rows: "Unnamed: 0.1", "__index_level_0__", "level_0", "index.1", "idx". */
export function namesCounter(name: string): boolean {
  return (namesRow(name) && !/^(id|key)$/i.test(name)) || COUNTER_NAMES.test(nameWords(name).join('_'));
}

/** What stands beside a vector and is none of its dimensions where it is a whole number: "year", "rating", "view_count", "split", "y". */
export function namesMeasure(name: string): boolean {
  return nameWords(name).some((word) => MEASURE_WORDS.test(word));
}

/** Whole numbers under this name are labels however many there are ("onehot_feat3", "category"); `few`: where there are few ("is_new", "level"). */
export function namesLabel(name: string, few: boolean): boolean {
  return nameWords(name).some((word) => LABEL_WORDS.test(word) || (few && FEW_LABEL_WORDS.test(word)));
}

/** Predictions made elsewhere: "prediction", "law_median". */
export function namesReference(name: string): boolean {
  return nameWords(name).some((word) => REFERENCE_WORDS.test(word));
}

/** How early in the list of usual names for a target; Infinity: none of them. A word of three letters or more may go on ("values"). */
export function targetRank(name: string): number {
  const words = `_${nameWords(name).join('_')}_`;
  const rank = TARGET_WORDS.findIndex((word) => words.includes(word.length < 3 ? `_${word}_` : `_${word}`));
  return rank < 0 ? Infinity : rank;
}

/** What a person did, known when the target is or after: "is_click", "long_view" where there are but two values (`flag`), "comment_stay_time". */
export function namesOutcome(name: string, flag: boolean): boolean {
  return nameWords(name).some((word) => STAY_WORDS.test(word) || (flag && OUTCOME_WORDS.test(word)));
}

/** Whether a name holds the target's, its unit left off where two words remain: "play_time_truncate" tells the story of "play_time_ms". */
export function namesTarget(name: string, target: string): boolean {
  const words = nameWords(target);
  const story = words.length > 2 && UNITS.test(words.at(-1)!) ? words.slice(0, -1) : words;
  const text = story.join('_');
  return text.length >= 4 && `_${nameWords(name).join('_')}_`.includes(`_${text}_`);
}
