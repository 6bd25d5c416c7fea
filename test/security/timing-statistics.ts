/** Two sets of times held against each other, in the unit of the times. */
export interface TimeComparison {
  /** Mean of the first set less mean of the second. */
  difference: number;
  /** Standard error of the difference; the sets may vary differently (Welch). */
  standardError: number;
  /** The difference, give or take 1.96 standard errors: for sets of 50 and more. */
  interval95: readonly [number, number];
  /** Median of the first set less median of the second: what a few slow moments do not move. */
  medianDifference: number;
  /**
   * Chance that a time of the first set is longer than one of the second, ties counted half (Mann and Whitney).
   * 0.5: nothing can be told from one time; 1: everything.
   */
  auc: number;
}

/**
 * Holds two sets of independent times against each other.
 * @throws RangeError when a set has fewer than two.
 */
export function compareTimes(first: readonly number[], second: readonly number[]): TimeComparison {
  if (first.length < 2 || second.length < 2) throw new RangeError("a comparison needs two times of each");
  const difference = meanOf(first) - meanOf(second);
  const standardError = Math.sqrt(varianceOf(first) / first.length + varianceOf(second) / second.length);
  return {
    difference,
    standardError,
    interval95: [difference - 1.96 * standardError, difference + 1.96 * standardError],
    medianDifference: medianOf(first) - medianOf(second),
    auc: aucOf(first, second),
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of a sample: divided by one less than its size. */
function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

/** From ranks, equal times sharing theirs: O(n log n). */
function aucOf(first: readonly number[], second: readonly number[]): number {
  const all = [
    ...first.map((value) => ({ value, ofFirst: true })),
    ...second.map((value) => ({ value, ofFirst: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to += 1;
    const sharedRank = (from + 1 + to) / 2;
    rankSum += sharedRank * all.slice(from, to).filter(({ ofFirst }) => ofFirst).length;
    from = to;
  }
  return (rankSum - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}

/** Receipt numbers there are: 19 random digits (63.1 bits), the last digit follows from them. */
export const receiptNumbers = 10 ** 19;

/**
 * Years until one of the live receipts is guessed, on average, by trying numbers one after the other.
 * @param derivationsPerSecond how many numbers can be tried in a second.
 * @param liveReceipts how many numbers open something.
 */
export function yearsOfGuessing(derivationsPerSecond: number, liveReceipts: number): number {
  const triesUntilFirst = (receiptNumbers + 1) / (liveReceipts + 1);
  return triesUntilFirst / derivationsPerSecond / (365.25 * 86_400);
}
