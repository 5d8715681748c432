/** What the names of columns tell of a log: users, items, times, labels and sessions, in the usual ways of writing. */
import { nameWords } from '../tableNames';

const ID_ENDING = '(s|id|ids|idx|index|ix|key|code|no|nr|num|number|uuid|hash|pseudoid|sn|enc|encoded|remap|remapped|token)?';
const USERS = new RegExp(`^(user|usr|visitor|customer|cust|reviewer|member|client|account|acct|viewer|buyer|shopper|listener|reader|player|person|consumer|subscriber|follower|learner|student|patient|guest|profile|cookie|device|household)${ID_ENDING}$`);
const SHORT_USERS = /^(u|uid|uids|uuid|cid|did|userpseudoid)$/;
const ITEMS = new RegExp(
  `^(item|product|prod|video|movie|film|asin|parentasin|article|artist|song|track|book|game|app|ad|news|photo|note|clip|show|episode|anime|recipe|business|biz|venue|place|poi|location|hotel|listing|course|job|paper|doc|document|page|post|video|creative|goods|good|sku|isbn|gtin|ean|upc|stock|content|recording|release|podcast|offer|merchandise|question|exercise|problem)${ID_ENDING}$`,
);
const SHORT_ITEMS = /^(i|iid|iids|mid|pid|vid|aid|tid|bid|nid|gid|sid)$/;
const TIMES = /^(timestamp|timestamps|time|times|timems|ts|tsms|t|datetime|date|unixtime|unixreviewtime|unixtimestamp|eventtime|eventtimestamp|eventtimems|eventdate|reviewtime|createdat|createtime|createdtime|clicktime|clicktimestamp|ratingtime|ratedate|reviewdate|purchasedate|orderdate|ordertime|invoicedate|purchasetime|viewtime|playedat|happenedat|occurredat|timestampms|utctime|localtime|day|dt)$/;
const TIME_WORD = /^(timestamp|datetime|time|date|ts|unixtime|at)$/;
/** A span, or the time of something else than the event. */
const OTHER_TIMES = /^(play|stay|watch|dwell|duration|spent|spend|read|reading|register|registered|registration|signup|birth|birthday|publish|published|upload|uploaded|release|released|zone|first|last|start|end|session|length|avg|mean|total|video|ready|known|attributed|attribution|label)$/;
/** Best first, in one word. */
const LABELS = ['label', 'isclick', 'click', 'clicked', 'isclicked', 'clk', 'rating', 'ratings', 'stars', 'star', 'overall', 'score', 'islike', 'like', 'liked', 'ispurchase', 'purchase', 'purchased', 'isbuy', 'buy', 'bought', 'conversion', 'converted', 'isconversion', 'feedback', 'response', 'preference', 'watchratio', 'longview', 'islongview', 'target', 'y'];
const SESSIONS = new RegExp(`^(session|sess|request|req|impression|imp|visit|pageview|slate|exposure|traceid|trace|log|query|search|basket|order|invoice|transaction|cart|playlist)${ID_ENDING}$`);

/** "user_id:token", as RecBole writes names, is "userid". */
function oneWord(name: string): string {
  return nameWords(plain(name)).join('');
}

function plain(name: string): string {
  return name.replace(/:(token|float|token_seq|float_seq)$/, '');
}

/** 0 is the best name, Infinity none; of names alike one that says "id" comes first. */
export function userRank(name: string): number {
  const word = oneWord(name);
  const rank = /^(userid|userids|uid)$/.test(word) ? 0 : USERS.test(word) ? (/ids?$/.test(word) ? 1 : 2) : SHORT_USERS.test(word) ? 3 : nameWords(plain(name)).includes('user') && /ids?$/.test(word) ? 4 : Infinity;
  return word === 'user' ? 0.5 : rank;
}

export function itemRank(name: string): number {
  const word = oneWord(name);
  const rank = /^(itemid|itemids|parentasin)$/.test(word) ? 0 : ITEMS.test(word) ? (/ids?$/.test(word) ? 1 : 2) : SHORT_ITEMS.test(word) ? 3 : nameWords(plain(name)).includes('item') && /ids?$/.test(word) ? 4 : Infinity;
  return word === 'item' ? 0.5 : rank;
}

export function timeRank(name: string): number {
  if (TIMES.test(oneWord(name))) return 0;
  const words = nameWords(plain(name));
  return words.some((word) => TIME_WORD.test(word)) && !words.some((word) => OTHER_TIMES.test(word)) ? 1 : Infinity;
}

/** The name of a span or of another event's time: never the time of the event by a guess. */
export function namesOtherTime(name: string): boolean {
  return timeRank(name) > 0 && nameWords(plain(name)).some((word) => OTHER_TIMES.test(word));
}

/** How long a person stayed with the item: "play_time_ms". */
export function namesStay(name: string): boolean {
  const words = nameWords(plain(name));
  return words.some((word) => /^(play|stay|watch|dwell|spent|spend|read|reading|view)$/.test(word)) && words.some((word) => /^(time|duration|ms|s|sec|seconds|min|minutes|ratio|length)$/.test(word));
}

/** The time at which a label is known: "label_ready". */
export function namesReady(name: string): boolean {
  return nameWords(plain(name)).some((word) => /^(ready|known|attributed|attribution)$/.test(word));
}

export function labelRank(name: string): number {
  const rank = LABELS.indexOf(oneWord(name));
  return rank < 0 ? Infinity : rank;
}

export function sessionRank(name: string): number {
  return SESSIONS.test(oneWord(name)) ? 0 : Infinity;
}
