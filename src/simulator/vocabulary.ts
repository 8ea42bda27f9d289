import { createRandom } from '../statistics/random.ts'

/** The simulator's tokens are words: it says nothing, but one can read along. ASCII, so that a character is a byte. */
export const vocabulary: readonly string[] = (
  'a about above across after again against all along also among an and another any are around as at back ' +
  'balance be because been before being below between both but by can came could day did do down each empty end ' +
  'even every few first for from full given good great had half has have he her here high him his how if in into ' +
  'is it its just kept know large last later less let light like line little long look made make many mark may ' +
  'measure might more most much must near never next no not nothing now number of off often old on once one only ' +
  'or other our out over own part place plain pure quite rather rest right room same say scale see seen set she ' +
  'should show side since small so some still such take tare than that the their them then there these they thing ' +
  'this those though thought time to together too true turn two under until up upon us very was water way we ' +
  'weigh weight well went were what when where which while who whole why will with within without word work would ' +
  'year yes yet you your'
).split(' ')

/** Names the words of one reply, whoever asks for them. */
export interface ReplyWords {
  readonly seed: number
  /** Which request, in order of arrival. */
  readonly request: number
}

const wordStream = 1

/** Draws the words of a reply one after the other, as positions in the vocabulary. */
export function createWordDraw(words: ReplyWords): () => number {
  const random = createRandom(words.seed, wordStream, words.request)
  return () => Math.floor(random.uniform() * vocabulary.length)
}
