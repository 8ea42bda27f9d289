import type { Ci95 } from '../../metrics/summary.ts'

/** A number and its 95 % interval over runs; null without repeats. */
export interface Estimate {
  readonly value: number
  readonly ci95: Ci95
}

/** A number that the data may not reach: beyond what was measured, or with an interval that says nothing. */
export type Identified =
  | { readonly state: 'identified'; readonly value: number; readonly ci95: Ci95 }
  | { readonly state: 'not_identifiable'; readonly reason: string }

/**
 * What is varied. `concurrency` is the number of slots of a closed loop, for which the interactive law and the operational bounds
 * hold; `quantity` any other number; `category` names without order.
 */
export interface ScalingAxis {
  readonly name: string
  readonly kind: 'concurrency' | 'quantity' | 'category'
}

/** What the runs at one value of the axis say. */
export interface ScalingFigures {
  readonly label: string
  /** Null for a category. */
  readonly load: number | null
  readonly runs: number
  /** Geometric mean over the runs; arithmetic, and without interval, where one brought nothing. */
  readonly throughput_per_s: Estimate
  /** To the base, which has 1 without interval; null where either brought nothing. */
  readonly speed_up: Estimate | null
  /** Speed-up over how much more load there is; null for categories. */
  readonly efficiency: Estimate | null
  readonly response_s: number | null
  readonly in_flight: number | null
  /** X R / L − 1; null where nothing succeeded. */
  readonly little: Discrepancy | null
  /** X (R + Z) / N − 1, of a closed loop. */
  readonly interactive: Discrepancy | null
  /** Request rate over min(N / (R + Z), Xmax), of a closed loop. */
  readonly bound_share: number | null
}

export interface Discrepancy {
  readonly share: number
  readonly flagged: boolean
}

/** Asymptotic bounds of a closed loop: Denning & Buzen, Computing Surveys 10 (1978) 225. */
export interface OperationalBounds {
  /** The least mean response of all points, and the think time there. */
  readonly response_s: number
  readonly think_s: number
  readonly response_label: string
  /** The highest request rate of all points. */
  readonly highest_requests_per_s: Estimate
  readonly highest_label: string
  /** Whether doubling the load to its largest brought less than 10 %: else Xmax, and the knee, may be higher. */
  readonly saturated: boolean
  /** N* = (R + Z) Xmax: from here on something must queue. */
  readonly knee: Estimate
}

export const lawNames = ['linear', 'amdahl', 'usl', 'plateau'] as const
export type LawName = (typeof lawNames)[number]

/** A law fitted to the points. */
export interface LawFit {
  readonly name: LawName
  /** `gamma` per second; `sigma`, `kappa`; of a plateau `slope` and `ceiling` per second. */
  readonly parameters: Readonly<Record<string, Estimate>>
  /** Null where there are too few runs for so many parameters. */
  readonly aicc: number | null
  /** Share of bootstrap replicates in which it is chosen; null without repeats. */
  readonly support: number | null
  /** Where it is farthest off, as a share of what was measured there. */
  readonly worst_label: string
  readonly worst_share: number
  /** Off by more than 5 % somewhere, and by more than runs differ; null without repeats. */
  readonly misfit: boolean | null
  /** Load of the highest throughput, or of the plateau's start. */
  readonly peak_load: Identified
  /** The most throughput that the law allows. */
  readonly ceiling_per_s: Identified
}

export const classNames = ['linear', 'sub-linear', 'contention', 'retrograde'] as const
export type ClassName = (typeof classNames)[number]

/** How throughput grows over the loads that were measured. */
export type ScalingClass =
  | {
      readonly state: 'decided'
      readonly name: ClassName
      /** Share of the bootstrap replicates that are of this class. */
      readonly confidence: number
      readonly shares: Readonly<Record<ClassName, number>>
    }
  | {
      readonly state: 'undecided'
      /** The commonest first. */
      readonly between: readonly [ClassName, ClassName]
      readonly shares: Readonly<Record<ClassName, number>>
    }
  | { readonly state: 'refused'; readonly reason: string; readonly looks_like: ClassName | null }

/** The figures by which the class is given. */
export interface ScalingShape {
  /** Efficiency at the largest load. */
  readonly efficiency: number
  /** What doubling the load to its largest brought: 1 when throughput doubled, 0 when it stayed. */
  readonly last_doubling: number
  /** How far throughput at the largest load is below its highest. */
  readonly fall: number
  /** Load at which 95 % of the highest throughput is reached. */
  readonly useful_load: number
}

export interface CurvePoint {
  readonly load: number
  readonly throughput_per_s: Estimate
  /** Beyond the largest load measured; never beyond twice that. */
  readonly extrapolated: boolean
}

/** What a sweep says about how something scales. */
export interface ScalingReport {
  readonly schema: 'tare.scaling/1'
  readonly axis: ScalingAxis
  /** What is counted per second: `req`, `tok`. */
  readonly unit: string
  /** Ascending; categories in their own order. */
  readonly points: readonly ScalingFigures[]
  /** What speed-ups are relative to. */
  readonly base_label: string | null
  readonly bounds: OperationalBounds | null
  readonly laws: readonly LawFit[]
  /** The one with the least AICc. */
  readonly law: LawName | null
  readonly class: ScalingClass
  /** Of the law, or of the points themselves where no law fits. */
  readonly shape: (ScalingShape & { readonly of: 'law' | 'points' }) | null
  /** The chosen law, for drawing. */
  readonly curve: readonly CurvePoint[]
  readonly sentence: string
  readonly notes: readonly string[]
  readonly bootstrap: { readonly seed: number; readonly replicates: number }
}
