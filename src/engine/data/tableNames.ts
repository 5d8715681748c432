/** What the names of columns tell: ids, labels written as numbers, targets, references. */

const ID_WORDS = /^(id|ids|uuid|guid|asin|sku|isbn|zip|zipcode|postcode|(user|item|video|product|customer|session|movie|author|store|shop|order|device|video|photo|ad)id)$/;
const LABEL_WORDS = /^(onehot|one_?hot|cat|category|class|type|kind|code)\d*$/;
const FEW_LABEL_WORDS = /^(is|has|flag|label|level|group|gender|sex|status|segment|tier|bucket|cluster|region|country|device|weekday|dow|dayofweek|degree|channel|tab|os)\d*$/;
const ROW_NAMES = /^(id|index|row|row_?(id|number|nr|no)|unnamed_0|column_0|key)$/;
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
